import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { distinctHistory, type SparseVector } from './distinct-histories.ts'
import { type FoldInRow, factorFoldIn } from './factor-fold-in.ts'
import { factorRanker } from './factor-ranker.ts'
import type { IalsParameters } from './ials-parameters.ts'
import { nearestByCosine } from './nearest-by-cosine.ts'
import { rowCosinesAmong } from './row-cosines-among.ts'
import { sharesOf } from './shares-of.ts'

/**
 * The recommender on fitted item factors. A request folds its history in and scans the items, with scratch arrays that are
 * reused (requests cannot overlap: every method is synchronous).
 *
 * @param itemFactors [items × d], row-major, along the axes of `turnFactors`
 */
export function ialsOf(itemFactors: Float32Array, parameters: IalsParameters): Recommender {
  const { factors: d, alpha, weightPower, unobservedWeight, regularisation, exponent } = parameters
  const itemCount = itemFactors.length / d
  const offset = parameters.observed === 'instead' ? unobservedWeight : 0
  const foldIn = factorFoldIn(itemFactors, d, unobservedWeight)
  const ranker = factorRanker(itemFactors, d)
  const nearest = nearestByCosine(itemFactors, d)

  /** Confidences of the distinct items of a history. */
  function vectorOf(history: History): SparseVector {
    const { indices, values } = distinctHistory(history, itemCount, weightPower)
    return { indices, values: values.map((value) => alpha * value) }
  }

  const rowOf = ({ indices, values }: SparseVector): FoldInRow => ({
    indices,
    curvatures: values.map((value) => value - offset),
    lambda: regularisation * (exponent === 0 ? 1 : (indices.length + unobservedWeight * itemCount) ** exponent),
  })

  function personOf(history: History): Float64Array {
    const vector = vectorOf(history)
    const { indices, values } = vector
    const b = new Float64Array(d)
    for (let at = 0; at < indices.length; at++) {
      const from = (indices[at] as number) * d
      for (let k = 0; k < d; k++) b[k] = (b[k] as number) + (values[at] as number) * (itemFactors[from + k] as number)
    }
    return foldIn.solve(rowOf(vector), b)
  }

  return {
    kind: 'ials',
    itemCount,
    recommend: (history, n, { exclude } = {}) => ranker.best(personOf(history), n, exclude),
    score: (history, items) => ranker.scores(personOf(history), items),
    cosines: (items) => rowCosinesAmong(itemFactors, d, items),
    /** By the cosine of the items' factors. */
    similarItems: (item, n, { exclude } = {}) => nearest(item, n, exclude),
    /**
     * Exact: score(j) = Σ over history items h of c_h · y_jᵀ A⁻¹ y_h, A being the matrix of the history's least squares (Hu,
     * Koren and Volinsky 2008, section 5). Parts below zero spoke against the item and are left out of the shares.
     */
    explain(history, item, n) {
      const vector = vectorOf(history)
      if (!(item >= 0 && item < itemCount)) return []
      const target = Float64Array.from(itemFactors.subarray(item * d, item * d + d))
      const towards = foldIn.solve(rowOf(vector), target)
      const parts = Array.from(vector.indices, (source, at): [number, number] => {
        let likeness = 0
        for (let k = 0; k < d; k++) likeness += (itemFactors[source * d + k] as number) * (towards[k] as number)
        return [source, (vector.values[at] as number) * likeness]
      })
      return sharesOf(parts, n)
    },
    save: () => ({ kind: 'ials', parameters: { ...parameters }, arrays: { itemFactors } }),
  }
}

/** @throws RecommendError `bad-model` when the factors are missing, not finite or not of the stated number */
export function loadIals({ parameters, arrays }: SavedRecommender): Recommender {
  const { itemFactors } = arrays
  const given = parameters as unknown as IalsParameters
  const fits =
    itemFactors instanceof Float32Array &&
    itemFactors.length > 0 &&
    itemFactors.length % given.factors === 0 &&
    itemFactors.every(Number.isFinite)
  if (!fits) {
    throw new RecommendError(
      'bad-model',
      'A saved ials needs the array itemFactors (Float32, items × factors, finite).',
    )
  }
  return ialsOf(itemFactors, given)
}
