import { RecommendError } from '../errors.ts'
import type { History, Recommender, RecommendOptions, SavedRecommender, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { borrowedNeighbours } from './borrowed-neighbours.ts'
import type { ContentBoostedParameters } from './content-boosted-parameters.ts'
import {
  addDots,
  type ContentRows,
  dotsWithMean,
  hasVector,
  joined,
  likenessOf,
  withFurtherRows,
} from './content-rows.ts'
import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import type { ItemText } from './item-text-vectors.ts'
import { areRows, neighboursFrom } from './neighbours-from.ts'
import { rowProduct } from './row-product.ts'
import { sharesOf } from './shares-of.ts'
import { stepFactors } from './step-factors.ts'
import { rowOf } from './vector-similarity.ts'

export interface ContentBoostedModel {
  readonly parameters: ContentBoostedParameters
  readonly content: ContentRows
  /** [items]: 1 where the item has behaviour of its own. */
  readonly taken: Uint8Array
  readonly neighbours: ItemNeighbours
  /** Items × history items; none where texts alone count. */
  readonly borrowed: SparseVectors | undefined
}

/** A fitted model, ready to be asked. */
export function serveContentBoosted(model: ContentBoostedModel): Recommender {
  const { parameters, content, taken, borrowed } = model
  const { rows, mean, vectors, dimensions, meanVector } = content
  const itemCount = taken.length
  const postings = transposeVectors(rows)
  const lenders = borrowed && transposeVectors(borrowed)
  const toMean = dotsWithMean(rows, mean)
  const meanSquared = mean.reduce((sum, value) => sum + value * value, 0)
  const sums = new Float64Array(itemCount)
  const profile = new Float64Array(dimensions)
  const top = topItems(0)

  const factorsOf = (history: History): ReadonlyMap<number, number> => stepFactors(history, itemCount, parameters.decay)

  const hasTerms = (item: number): boolean => rows.indptr[item] !== rows.indptr[item + 1]

  /** Leaves the scores of all items in `sums`. */
  function accumulate(factors: ReadonlyMap<number, number>): void {
    sums.fill(0)
    profile.fill(0)
    const words = new Map<number, number>()
    let worded = 0
    let shift = 0
    for (const [item, factor] of factors) {
      const { indices, values } = rowOf(rows, item)
      for (const [at, term] of indices.entries())
        words.set(term, (words.get(term) ?? 0) + factor * (values[at] as number))
      if (indices.length > 0) {
        worded += factor
        shift += factor * (meanSquared - (toMean[item] as number))
      }
      if (hasVector(vectors, dimensions, item))
        for (let k = 0; k < dimensions; k++)
          profile[k] =
            (profile[k] as number) + factor * ((vectors[item * dimensions + k] as number) - (meanVector[k] as number))
    }
    for (const [term, strength] of words) {
      const end = postings.indptr[term + 1] as number
      for (let slot = postings.indptr[term] as number; slot < end; slot++) {
        const item = postings.indices[slot] as number
        sums[item] = (sums[item] as number) + strength * (postings.values[slot] as number)
      }
    }
    if (worded > 0)
      for (let item = 0; item < itemCount; item++)
        if (hasTerms(item)) sums[item] = (sums[item] as number) - worded * (toMean[item] as number) + shift
    if (dimensions > 0 && parameters.vectorShare > 0) addDots(profile, content, parameters.vectorShare, sums)
    if (lenders)
      for (const [item, factor] of factors) {
        const end = lenders.indptr[item + 1] as number
        for (let slot = lenders.indptr[item] as number; slot < end; slot++) {
          const other = lenders.indices[slot] as number
          sums[other] = (sums[other] as number) + factor * parameters.boost * (lenders.values[slot] as number)
        }
      }
  }

  /** What one history item alone brings another: the part of the sum that it is. */
  function pairScore(source: number, item: number): number {
    let score = 0
    if (hasTerms(source) && hasTerms(item))
      score += rowProduct(rows, source, item) - (toMean[source] as number) - (toMean[item] as number) + meanSquared
    if (parameters.vectorShare > 0 && hasVector(vectors, dimensions, source) && hasVector(vectors, dimensions, item))
      for (let k = 0; k < dimensions; k++)
        score +=
          parameters.vectorShare *
          ((vectors[source * dimensions + k] as number) - (meanVector[k] as number)) *
          ((vectors[item * dimensions + k] as number) - (meanVector[k] as number))
    if (borrowed) {
      const { indices, values } = rowOf(borrowed, item)
      const at = indices.indexOf(source)
      if (at !== -1) score += parameters.boost * (values[at] as number)
    }
    return score
  }

  function best(n: number, exclude: RecommendOptions['exclude']): ScoredItems {
    top.clear(Math.min(n, itemCount))
    for (let item = 0; item < itemCount; item++) {
      // Compared as the list will hold it, so that ties go to the smaller item.
      const score = Math.fround(sums[item] as number)
      if (score > 0 && score >= top.threshold && !exclude?.(item)) top.offer(item, score)
    }
    return top.take()
  }

  return {
    kind: 'contentBoosted',
    itemCount,
    recommend(history, n, { exclude } = {}) {
      const factors = factorsOf(history)
      if (factors.size === 0) return { items: new Int32Array(0), scores: new Float32Array(0) }
      accumulate(factors)
      return best(n, exclude)
    },
    score(history, items) {
      accumulate(factorsOf(history))
      return Float32Array.from(items, (item) => sums[item] ?? 0)
    },
    similarItems(item, n, { exclude } = {}) {
      if (!(item >= 0 && item < itemCount)) return { items: new Int32Array(0), scores: new Float32Array(0) }
      accumulate(new Map([[item, 1]]))
      return best(n, (other) => other === item || exclude?.(other) === true)
    },
    /** Exact: the parts of the sum. */
    explain(history, item, n) {
      if (!(item >= 0 && item < itemCount)) return []
      const parts = Array.from(factorsOf(history), ([source, factor]): [number, number] => [
        source,
        factor * pairScore(source, item),
      ])
      return sharesOf(parts, n)
    },
    save: () => savedOf(model),
    withItems: (texts) => serveContentBoosted(extended(model, texts)),
  }
}

/** The model and further items, which nobody had yet. */
function extended(model: ContentBoostedModel, texts: readonly ItemText[]): ContentBoostedModel {
  const { parameters, neighbours } = model
  const before = model.taken.length
  const content = withFurtherRows(model.content, texts, parameters)
  const taken = new Uint8Array(before + texts.length)
  taken.set(model.taken)
  const wider: ItemNeighbours = {
    ...neighbours,
    indptr: Int32Array.from({ length: taken.length + 1 }, (_, at) => neighbours.indptr[Math.min(at, before)] as number),
  }
  if (!model.borrowed) return { parameters, content, taken, neighbours: wider, borrowed: undefined }
  const further = borrowedNeighbours(
    texts.map((_, at) => before + at),
    {
      likeness: likenessOf(content, parameters.vectorShare),
      taken,
      neighbours: wider,
      likeItems: parameters.likeItems,
    },
  )
  const { borrowed } = model
  const offset = borrowed.indices.length
  return {
    parameters,
    content,
    taken,
    neighbours: wider,
    borrowed: {
      indptr: Int32Array.from([...borrowed.indptr, ...further.indptr.subarray(1).map((end) => offset + end)]),
      indices: joined(Int32Array, borrowed.indices, further.indices),
      values: joined(Float64Array, borrowed.values, further.values),
      dimensions: taken.length,
    },
  }
}

function savedOf({ parameters, content, taken, neighbours, borrowed }: ContentBoostedModel): SavedRecommender {
  const { terms, rarities, rows, mean, vectors, meanVector } = content
  return {
    kind: 'contentBoosted',
    parameters: { ...parameters },
    arrays: {
      terms: new TextEncoder().encode(JSON.stringify(terms)),
      rarities,
      rowStarts: rows.indptr,
      rowTerms: rows.indices,
      rowValues: rows.values,
      mean,
      vectors,
      meanVector,
      taken,
      indptr: neighbours.indptr,
      neighbours: neighbours.items,
      nearness: neighbours.nearness,
      ...(borrowed
        ? { borrowedStarts: borrowed.indptr, borrowedItems: borrowed.indices, borrowedValues: borrowed.values }
        : {}),
    },
  }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadContentBoosted(saved: SavedRecommender): Recommender {
  const { arrays } = saved
  const { rarities, rowStarts, rowTerms, rowValues, mean, vectors, meanVector, taken } = arrays
  const bad = (): RecommendError =>
    new RecommendError('bad-model', 'A saved contentBoosted model has arrays that are missing or do not fit together.')
  const terms = termsFrom(arrays.terms)
  if (
    !terms ||
    !(rarities instanceof Float64Array && mean instanceof Float64Array && rowValues instanceof Float64Array) ||
    !(rowStarts instanceof Int32Array && rowTerms instanceof Int32Array && taken instanceof Uint8Array) ||
    !(vectors instanceof Float32Array && meanVector instanceof Float64Array) ||
    rarities.length !== terms.length ||
    mean.length !== terms.length ||
    rowValues.length !== rowTerms.length ||
    rowStarts.length !== taken.length + 1 ||
    vectors.length !== taken.length * meanVector.length ||
    !areRows(rowStarts, rowTerms, terms.length)
  )
    throw bad()
  const neighbours = neighboursFrom('contentBoosted', arrays)
  if (neighbours.indptr.length !== taken.length + 1) throw bad()
  const { borrowedStarts, borrowedItems, borrowedValues } = arrays
  let borrowed: SparseVectors | undefined
  if (borrowedStarts !== undefined) {
    if (
      !(borrowedStarts instanceof Int32Array && borrowedItems instanceof Int32Array) ||
      !(borrowedValues instanceof Float64Array && borrowedValues.length === borrowedItems.length) ||
      borrowedStarts.length !== taken.length + 1 ||
      !areRows(borrowedStarts, borrowedItems, taken.length)
    )
      throw bad()
    borrowed = {
      indptr: borrowedStarts,
      indices: borrowedItems,
      values: borrowedValues,
      dimensions: taken.length,
    }
  }
  const rows = { indptr: rowStarts, indices: rowTerms, values: rowValues, dimensions: terms.length }
  return serveContentBoosted({
    parameters: saved.parameters as unknown as ContentBoostedParameters,
    content: { terms, rarities, rows, mean, vectors, dimensions: meanVector.length, meanVector },
    taken,
    neighbours,
    borrowed,
  })
}

function termsFrom(bytes: SavedRecommender['arrays'][string] | undefined): string[] | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined
  try {
    const terms: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(terms) && terms.every((term) => typeof term === 'string') ? terms : undefined
  } catch {
    return undefined
  }
}
