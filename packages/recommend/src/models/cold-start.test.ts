import { expect, test } from 'vitest'
import { historyOf, interactionsFrom } from '../interactions.ts'
import { coldStartPolicy } from './cold-start.ts'
import { fitItemKnn } from './fit-item-knn.ts'
import { fitPopularity } from './fit-popularity.ts'

const matrix = interactionsFrom({
  persons: ['ann', 'ann', 'bob', 'bob', 'cat', 'dan', 'eve'],
  items: ['jam', 'tea', 'jam', 'tea', 'egg', 'egg', 'egg'],
})
/** egg 0 (three people), jam 1, tea 2 (two each). */
const knn = { recommender: await fitItemKnn(matrix), title: { en: 'your history', zh: '你的历史' }, fewestItems: 1 }
const popular = {
  recommender: fitPopularity(matrix, { now: 0 }),
  title: { en: 'what is popular', zh: '热门内容' },
  fewestItems: 0,
}
const nobody = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }
const tea = { items: Int32Array.of(2), weights: Float32Array.of(1), times: Float64Array.of(0) }

test('a stranger gets what is popular, and is told so', () => {
  const answer = coldStartPolicy([knn, popular]).recommend(nobody, 2)
  expect([...answer.items]).toEqual([0, 1])
  expect([...answer.steps]).toEqual([1, 1])
  expect(answer.said).toEqual({
    en: 'The history holds 0 items; your history needs 1. 2 items come from what is popular.',
    zh: '历史中有 0 个物品，“你的历史”需要 1 个。2 个来自“热门内容”。',
  })
})

test('a short list is filled up, without repeats or excluded items', () => {
  const answer = coldStartPolicy([knn, popular]).recommend(tea, 5, { exclude: (item) => item === 2 })
  expect([...answer.items]).toEqual([1, 0])
  expect([...answer.steps]).toEqual([0, 1])
  expect(answer.said).toEqual({
    en: '2 items: 1 from your history, 1 from what is popular.',
    zh: '1 个来自“你的历史”，1 个来自“热门内容”。',
  })
})

test('later steps are not asked when the list is full', () => {
  const answer = coldStartPolicy([knn, popular]).recommend(historyOf(matrix, 0), 1, { exclude: (item) => item === 2 })
  expect([...answer.items]).toEqual([1])
  expect(answer.said.en).toBe('1 item comes from your history.')
})

test('says when nothing is left', () => {
  const answer = coldStartPolicy([knn]).recommend(nobody, 3)
  expect(answer.items.length).toBe(0)
  expect(answer.said).toEqual({
    en: 'The history holds 0 items; your history needs 1. Nothing could be recommended.',
    zh: '历史中有 0 个物品，“你的历史”需要 1 个。没有可推荐的内容。',
  })
})

test('refuses a policy without steps or with a strange limit', () => {
  expect(() => coldStartPolicy([])).toThrow('1 to 255 steps')
  expect(() => coldStartPolicy([{ ...knn, fewestItems: -1 }])).toThrow('fewestItems must be')
})
