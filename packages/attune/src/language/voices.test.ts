import { expect, test } from 'vitest'
import { eventMeanings } from '../collect/standard-events.ts'
import { isVoice, wordsOf } from './voices.ts'

const meanings = eventMeanings({ 'Trip Reviewed': 'review', 'Product Reviewed': null })

test('reviews, ratings, comments, questions and surveys hold words, however they are written', () => {
  for (const name of [
    '商品评价',
    'Rating Submitted',
    'comment_added',
    'product-question-asked',
    '提问',
    'NPS Submitted',
  ])
    expect(isVoice(name, meanings), name).toBe(true)
  for (const name of ['Order Completed', '搜索', 'Something Else']) expect(isVoice(name, meanings), name).toBe(false)
})

test('a team’s own meanings of events count', () => {
  expect(isVoice('Trip Reviewed', meanings)).toBe(true)
  expect(isVoice('Product Reviewed', meanings)).toBe(false)
})

test('the words are found under the surest of their names', () => {
  expect(wordsOf({ comment: 'b', reviewBody: 'a', rating: 5 })).toBe('a')
  expect(wordsOf({ 评价内容: '很好' })).toBe('很好')
  expect(wordsOf({ review_body: '  ', text: 'x' })).toBe('x')
  expect(wordsOf({ coupon: 'SPRING', review: 5 })).toBeUndefined()
})
