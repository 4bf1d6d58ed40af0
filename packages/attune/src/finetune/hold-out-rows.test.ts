import { expect, test } from 'vitest'
import { holdOutRows } from './hold-out-rows.ts'

const file = (texts: readonly string[]) => ({ rows: texts.map((text, i) => ({ text, i })), leftOut: [] })
const keyOf = ({ text }: { readonly text: string }): string => text

test('about the share asked for is set aside, no row is lost, and rows with equal texts are on one side', () => {
  const texts = Array.from({ length: 2000 }, (_, i) => `text ${i % 1000}`)
  const { train, test: aside } = holdOutRows(file(texts), { share: 0.2, seed: 1, keyOf })
  expect(train.rows.length + aside.rows.length).toBe(2000)
  expect(aside.rows.length / 2000).toBeCloseTo(0.2, 1)
  for (const { text, i } of [...train.rows, ...aside.rows]) expect(text).toBe(texts[i])
  const learnt = new Set(train.rows.map(keyOf))
  expect(aside.rows.some((row) => learnt.has(keyOf(row)))).toBe(false)
  expect(holdOutRows(file(texts), { share: 0.2, seed: 2, keyOf }).test.rows).not.toEqual(aside.rows)
})

test('a single text cannot be on both sides', () => {
  expect(() => holdOutRows(file(['a']), { share: 0.2, seed: 1, keyOf })).toThrow(
    expect.objectContaining({ code: 'too-few-texts' }),
  )
})
