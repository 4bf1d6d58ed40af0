import { expect, test } from 'vitest'
import { interactionsFrom } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitSegmentPopularity } from './fit-segment-popularity.ts'

const nobody = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }
const matrix = interactionsFrom({
  persons: ['ann', 'bob', 'cat', 'dan', 'eve'],
  items: ['tea', 'tea', 'tea', 'mate', 'jam'],
})
/** ann, bob, cat drink tea in the north, dan mate in the south, eve is of no segment. Ids: jam 0, mate 1, tea 2. */
const segmentOf = (person: number) => ['north', 'north', 'north', 'south', undefined][person]
const all = Int32Array.of(0, 1, 2)

test('a segment has its own order and leans on everybody by the prior', () => {
  const popular = fitSegmentPopularity(matrix, { segmentOf, prior: 2 })
  expect(popular.segments).toEqual(['north', 'south'])
  // South: (1 + 2 · 1/5) / 3 for mate, (0 + 2 · 3/5) / 3 for tea, (0 + 2 · 1/5) / 3 for jam.
  const south = popular.of('south').score(nobody, all)
  expect([...south].map((score) => Math.round(score * 1e6) / 1e6)).toEqual([0.133333, 0.466667, 0.4])
  expect([...popular.of('south').recommend(nobody, 9).items]).toEqual([1, 2, 0])
  expect([...popular.of('south').recommend(nobody, 1, { exclude: (item) => item === 1 }).items]).toEqual([2])
  // Without a prior the south knows its mate only; with a large one it only breaks ties.
  expect([...fitSegmentPopularity(matrix, { segmentOf, prior: 0 }).of('south').recommend(nobody, 9).items]).toEqual([1])
  const large = fitSegmentPopularity(matrix, { segmentOf, prior: 1e6 })
  expect([...large.of('south').recommend(nobody, 9).items]).toEqual([2, 1, 0])
})

test('unknown segments are served like everybody', () => {
  const popular = fitSegmentPopularity(matrix, { segmentOf })
  for (const segment of [undefined, 'west']) {
    expect([...popular.of(segment).score(nobody, all)].map((score) => score.toFixed(3))).toEqual([
      '0.200',
      '0.200',
      '0.600',
    ])
  }
})

test('old interactions fade', () => {
  const aged = interactionsFrom({ persons: ['a', 'b', 'c'], items: ['x', 'x', 'y'], times: [0, 0, 2000] })
  const popular = fitSegmentPopularity(aged, { segmentOf: () => undefined, halfLifeMs: 1000 })
  // x: two of age 2 half-lives count 1/4 each, y counts 1.
  expect(popular.of(undefined).score(nobody, Int32Array.of(0, 1))[0]).toBeCloseTo(0.5 / 1.5, 6)
})

test('saves as popularity and answers the same; refuses what makes no sense', () => {
  const model = fitSegmentPopularity(matrix, { segmentOf }).of('north')
  expect(loadRecommender(model.save()).recommend(nobody, 9)).toEqual(model.recommend(nobody, 9))
  expect(() => fitSegmentPopularity(matrix, { segmentOf, prior: -1 })).toThrow('prior must be')
  expect(() => fitSegmentPopularity(matrix, { segmentOf, halfLifeMs: 0 })).toThrow('halfLifeMs must be')
  expect(() => fitSegmentPopularity(interactionsFrom({ persons: [], items: [] }), { segmentOf })).toThrow('some events')
})
