import { expect, test } from 'vitest'
import { interactionsFrom } from './interactions.ts'
import { predictsRatings } from './ratings/evaluate-ratings.ts'
import { fitRecommender, recommenderKinds } from './recommender-registry.ts'
import { trainingNeeds } from './training-needs.ts'

const matrix = interactionsFrom({
  persons: ['a', 'a', 'b', 'b', 'b'],
  items: ['p', 'q', 'p', 'q', 'r'],
  weights: [4, 2, 5, 1, 3],
})

test.each(Object.keys(recommenderKinds))(
  '%s: learns from ratings if it predicts them, asks for texts if it reads them',
  async (kind) => {
    let asked = false
    const itemText = (item: number) => {
      asked = true
      return { title: item === 0 ? 'red pen' : 'pen' }
    }
    const model = await fitRecommender(kind, matrix, {}, { now: 0, itemText })
    const withoutTexts = await fitRecommender(kind, matrix, {}, { now: 0 }).then(
      () => true,
      () => false,
    )
    expect(trainingNeeds(kind)).toEqual({
      values: predictsRatings(model) ? 'ratings' : 'interactions',
      texts: asked,
      needsTexts: !withoutTexts,
    })
  },
)

test('a hybrid reads texts when content is one of its members', () => {
  expect(trainingNeeds('hybrid', { content: 0.5 })).toMatchObject({ texts: true, needsTexts: true })
  expect(trainingNeeds('hybrid', { twoTower: 0.5 })).toMatchObject({ texts: true, needsTexts: false })
  expect(() => trainingNeeds('hybrid', { content: -1 })).toThrow('content must be')
  expect(() => trainingNeeds('magic')).toThrow('no recommender "magic"')
})
