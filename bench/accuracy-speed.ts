import {
  denseIdMap,
  fitRecommender,
  type History,
  interactionsFromDense,
  loadRecommender,
  randomOf,
} from '@attune/recommend'
import type { Figure } from './figure.ts'

const itemCount = 100_000
const neighbourCount = 200
const historyLength = 50

/** Time of one answer of `recencyItemKnn` over 100,000 items with full neighbour lists, on one thread. */
export async function servingFigures(): Promise<Figure[]> {
  const random = randomOf(1)
  // Popular items are neighbours and history items more often, as in life: the square of a uniform number.
  const anyItem = (): number => Math.floor(random() ** 2 * itemCount)
  const size = itemCount * neighbourCount
  const any = interactionsFromDense({
    persons: Int32Array.of(0),
    items: Int32Array.of(0),
    personIds: denseIdMap(1),
    itemIds: denseIdMap(1),
  })
  const model = loadRecommender({
    kind: 'recencyItemKnn',
    parameters: (await fitRecommender('recencyItemKnn', any, {}, { now: 0 })).save().parameters,
    arrays: {
      indptr: Int32Array.from({ length: itemCount + 1 }, (_, item) => item * neighbourCount),
      neighbours: Int32Array.from({ length: size }, anyItem),
      nearness: Float32Array.from({ length: size }, (_, at) => 1 / (1 + (at % neighbourCount))),
    },
  })
  const histories: History[] = Array.from({ length: 2000 }, () => ({
    items: Int32Array.from({ length: historyLength }, anyItem),
    weights: new Float32Array(historyLength).fill(1),
    times: new Float64Array(historyLength),
  }))
  const microseconds: number[] = []
  for (let round = 0; round < 3; round++) {
    microseconds.length = 0
    for (const history of histories) {
      const seen = new Set(history.items)
      const start = performance.now()
      const { items } = model.recommend(history, 20, { exclude: (item) => seen.has(item) })
      microseconds.push((performance.now() - start) * 1000)
      if (items.length !== 20) throw new Error('Expected twenty recommendations.')
    }
  }
  microseconds.sort((a, b) => a - b)
  const what = `recencyItemKnn, ${itemCount} items, ${neighbourCount} neighbours, history of ${historyLength}`
  const at = (share: number): number => microseconds[Math.floor(share * microseconds.length)] ?? Number.NaN
  const median = at(0.5)
  return [
    { measure: `${what}: median answer`, value: median, unit: 'µs', asked: '≤ 150', met: median <= 150 },
    { measure: `${what}: 99th percentile`, value: at(0.99), unit: 'µs' },
  ]
}
