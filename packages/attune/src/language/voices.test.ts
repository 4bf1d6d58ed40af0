import { expect, test } from 'vitest'
import { eventMeanings } from '../collect/standard-events.ts'
import { isSearch, isVoice, queryOf, wordsOf } from './voices.ts'

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

test('searches are told from what people say, with what was searched for', () => {
  for (const name of ['Products Searched', 'products_searched', '搜索商品']) expect(isSearch(name), name).toBe(true)
  for (const name of ['Search Result Clicked', 'Product Reviewed', '评价']) expect(isSearch(name), name).toBe(false)
  expect([queryOf({ query: '绿茶', q: 'x' }), queryOf({ 关键词: '乌龙' }), queryOf({ query: ' ' })]).toEqual([
    '绿茶',
    '乌龙',
    undefined,
  ])
})
