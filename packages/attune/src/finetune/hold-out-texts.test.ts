import { expect, test } from 'vitest'
import { holdOutTexts } from './hold-out-texts.ts'

const file = (texts: readonly string[]) => ({ texts, labels: texts.map((text) => text.slice(0, 1)), leftOut: [] })

test('about the share asked for is set aside, labels stay with their texts, and equal texts are on one side', () => {
  const texts = Array.from({ length: 2000 }, (_, i) => `${i % 3}: text ${i % 1000}`)
  const { train, test: aside } = holdOutTexts(file(texts), { share: 0.2, seed: 1 })
  expect(train.texts.length + aside.texts.length).toBe(2000)
  expect(aside.texts.length / 2000).toBeCloseTo(0.2, 1)
  for (const side of [train, aside]) expect(side.labels).toEqual(side.texts.map((text) => text.slice(0, 1)))
  const learnt = new Set(train.texts)
  expect(aside.texts.some((text) => learnt.has(text))).toBe(false)
  expect(holdOutTexts(file(texts), { share: 0.2, seed: 2 }).test.texts).not.toEqual(aside.texts)
})

test('a single text cannot be on both sides', () => {
  expect(() => holdOutTexts(file(['a']), { share: 0.2, seed: 1 })).toThrow(
    expect.objectContaining({ code: 'too-few-texts' }),
  )
})
