import { expect, test } from 'vitest'
import { judgeSentiment } from './judge-sentiment.ts'

/** Praise and complaints in words that no list knows, so that only what is learnt can tell them. */
const made = (praise: string, complaint: string, count: number) => {
  const texts = Array.from(
    { length: 2 * count },
    (_, i) => `${i % 2 === 0 ? praise : complaint} ${'abcdefghij'[i % 10]}${i}`,
  )
  return { texts, labels: texts.map((_, i) => (i % 2 === 0 ? ('positive' as const) : ('negative' as const))) }
}

test('words that only the examples know are told by the model and not by the list', () => {
  const judged = judgeSentiment({ ...made('zorp flim', 'quax drub', 30), language: 'en' })
  expect(judged).toMatchObject({ accuracy: 1, texts: 60, lexicon: { accuracy: 0.5 } })
  // Wilson 1927 for 60 of 60: z² / (n + z²) is missing below.
  expect(judged.low).toBeCloseTo(1 - 3.8415 / 63.8415, 3)
  expect(judged.labels).toEqual([
    { label: 'negative', texts: 30, found: 30 },
    { label: 'positive', texts: 30, found: 30 },
  ])
})

test('labels that have nothing to do with the texts are guessed at, however often texts are repeated', () => {
  const once = Array.from({ length: 40 }, (_, i) => `thing ${String.fromCodePoint(97 + (i % 26))}${i}x`)
  // Each text stands there four times with one label: whoever had seen a copy would know it.
  const texts = once.flatMap((text) => [text, text, text, text])
  const labels = once.flatMap((_, i) =>
    Array<'positive' | 'negative'>(4).fill((i * 7) % 11 < 5 ? 'positive' : 'negative'),
  )
  expect(judgeSentiment({ texts, labels, language: 'en' }).accuracy).toBeLessThan(0.75)
})

test('too few texts are refused, saying how many there must be', () => {
  expect(() => judgeSentiment({ ...made('很好', '很差', 9), language: 'zh' })).toThrow('ten of either')
})
