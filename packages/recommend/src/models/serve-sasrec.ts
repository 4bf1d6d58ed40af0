import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { centredItems } from './centred-items.ts'
import { factorRanker } from './factor-ranker.ts'
import type { SequenceScorer } from './ndcg-of-last.ts'
import { nearestByCosine } from './nearest-by-cosine.ts'
import { rowCosinesAmong } from './row-cosines-among.ts'
import type { SasrecParameters } from './sasrec-parameters.ts'
import { type NetworkNumbers, sequenceNetwork } from './sequence-network.ts'
import { sharesOf } from './shares-of.ts'
import { takenSequence } from './taken-sequence.ts'

export interface FittedSasrec {
  /** By name, as `sequenceNetwork` takes them, and `bias` [items]. As many positions as there are, so much is looked back. */
  readonly numbers: NetworkNumbers
  /** Of each item, 1 where it was learnt from. */
  readonly known: Uint8Array
}

/**
 * The recommender on a trained network. An answer is one forward pass over the latest items of the history and a scan of the
 * items. A score is by how much an item is likelier to come next than one at random, in nats; an item that was not learnt from has none.
 */
export function sasrecOf(fitted: FittedSasrec, parameters: SasrecParameters): Recommender {
  const { numbers, known } = fitted
  const { width: d } = parameters
  const itemCount = known.length
  const length = positionsOf(numbers, d)
  const network = sequenceNetwork(numbers, parameters)
  const words = numbers['embeddings.word'] as Float32Array
  const centred = centredItems(words, numbers.bias as Float32Array, { known })
  const ranker = factorRanker(centred, d + 1)
  const factors = words.map((value, at) => (known[Math.floor(at / d)] ? value : 0))
  const nearest = nearestByCosine(factors, d)
  const latest = (history: History): Int32Array => takenSequence(history, (item) => known[item] === 1).slice(-length)

  /** What stands against an item's bias and factors; nothing for somebody without a history. */
  function queryOf(items: Int32Array): Float64Array {
    const query = new Float64Array(d + 1)
    if (items.length === 0) return query
    query[0] = 1
    query.set(network.vectorOf(items), 1)
    return query
  }

  let explained:
    | { readonly items: Int32Array; readonly whole: Float64Array; readonly without: readonly Without[] }
    | undefined

  /** What is asked with each item of a history left out; kept, because several items are explained to one person. */
  function withoutEach(items: Int32Array): NonNullable<typeof explained> {
    if (explained && sameItems(explained.items, items)) return explained
    const without = Array.from(new Set(items), (item) => ({
      item,
      query: queryOf(items.filter((other) => other !== item)),
    }))
    explained = { items, whole: queryOf(items), without }
    return explained
  }

  return {
    kind: 'sasrec',
    itemCount,
    recommend: (history, n, { exclude } = {}) => ranker.best(queryOf(latest(history)), n, exclude),
    score: (history, items) => ranker.scores(queryOf(latest(history)), items),
    cosines: (items) => rowCosinesAmong(factors, d, items),
    /** By the cosine of the items' vectors. */
    similarItems: (item, n, { exclude } = {}) => nearest(item, n, exclude),
    /**
     * By leaving out: an item's part is by how much the score falls where the history lacks it. What none of them brings, so
     * that the score stays without it, is nobody's part.
     */
    explain(history, item, n) {
      if (!(item >= 0 && item < itemCount && known[item])) return []
      const items = latest(history)
      if (items.length === 0) return []
      const { whole, without } = withoutEach(items)
      const score = scoreOf(centred, whole, item)
      const parts = without.map(({ item: source, query }): [number, number] => [
        source,
        score - scoreOf(centred, query, item),
      ])
      const helping = parts.reduce((sum, [, part]) => sum + Math.max(0, part), 0)
      const share = helping / Math.max(score, helping)
      return sharesOf(parts, n).map((one) => ({ item: one.item, share: one.share * share }))
    },
    save: () => ({ kind: 'sasrec', parameters: { ...parameters }, arrays: { ...numbers, known } }),
  }
}

const positionsOf = (numbers: NetworkNumbers, width: number): number =>
  (numbers['embeddings.position'] as Float32Array).length / width

interface Without {
  readonly item: number
  readonly query: Float64Array
}

const sameItems = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at])

function scoreOf(rows: Float32Array, query: Float64Array, item: number): number {
  let sum = 0
  for (let k = 0, at = item * query.length; k < query.length; k++, at++)
    sum += (query[k] as number) * (rows[at] as number)
  return sum
}

/** Scores of all items by a network that is still being trained. */
export function networkOf({ numbers, known }: FittedSasrec, parameters: SasrecParameters): SequenceScorer {
  const { width: d } = parameters
  const length = positionsOf(numbers, d)
  const network = sequenceNetwork(numbers, parameters)
  const words = numbers['embeddings.word'] as Float32Array
  const bias = numbers.bias as Float32Array
  const scores = new Float64Array(known.length)
  return {
    scoresOf(items) {
      const query = Float32Array.from(network.vectorOf(items.slice(-length)))
      for (let item = 0; item < scores.length; item++) {
        let [a, b, at] = [bias[item] as number, 0, item * d]
        for (let k = 0; k + 1 < d; k += 2, at += 2) {
          a += (query[k] as number) * (words[at] as number)
          b += (query[k + 1] as number) * (words[at + 1] as number)
        }
        if (d % 2 === 1) a += (query[d - 1] as number) * (words[at] as number)
        scores[item] = known[item] ? a + b : Number.NEGATIVE_INFINITY
      }
      return scores
    },
  }
}

/** @throws RecommendError `bad-model` when arrays are missing, not finite or do not fit together */
export function loadSasrec({ parameters, arrays }: SavedRecommender): Recommender {
  const given = parameters as unknown as SasrecParameters
  const { known, ...rest } = arrays
  const items = known instanceof Uint8Array ? known.length : 0
  const sizes = sizesOf(given, items, (rest['embeddings.position']?.length ?? 0) / given.width)
  const wrong = Object.entries(sizes).find(([name, size]) => {
    const array = rest[name]
    return !(array instanceof Float32Array && array.length === size && array.every(Number.isFinite))
  })
  if (items === 0 || wrong)
    throw new RecommendError(
      'bad-model',
      `A saved sasrec needs known (Uint8, items) and ${wrong?.[0] ?? 'numbers'} (Float32, finite) that fit together.`,
    )
  const numbers = Object.fromEntries(Object.keys(sizes).map((name) => [name, rest[name] as Float32Array]))
  return sasrecOf({ numbers, known: known as Uint8Array }, given)
}

/** Lengths of all arrays, by name. */
function sizesOf({ width: d, layers, length }: SasrecParameters, items: number, kept: number): Record<string, number> {
  const positions = Math.max(1, Math.min(length, Math.floor(kept)))
  const sizes: Record<string, number> = {
    bias: items,
    'embeddings.word': items * d,
    'embeddings.position': positions * d,
  }
  const norm = (name: string): void => void Object.assign(sizes, { [`${name}.weight`]: d, [`${name}.bias`]: d })
  norm('embeddings.norm')
  for (let layer = 0; layer < layers; layer++) {
    const name = `layer.${layer}`
    for (const part of ['query', 'key', 'value', 'output'])
      Object.assign(sizes, { [`${name}.${part}.weight`]: d * d, [`${name}.${part}.bias`]: d })
    Object.assign(sizes, { [`${name}.inner.weight`]: 4 * d * d, [`${name}.inner.bias`]: 4 * d })
    Object.assign(sizes, { [`${name}.outer.weight`]: 4 * d * d, [`${name}.outer.bias`]: d })
    norm(`${name}.attention.norm`)
    norm(`${name}.feedForward.norm`)
  }
  return sizes
}
