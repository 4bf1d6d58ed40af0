import { wilsonInterval } from '@attune/measure'
import { expect, test } from 'vitest'
import type { OpinionText } from './judged-text.ts'
import { opinionsOf } from './opinions-of.ts'

const said = (text: string, i: number, now: boolean): OpinionText => ({
  text,
  language: 'en',
  who: `p${i % 7}`,
  day: `2026-03-0${(i % 3) + 1}`,
  now,
})
const delivery = (i: number) => `The delivery was ${i % 4 === 0 ? 'awful' : 'great'}, the courier came on day ${i}`
const taste = (i: number) => `This tea has a great taste and the flavour of jasmine, cup number ${i}`

test('topics are found and named, with their change against the period before, and add up', async () => {
  const texts = [
    ...Array.from({ length: 20 }, (_, i) => said(delivery(i), i, true)),
    ...Array.from({ length: 10 }, (_, i) => said(taste(i), i, true)),
    ...Array.from({ length: 5 }, (_, i) => said(delivery(i), i, false)),
    ...Array.from({ length: 25 }, (_, i) => said(taste(i), i, false)),
  ]
  const report = await opinionsOf(texts, {})
  expect(report).toMatchObject({ texts: 30, people: 7, textsBefore: 30, positive: 25, negative: 5, neutral: 0 })
  expect(report.share).toEqual(wilsonInterval(25, 30))
  expect(report.daily.reduce((sum, { positive, neutral, negative }) => sum + positive + neutral + negative, 0)).toBe(30)
  const [first] = report.topics
  expect(first?.words).toContain('delivery')
  expect(report.topics.reduce((sum, topic) => sum + topic.texts, 0)).toBe(30)
  // All topics of delivery together went from 5 of 30 to 20 of 30.
  const ofDelivery = report.topics.filter(({ words }) => words.some((word) => /delivery|courier/.test(word)))
  expect(ofDelivery.reduce((sum, { change }) => sum + (change?.value ?? Number.NaN), 0)).toBeCloseTo(15 / 30)
  expect(first?.examples.length).toBe(3)
})

test('a word that only two people use names no topic, and what they say is not shown', async () => {
  const texts = Array.from({ length: 40 }, (_, i) => ({
    ...said(i < 20 ? delivery(i) : `zanzibar zanzibar holiday ${i}`, i, true),
    who: i < 20 ? `p${i}` : `q${i % 2}`,
  }))
  const { topics } = await opinionsOf(texts, {})
  expect(JSON.stringify(topics)).toContain('delivery')
  expect(JSON.stringify(topics)).not.toContain('zanzibar')
})

test('examples hide names and numbers, are of different people, and are not too long', async () => {
  const texts = Array.from({ length: 6 }, (_, i) => ({
    ...said(`物流很快，我叫李小龙，电话1380013800${i}，${'好'.repeat(200)}`, i, true),
    language: 'zh' as const,
    who: `p${i % 3}`,
  }))
  const [{ examples = [] } = {}] = (await opinionsOf(texts, {})).aspects
  expect(examples).toHaveLength(1)
  expect(examples.join()).not.toMatch(/李小龙|1380013800/)
  for (const example of examples) expect([...example].length).toBeLessThanOrEqual(120)
})

test('texts that are all alike, and texts without a word, have counts and no topics that mislead', async () => {
  const alike = Array.from({ length: 30 }, (_, i) => ({ ...said('很好', i, true), language: 'zh' as const }))
  const report = await opinionsOf(alike, {})
  expect(report).toMatchObject({ texts: 30, positive: 30 })
  expect(report.topics.reduce((sum, topic) => sum + topic.texts, 0)).toBeLessThanOrEqual(30)
  const wordless = Array.from({ length: 30 }, (_, i) => said('!!!', i, true))
  expect(await opinionsOf(wordless, {})).toMatchObject({ texts: 30, neutral: 30, topics: [] })
  expect(await opinionsOf([], {})).toMatchObject({ texts: 0, share: null, topics: [] })
})
