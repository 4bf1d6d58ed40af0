import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { centredItems } from './centred-items.ts'
import { factorRanker } from './factor-ranker.ts'
import { type TowerItems, towerOf } from './item-tower.ts'
import type { SequenceScorer } from './ndcg-of-last.ts'
import { nearestByCosine } from './nearest-by-cosine.ts'
import { rowCosinesAmong } from './row-cosines-among.ts'
import type { NetworkNumbers } from './sequence-network.ts'
import { sharesOf } from './shares-of.ts'
import { takenSequence } from './taken-sequence.ts'
import type { TwoTowerParameters } from './two-tower-parameters.ts'

export interface FittedTowers {
  /** `personTower.…`, as `towerOf` takes them. */
  readonly numbers: NetworkNumbers
  readonly items: TowerItems
  /** Of each item, 1 where it was learnt from. */
  readonly known: Uint8Array
}

/** As `rmsNorm` of `@attune/learn` has it. */
const epsilon = 1e-6

/** The vector of somebody with these items, at least one: [width], the mean of its squares being 1. */
function personOf({ numbers, items }: Pick<FittedTowers, 'numbers' | 'items'>, { width, decay }: TwoTowerParameters) {
  const tower = towerOf(numbers, 'personTower')
  const taken = new Float64Array(width)
  return (latest: Int32Array): Float64Array => {
    taken.fill(0)
    let total = 0
    for (let back = 0; back < latest.length; back++) total += decay ** back
    for (let back = 0; back < latest.length; back++) {
      const from = (latest[latest.length - 1 - back] as number) * width
      const share = decay ** back / total
      for (let k = 0; k < width; k++) taken[k] = (taken[k] as number) + share * (items.bases[from + k] as number)
    }
    const person = tower(taken)
    let squares = 0
    for (const value of person) squares += value * value
    return person.map((value) => value / Math.sqrt(squares / width + epsilon))
  }
}

/**
 * The recommender on trained towers. An answer is the person's tower over the latest items of the history and a scan of the
 * items' vectors, which are all there. A score is by how much an item is preferred to one at random among those that people had, in
 * nats; an item that nobody had and that has no text has none.
 *
 * @param fitted `served` says of each item whether it can be recommended
 */
export function twoTowerOf(
  fitted: FittedTowers & { readonly served: Uint8Array },
  parameters: TwoTowerParameters,
): Recommender {
  const { numbers, items, known, served } = fitted
  const { width: d, length } = parameters
  const itemCount = known.length
  const person = personOf(fitted, parameters)
  const centred = centredItems(items.vectors, items.biases, { known, served })
  const ranker = factorRanker(centred, d + 1)
  const nearest = nearestByCosine(items.bases, d)
  const latest = (history: History): Int32Array => takenSequence(history, (item) => served[item] === 1).slice(-length)

  /** What stands against an item's bias and vector; nothing for somebody without a history. */
  function queryOf(taken: Int32Array): Float64Array {
    const query = new Float64Array(d + 1)
    if (taken.length === 0) return query
    query[0] = 1
    query.set(person(taken), 1)
    return query
  }

  return {
    kind: 'twoTower',
    itemCount,
    recommend: (history, n, { exclude } = {}) => ranker.best(queryOf(latest(history)), n, exclude),
    score: (history, asked) => ranker.scores(queryOf(latest(history)), asked),
    cosines: (asked) => rowCosinesAmong(items.bases, d, asked),
    /** By the cosine of what the items are made of, ids and words. */
    similarItems: (item, n, { exclude } = {}) => nearest(item, n, exclude),
    /**
     * By leaving out: an item's part is by how much the score falls where the history lacks it. What none of them brings is
     * nobody's part.
     */
    explain(history, item, n) {
      const taken = latest(history)
      if (!(item >= 0 && item < itemCount && served[item]) || taken.length === 0) return []
      const scoreOf = (some: Int32Array): number => product(centred, item, queryOf(some))
      const score = scoreOf(taken)
      const parts = Array.from(new Set(taken), (source): [number, number] => [
        source,
        score - scoreOf(taken.filter((other) => other !== source)),
      ])
      const helping = parts.reduce((sum, [, part]) => sum + Math.max(0, part), 0)
      const share = helping / Math.max(score, helping)
      return sharesOf(parts, n).map((one) => ({ item: one.item, share: one.share * share }))
    },
    save: () => ({
      kind: 'twoTower',
      parameters: { ...parameters },
      arrays: { ...personNumbers(numbers), ...items, known, served },
    }),
  }
}

function product(rows: Float32Array, item: number, query: Float64Array): number {
  let sum = 0
  for (let k = 0, at = item * query.length; k < query.length; k++, at++)
    sum += (query[k] as number) * (rows[at] as number)
  return sum
}

/** Scores of all items by towers that are still being trained. */
export function towerScorer(fitted: FittedTowers, parameters: TwoTowerParameters): SequenceScorer {
  const { items, known } = fitted
  const { width: d, length } = parameters
  const person = personOf(fitted, parameters)
  const scores = new Float64Array(known.length)
  return {
    scoresOf(taken) {
      const query = person(taken.slice(-length))
      for (let item = 0; item < scores.length; item++) {
        let sum = items.biases[item] as number
        for (let k = 0, at = item * d; k < d; k++, at++) sum += (query[k] as number) * (items.vectors[at] as number)
        scores[item] = known[item] ? sum : Number.NEGATIVE_INFINITY
      }
      return scores
    },
  }
}

const personParts = ['inner.weight', 'inner.bias', 'outer.weight', 'outer.bias'].map((part) => `personTower.${part}`)

const personNumbers = (numbers: NetworkNumbers): NetworkNumbers =>
  Object.fromEntries(personParts.map((name) => [name, numbers[name] as Float32Array]))

/** @throws RecommendError `bad-model` when arrays are missing, not finite or do not fit together */
export function loadTwoTower({ parameters, arrays }: SavedRecommender): Recommender {
  const given = parameters as unknown as TwoTowerParameters
  const { width: d } = given
  const { known, served, ...rest } = arrays
  const count = known instanceof Uint8Array ? known.length : 0
  const sizes: Record<string, number> = { bases: count * d, vectors: count * d, biases: count }
  for (const [at, size] of [2 * d * d, 2 * d, 2 * d * d, d].entries()) sizes[personParts[at] as string] = size
  const wrong = Object.entries(sizes).find(([name, size]) => {
    const array = rest[name]
    return !(array instanceof Float32Array && array.length === size && array.every(Number.isFinite))
  })
  if (!(count > 0 && known instanceof Uint8Array && served instanceof Uint8Array && served.length === count) || wrong)
    throw new RecommendError(
      'bad-model',
      `A saved twoTower needs known and served (Uint8, items) and ${wrong?.[0] ?? 'numbers'} (Float32, finite) that fit together.`,
    )
  const numbers = rest as NetworkNumbers
  const { bases, vectors, biases } = numbers as Record<'bases' | 'vectors' | 'biases', Float32Array>
  return twoTowerOf({ numbers, items: { bases, vectors, biases }, known, served }, given)
}
