import { expect, test } from 'vitest'
import { interactionsFrom } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { evaluate } from './evaluate.ts'
import { givenNegatives } from './given-negatives.ts'
import { leaveOneOut } from './leave-one-out.ts'
import type { TieRule } from './rank-candidates.ts'

const now = () => 0

/** Popularity of the training part: 0 four times, 1 twice, 2 once, 3 never. */
const data = interactionsFrom({
  persons: ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'd', 'd', 'e'],
  items: ['0', '1', '2', '0', '1', '3', '2', '0', '0', '1', '0'],
})

test('popularity on leave one out, worked out by hand', async () => {
  // a: 0 1 | 2; b: 0 1 | 3; c: 2 | 0; d: 0 | 1; e is not asked.
  // Counts: item 0: a, b, d, e = 4; item 1: a, b = 2; item 2: c = 1; item 3: 0, never listed.
  // Lists without the history: a [2], b [2], c [0 1], d [1 2]. Ranks: a 1, b none, c 1, d 1.
  const { metrics, persons, skipped, protocol } = await evaluate({
    split: leaveOneOut(data),
    model: 'popularity',
    cutoffs: [2, 1],
    now,
  })
  expect({ persons, skipped, protocol }).toEqual({ persons: 4, skipped: 0, protocol: 'leave-one-out' })
  const values = Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]))
  expect(values['hr@1']).toBe(0.75)
  expect(values['ndcg@2']).toBe(0.75)
  expect(values['recall@2']).toBe(0.75)
  expect(values['precision@2']).toBe(0.375)
  expect(values['map@2']).toBe(0.75)
  expect(values['mrr@2']).toBe(0.75)
  expect(values['coverage@1']).toBe(0.75)
  expect(values['coverage@2']).toBe(0.75)
  // Counts at 2: item 0 once, 1 twice, 2 three times: common pairs 0 + 1 + 3 of 6 pairs, k = 2.
  expect(values['personalisation@2']).toBeCloseTo(1 - 4 / (2 * 6), 12)
  expect(values['gini@2']).toBeCloseTo((-3 * 0 - 1 * 1 + 1 * 2 + 3 * 3) / (4 * 6), 12)
  // Five persons in training; log2 5/1 for item 2 alone, and so on.
  const bits = [Math.log2(5 / 4), Math.log2(5 / 2), Math.log2(5)]
  expect(values['novelty@1']).toBeCloseTo((bits[2]! * 2 + bits[0]! + bits[1]!) / 4, 12)
  expect(metrics['hr@1']?.low).toBeLessThan(0.75)
  expect(metrics['hr@1']?.high).toBeLessThanOrEqual(1)
  expect(metrics['coverage@1']).toEqual({ value: 0.75, low: null, high: null })
})

test('with seen items kept in, lists are the same for all and targets behind them are lower', async () => {
  const { metrics } = await evaluate({
    split: leaveOneOut(data),
    model: 'popularity',
    cutoffs: [2],
    excludeSeen: false,
    now,
  })
  // Everybody gets [0 1]: c's 0 is at rank 1, d's 1 at rank 2.
  expect(metrics['hr@2']?.value).toBe(0.5)
  expect(metrics['mrr@2']?.value).toBe((1 + 1 / 2) / 4)
  expect(metrics['personalisation@2']?.value).toBe(0)
})

test('somebody whose target is in the history already is not asked, and counted', async () => {
  const again = interactionsFrom({ persons: ['a', 'a', 'b', 'b', 'c'], items: ['0', '0', '0', '1', '1'] })
  const { persons, skipped } = await evaluate({ split: leaveOneOut(again), model: 'popularity', now })
  expect({ persons, skipped }).toEqual({ persons: 1, skipped: 1 })
  const all = await evaluate({ split: leaveOneOut(again), model: 'popularity', excludeSeen: false, now })
  expect(all.persons).toBe(2)
  const only = interactionsFrom({ persons: ['a', 'a'], items: ['0', '0'] })
  await expect(evaluate({ split: leaveOneOut(only), model: 'popularity', now })).rejects.toThrow('something new')
})

test('given candidates are the only ones ranked, and ties follow the rule', async () => {
  const split = givenNegatives(data, [{ person: 4, target: 2, negatives: Int32Array.of(3, 2, 1) }])
  // Popularity of all the data: 1 three times, 2 twice, 3 once.
  const first = await evaluate({ split, model: 'popularity', cutoffs: [10], now })
  expect(first.metrics['mrr@10']?.value).toBe(1 / 2)
  const flat = (train: typeof data): Recommender => ({
    ...evaluatedAs(train),
    score: (_history, items) => new Float32Array(items.length),
  })
  const rankOf = async (ties: TieRule) => {
    const { metrics } = await evaluate({ split, model: flat, ties, cutoffs: [10], now })
    return 1 / metrics['mrr@10']!.value
  }
  const rules: TieRule[] = ['target-first', 'smaller-id', 'mid-rank', 'target-last']
  expect(await Promise.all(rules.map(rankOf))).toEqual([1, 2, 2, 3])
})

function evaluatedAs(train: typeof data): Recommender {
  const empty = { items: new Int32Array(0), scores: new Float32Array(0) }
  return {
    kind: 'nothing',
    itemCount: train.items.ids.length,
    recommend: () => empty,
    score: (_history, items) => new Float32Array(items.length),
    similarItems: () => empty,
    explain: () => [],
    save: () => ({ kind: 'nothing', parameters: {}, arrays: {} }),
  }
}

test('a model that recommends nothing scores zero, and measures of lists have no value', async () => {
  const { metrics } = await evaluate({ split: leaveOneOut(data), model: evaluatedAs, cutoffs: [5], now })
  expect(metrics['hr@5']).toEqual({ value: 0, low: 0, high: 0 })
  expect(metrics['coverage@5']?.value).toBe(0)
  expect(metrics['novelty@5']?.value).toBeNaN()
})

test('seconds come from the timer of the caller, progress from every fold', async () => {
  let clock = 0
  const stages: string[] = []
  const result = await evaluate({
    split: leaveOneOut(data),
    model: 'recencyItemKnn',
    parameters: { decay: 0.5 },
    resamples: 0,
    now: () => (clock += 1000),
    onProgress: ({ stage, done, total }) => stages.push(`${stage} ${done}/${total}`),
  })
  expect(result.fitSeconds).toBe(1)
  expect(result.evaluateSeconds).toBe(2)
  expect(result.metrics['hr@10']?.low).toBeNull()
  expect(stages).toEqual(['fit 4/4', 'evaluate 4/4'])
})

test('cut-offs must be whole numbers', async () => {
  for (const cutoffs of [[0], []]) {
    const asked = evaluate({ split: leaveOneOut(data), model: 'popularity', cutoffs, now })
    await expect(asked).rejects.toThrow('cutoffs')
  }
})

test('each person’s values are handed out in the order of the cases, and lists can be left out', async () => {
  // Ranks worked out above: a 1, b none, c 1, d 1.
  const { values, metrics } = await evaluate({
    split: leaveOneOut(data),
    model: 'popularity',
    cutoffs: [2],
    keepValues: ['ndcg@2', 'hr@2'],
    lists: false,
    now,
  })
  expect([...values['ndcg@2']!]).toEqual([1, 0, 1, 1])
  expect([...values['hr@2']!]).toEqual([1, 0, 1, 1])
  expect(Object.keys(metrics)).toEqual(['hr@2', 'ndcg@2', 'recall@2', 'precision@2', 'map@2', 'mrr@2'])
  const unknown = evaluate({ split: leaveOneOut(data), model: 'popularity', cutoffs: [2], keepValues: ['hr@3'], now })
  await expect(unknown).rejects.toThrow(/no measure hr@3; there are hr@2/)
})
