import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillTeaShop, type TeaShop, teaShop } from '../../decide/tea-shop.fixture.ts'
import { findPerson } from '../find-person.ts'
import { createPortraits, type PortraitOptions } from './create-portraits.ts'
import { portraitWords } from './portrait-words.ts'

let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop()
})
afterEach(() => shop.close())

const workspace = 'default'
const portraitIn = async (who: string, more: Partial<PortraitOptions> = {}, language: 'en' | 'zh' = 'en') => {
  const portraits = createPortraits({ ...shop.attune, ...more })
  try {
    const person = await findPerson(shop.attune, workspace, who)
    return await portraits.of(workspace, person, { language, summary: true })
  } finally {
    portraits.close()
  }
}
const review = (words: string, day: number) =>
  shop.attune.collector.collect({
    workspace,
    source: 'test',
    events: [
      {
        type: 'track',
        event: 'Product Reviewed',
        userId: 'ann',
        messageId: `review-${day}`,
        timestamp: new Date(shop.clock.now - day * 86_400_000).toISOString(),
        properties: { product_id: 'tea-1', review_body: words, rating: 2 },
      },
    ],
  })

test('people who like the same are found, those who said no to portraits are not', async () => {
  await fillTeaShop(shop)
  const similar = (await portraitIn('tea-fan-0')).similar
  const fans = (kind: string) =>
    Array.from({ length: 12 }, (_, n) => shop.attune.identity.personIdOf(workspace, { userId: `${kind}-fan-${n}` }))
  expect(similar).toMatchObject({ by: 'interests', among: 23 })
  expect(similar?.people).toHaveLength(5)
  for (const { personId, shared } of similar?.people ?? []) {
    expect(fans('tea')).toContain(personId)
    expect(shared).toEqual(['tea'])
  }
  const nearest = similar?.people[0]?.personId as string
  const said = { workspace, personId: nearest, purposes: { profiling: false }, at: shop.clock.now, source: 'api' }
  shop.attune.consent.state(said)
  const again = (await portraitIn('tea-fan-0')).similar
  expect(again?.people.map(({ personId }) => personId)).not.toContain(nearest)
  expect(again?.among).toBe(22)
})

test('whoever is erased is in nobody’s likeness any more, even where the base was read before', async () => {
  await fillTeaShop(shop)
  const portraits = createPortraits(shop.attune)
  const similar = async () =>
    (await portraits.of(workspace, await findPerson(shop.attune, workspace, 'tea-fan-0'), { language: 'en' })).similar
  const before = await similar()
  const nearest = before?.people[0]?.personId as string
  shop.attune.activity.forget(workspace, [nearest])
  const kept = await similar()
  expect(kept?.among).toBe(before?.among)
  expect(kept?.people.map(({ personId }) => personId)).not.toContain(nearest)
  portraits.forget(workspace)
  expect((await similar())?.among).toBe(22)
  portraits.close()
})

test('their own words are opened for whoever reads sentiment, newest first; where that fails the rest stays', async () => {
  await review('Late again. 茶很香', 2)
  await review('送货慢', 1)
  const read: (readonly string[])[] = []
  const sentiment = (
    await portraitIn('ann', {
      aspectsOf: async (texts) => {
        read.push(texts)
        return texts.map((text) => [{ aspect: 'delivery', sentiment: -1, text }])
      },
    })
  ).sentiment
  expect(read).toEqual([['送货慢', 'Late again. 茶很香']])
  expect(sentiment).toMatchObject({ reviews: 2, aspects: [{ aspect: 'delivery', value: -1, observations: 2 }] })
  const failing = await portraitIn('ann', { aspectsOf: () => Promise.reject(new Error('no model')) }, 'zh')
  expect(failing.sentiment).toBeNull()
  expect(failing.omitted).toContainEqual({
    section: 'sentiment',
    code: 'no-sentiment-model',
    reason: '尚未配置文本情感分析。',
  })
})

test('a summary is part of it where somebody writes one, and its failure is no reason to fail', async () => {
  await fillTeaShop(shop)
  const statement = { source: 'inferred' as const, observations: 5, asOf: null }
  const sentences = [{ text: 'Looks at teas.', evidence: ['e1'] }]
  const statements = [{ id: 'e1', text: 'Interests – tea' }]
  const summary = { text: 'Looks at teas.', model: 'test', sentences, statements, ...statement }
  const portrait = await portraitIn('tea-fan-0', { summarise: async () => summary })
  expect(portrait.summary).toEqual(summary)
  const failing = await portraitIn('tea-fan-0', { summarise: () => Promise.reject(new Error('down')) })
  expect(failing.summary).toBeNull()
  expect(failing.omitted.map(({ code }) => code)).toContain('summary-failed')
  const none = await portraitIn('tea-fan-0', {}, 'zh')
  expect(none.omitted).toContainEqual({
    section: 'summary',
    code: 'no-language-model',
    reason: expect.stringMatching(/语言模型/),
  })
})

test('nobody is asked for a summary of somebody who wants no portrait, or where none is asked for', async () => {
  await fillTeaShop(shop)
  let asked = 0
  const summarise = async () => {
    asked++
    return 'summary-failed' as const
  }
  const personId = shop.attune.identity.personIdOf(workspace, { userId: 'tea-fan-0' })
  const portraits = createPortraits({ ...shop.attune, summarise })
  const person = await findPerson(shop.attune, workspace, 'tea-fan-0')
  expect((await portraits.of(workspace, person, { language: 'en' })).omitted).toContainEqual(
    expect.objectContaining({ section: 'summary', code: 'summary-not-asked' }),
  )
  shop.attune.consent.state({ workspace, personId, purposes: { profiling: false }, at: shop.clock.now, source: 'api' })
  expect((await portraits.of(workspace, person, { language: 'en', summary: true })).summary).toBeNull()
  expect(asked).toBe(0)
  portraits.close()
})

test('vectors are those of what they like, and of nobody who said no', async () => {
  await fillTeaShop(shop)
  const itemVectorOf = (_: string, id: string) => Float32Array.from(id.startsWith('tea') ? [0, 1] : [1, 0])
  const portraits = createPortraits({ ...shop.attune, itemVectorOf })
  const personId = shop.attune.identity.personIdOf(workspace, { userId: 'tea-fan-0' })
  expect([...(portraits.vectorsOf(workspace, personId)?.longTerm ?? [])]).toEqual([0, 1])
  shop.attune.consent.state({ workspace, personId, purposes: { profiling: false }, at: shop.clock.now, source: 'api' })
  expect(portraits.vectorsOf(workspace, personId)).toBeUndefined()
  expect(portraits.vectorsOf(workspace, 'p_nobody')).toBeUndefined()
  portraits.close()
})

test.each([
  ['en', 'Interests', 'tea: 100%', 'because of Tea', '[inferred, from 5, as of 2026-03-02]'],
  ['zh', '兴趣', 'tea：100%', '依据：Tea', '[推断，依据 5 次观察，截至 2026-03-02]'],
] as const)('in words (%s) each line says where it comes from', async (language, title, ...parts) => {
  await fillTeaShop(shop)
  const sections = portraitWords(await portraitIn('tea-fan-0', {}, language), language)
  const interests = sections.find((section) => section.title === title)?.lines.join('\n')
  for (const part of parts) expect(interests).toContain(part)
})
