import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { distinctHistories, distinctHistory, type SparseVectors, transposeVectors } from './distinct-histories.ts'
import { type KnnParameters, userKnnParameters } from './knn-parameters.ts'
import { areRows } from './neighbours-from.ts'
import { scoreBoard } from './score-board.ts'
import { sharesOf } from './shares-of.ts'
import { factsOf, rowOf, scaleOf, similarityOf, weightingOf, weighVectors } from './vector-similarity.ts'

/**
 * User-based nearest neighbours (Resnick et al. 1994; here on implicit data): the people most like the history, and what
 * they took. The history need not be of anybody seen in training; somebody who was is their own nearest neighbour, which
 * adds to the items they have and to no others.
 *
 * score(j) = Σ over the nearest persons v of similarity(history, v) · weight_vj^weightPower
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when no interaction has a positive weight
 * @example
 * const model = fitUserKnn(interactions, { similarity: 'jaccard', neighbours: 50 })
 */
export function fitUserKnn(interactions: Interactions, options: Partial<KnnParameters> = {}): Recommender {
  const parameters = completeParameters(userKnnParameters, { ...options }) as unknown as KnnParameters
  const rows = distinctHistories(interactions, parameters.weightPower)
  if (rows.indices.length === 0)
    throw new RecommendError('no-interactions', 'Import or send some events before training.')
  return userKnnOf(rows, parameters)
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadUserKnn({ parameters, arrays }: SavedRecommender): Recommender {
  const { indptr, indices, values, itemCount } = arrays
  const dimensions = itemCount?.[0] ?? -1
  if (
    !(indptr instanceof Int32Array && indices instanceof Int32Array && values instanceof Float64Array) ||
    !(dimensions >= 0 && areRows(indptr, indices, dimensions)) ||
    values.length !== indices.length
  ) {
    const expected = 'indptr (Int32), indices (Int32), values (Float64) and itemCount (Int32) that fit together'
    throw new RecommendError('bad-model', `A saved userKnn needs the arrays ${expected}.`)
  }
  return userKnnOf({ indptr, indices, values, dimensions }, parameters as unknown as KnnParameters)
}

interface Neighbour {
  readonly person: number
  readonly similarity: number
  /** See `scaleOf`. */
  readonly scale: number
}

function userKnnOf(rows: SparseVectors, parameters: KnnParameters): Recommender {
  const { similarity: measure, neighbours, shrinkage, weightPower } = parameters
  const itemCount = rows.dimensions
  const personCount = rows.indptr.length - 1
  const weigh = weightingOf(measure, rows)
  const weighed = weighVectors(measure, rows)
  const holders = transposeVectors(weighed)
  const facts = Array.from({ length: personCount }, (_, person) =>
    factsOf(measure, rowOf(weighed, person).values, itemCount),
  )
  const products = new Float64Array(personCount)
  const common = new Int32Array(personCount)
  const nearest = topItems(neighbours)
  const board = scoreBoard(itemCount)

  function vectorOf(history: History) {
    const vector = distinctHistory(history, itemCount, weightPower)
    return { indices: vector.indices, values: weigh(vector) }
  }

  function neighboursOf({ indices, values }: ReturnType<typeof vectorOf>): Neighbour[] {
    const own = factsOf(measure, values, itemCount)
    const touched: number[] = []
    for (const [at, item] of indices.entries()) {
      for (let slot = holders.indptr[item] as number; slot < (holders.indptr[item + 1] as number); slot++) {
        const person = holders.indices[slot] as number
        if (common[person] === 0) touched.push(person)
        ;(common[person] as number) += 1
        ;(products[person] as number) += (values[at] as number) * (holders.values[slot] as number)
      }
    }
    nearest.clear(neighbours)
    const scales = new Map<number, number>()
    for (const person of touched) {
      const theirs = facts[person] as (typeof facts)[number]
      const shared = common[person] as number
      const near = similarityOf(measure, shrinkage, products[person] as number, shared, own, theirs)
      products[person] = 0
      common[person] = 0
      if (!(near > 0)) continue
      nearest.offer(person, Math.fround(near))
      scales.set(person, scaleOf(measure, shrinkage, shared, own, theirs))
    }
    const { items: persons, scores } = nearest.take()
    return Array.from(persons, (person, at) => ({
      person,
      similarity: scores[at] as number,
      scale: scales.get(person) as number,
    }))
  }

  function accumulate(history: History): void {
    for (const { person, similarity } of neighboursOf(vectorOf(history))) {
      const { indices, values } = rowOf(rows, person)
      for (const [at, item] of indices.entries()) board.add(item, similarity * (values[at] as number))
    }
  }

  return {
    kind: 'userKnn',
    itemCount,
    recommend(history, n, { exclude } = {}) {
      accumulate(history)
      return board.best(n, exclude)
    },
    score(history, items) {
      accumulate(history)
      return board.read(items)
    },
    /** Items of the same people: cosine of the items' sets of persons. */
    similarItems(item, n, { exclude } = {}) {
      if (!(item >= 0 && item < itemCount)) return board.best(0)
      const holdersOf = (of: number): number => (holders.indptr[of + 1] as number) - (holders.indptr[of] as number)
      const own = holdersOf(item)
      for (const person of rowOf(holders, item).indices) {
        for (const other of rowOf(rows, person).indices) {
          if (other !== item) board.add(other, 1 / Math.sqrt(own * holdersOf(other)))
        }
      }
      return board.best(n, exclude)
    },
    /**
     * Exact: a neighbour's similarity is a sum over the history's items, so the score is too. Parts below zero (an item
     * that a neighbour lacks, under Pearson) are left out of the shares.
     */
    explain(history, item, n) {
      const vector = vectorOf(history)
      const parts = new Map<number, number>()
      for (const { person, scale } of neighboursOf(vector)) {
        const slot = rowOf(rows, person).indices.indexOf(item)
        if (slot < 0) continue
        const taken = rowOf(rows, person).values[slot] as number
        const theirs = rowOf(weighed, person)
        const mean = facts[person]?.mean ?? 0
        for (const [at, source] of vector.indices.entries()) {
          const met = theirs.indices.indexOf(source)
          const value = (met < 0 ? 0 : (theirs.values[met] as number)) - mean
          parts.set(source, (parts.get(source) ?? 0) + (vector.values[at] as number) * value * scale * taken)
        }
      }
      return sharesOf(parts, n)
    },
    save: () => ({
      kind: 'userKnn',
      parameters: { ...parameters },
      arrays: { indptr: rows.indptr, indices: rows.indices, values: rows.values, itemCount: Int32Array.of(itemCount) },
    }),
  }
}
