import { expect, test } from 'vitest'
import { proposeTexts } from './propose-texts.ts'

test('texts without a word in common are proposed in their order, those with a label not', () => {
  const texts = ['乌龙茶', 'kettle', '瓷杯'].map((text, i) => ({ id: `t${i}`, text }))
  const given = [{ textId: 't0', text: '乌龙茶', label: 'tea' }]
  expect(proposeTexts(texts, given, 2).map(({ id }) => id)).toEqual(['t1', 't2'])
  expect(proposeTexts(texts.slice(0, 1), [], 5).map(({ id }) => id)).toEqual(['t0'])
  expect(proposeTexts(texts.slice(0, 1), given, 5)).toEqual([])
})
