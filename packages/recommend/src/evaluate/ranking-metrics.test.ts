import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankCandidates } from './rank-candidates.ts'
import { rankingMetrics } from './ranking-metrics.ts'

test('one target at rank 3 of 10', () => {
  expect(rankingMetrics([3], 1, 10)).toEqual({ hr: 1, ndcg: 0.5, recall: 1, precision: 0.1, map: 1 / 3, mrr: 1 / 3 })
})

test('a target below the cut-off is not found', () => {
  expect(rankingMetrics([11], 1, 10)).toEqual({ hr: 0, ndcg: 0, recall: 0, precision: 0, map: 0, mrr: 0 })
  expect(rankingMetrics([], 2, 10)).toEqual({ hr: 0, ndcg: 0, recall: 0, precision: 0, map: 0, mrr: 0 })
})

test('three targets, found at ranks 1, 4 and 6, cut at 5', () => {
  const metrics = rankingMetrics([1, 4, 6], 3, 5)
  // gains: 1/log2(2) + 1/log2(5); ideal: 1/log2(2) + 1/log2(3) + 1/log2(4)
  expect(metrics.ndcg).toBeCloseTo((1 + 0.430677) / (1 + 0.63093 + 0.5), 5)
  expect(metrics.hr).toBe(1)
  expect(metrics.recall).toBeCloseTo(2 / 3, 12)
  expect(metrics.precision).toBeCloseTo(2 / 5, 12)
  expect(metrics.map).toBeCloseTo((1 + 2 / 4) / 3, 12)
  expect(metrics.mrr).toBe(1)
})

test('more targets than places: a list full of targets is perfect', () => {
  expect(rankingMetrics([1, 2], 50, 2)).toEqual({ hr: 1, ndcg: 1, recall: 2 / 50, precision: 1, map: 1, mrr: 1 })
})

test('every measure lies between 0 and 1 and none falls when a target moves up', () => {
  const ranks = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(ranks, fc.nat({ max: 5 }), fc.integer({ min: 1, max: 25 }), (found, missed, k) => {
      const sorted = [...found].sort((a, b) => a - b)
      const metrics = rankingMetrics(sorted, sorted.length + missed, k)
      const better = rankingMetrics([...new Set([1, ...sorted.slice(1)])], sorted.length + missed, k)
      for (const name of ['hr', 'ndcg', 'recall', 'precision', 'map', 'mrr'] as const) {
        expect(metrics[name]).toBeGreaterThanOrEqual(0)
        expect(metrics[name]).toBeLessThanOrEqual(1 + 1e-12)
        expect(better[name]).toBeGreaterThanOrEqual(metrics[name] - 1e-12)
      }
    }),
  )
})

test('ties among candidates go to the smaller id, to the target, or against it', () => {
  const [targets, candidates] = [Int32Array.of(5), Int32Array.of(2, 9, 7, 1)]
  const [targetScore, scores] = [Float32Array.of(3), Float32Array.of(3, 3, 4, 1)]
  expect(rankCandidates(targets, targetScore, candidates, scores, 'smaller-id')).toEqual([3])
  expect(rankCandidates(targets, targetScore, candidates, scores, 'target-first')).toEqual([2])
  expect(rankCandidates(targets, targetScore, candidates, scores, 'target-last')).toEqual([4])
})

test('several targets get different ranks, ascending', () => {
  const ranks = rankCandidates(
    Int32Array.of(8, 4),
    Float32Array.of(1, 1),
    Int32Array.of(6),
    Float32Array.of(1),
    'smaller-id',
  )
  expect(ranks).toEqual([1, 3])
})

test('a tie at the edge of the list counts by the places before it', () => {
  // Nine better and one equal: 9.5 places lie before it, fewer than ten. Nine better and two equal: ten places.
  expect(rankingMetrics([10.5], 1, 10).hr).toBe(1)
  expect(rankingMetrics([11], 1, 10).hr).toBe(0)
  expect(rankingMetrics([10.5], 1, 10).ndcg).toBeCloseTo(1 / Math.log2(11.5))
})
