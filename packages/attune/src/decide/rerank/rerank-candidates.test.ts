import { expect, test } from 'vitest'
import type { Candidate } from '../find-candidates.ts'
import { fallingScores } from './rerank-candidates.ts'

const of = (source: Candidate['source'], ...scores: number[]): Candidate[] =>
  scores.map((score, at) => ({ itemId: `${source}-${at}`, score, source }))

test('what fills up stands below what the model gave, on its scale', () => {
  // The lowest of the model is 2; popular shares of 1 and ½ become 2 and 1; newest of ⅓ and ¼ become 1 and ¾.
  const scores = fallingScores([...of('model', 8, 2), ...of('popular', 1, 0.5), ...of('newest', 1 / 3, 1 / 4)])
  expect([...scores]).toEqual([8, 2, 2, 1, 1, 0.75])
})

test('below a score that is not above zero there is room too', () =>
  expect([...fallingScores([...of('model', 1, -2), ...of('popular', 1, 0.25)])]).toEqual([1, -2, -2, -2.75]))

test('what is popular alone keeps its shares; a pin without a score stands last', () =>
  expect([...fallingScores([...of('popular', 1, 0.5), ...of('pinned', 0)])]).toEqual([1, 0.5, 0]))
