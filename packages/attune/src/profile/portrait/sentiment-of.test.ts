import { expect, test } from 'vitest'
import { sentimentOf } from './sentiment-of.ts'

const at = (day: number): number => Date.UTC(2026, 0, day)
const text = (words: string, day: number) => ({ text: words, at: at(day), itemId: null })

test('mentions of an aspect are shares of what is for it, with their interval and the newest words', () => {
  const texts = [text('送货慢。茶很香', 1), text('Late again', 3), text('Nothing said', 2)]
  const sentiment = sentimentOf(texts, [
    [
      { aspect: 'delivery', sentiment: -1, text: '送货慢' },
      { aspect: 'quality', sentiment: 0.8, text: '茶很香' },
    ],
    [{ aspect: 'delivery', sentiment: -1, text: 'Late again' }],
    [],
  ])
  expect(sentiment?.reviews).toBe(3)
  const [delivery, quality] = sentiment?.aspects ?? []
  expect(delivery).toMatchObject({ aspect: 'delivery', value: -1, low: -1, observations: 2, source: 'inferred' })
  expect(delivery?.quotes.map((quote) => quote.text)).toEqual(['Late again', '送货慢'])
  // One mention that is 0.9 for: the interval is wide.
  expect(quality).toMatchObject({ aspect: 'quality', value: 0.8, observations: 1 })
  expect((quality?.high as number) - (quality?.low as number)).toBeGreaterThan(1)
})
