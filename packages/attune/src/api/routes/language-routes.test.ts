import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { trainTokenizer } from '@attune/learn'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { AnalyseResponse } from '../schemas/language.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture({}, Date.UTC(2026, 10, 27, 12))
})
afterEach(() => api.close())

const analyse = (body: unknown, scope: 'read' | 'decide' | 'write' | 'admin' = 'read') =>
  api.call(scope, 'POST', '/v1/language/analyse', body)
const analysed = async (...texts: string[]): Promise<AnalyseResponse['texts']> => {
  const answer = await analyse({ texts })
  expect(answer.statusCode, answer.body).toBe(200)
  return (answer.json() as AnalyseResponse).texts
}

test('texts of both languages come back with language, terms, keywords and entities of the catalogue', async () => {
  await api.call('admin', 'PUT', '/v1/items', {
    items: [
      { id: 'band', title: '小米手环8', brand: '小米', description: '血氧监测 续航' },
      { id: 'shoe', title: 'Air Max 90', brand: 'Nike', description: 'running shoes' },
    ],
  })
  const [chinese, english] = await analysed('小米手环8下周五8折，到手价￥199', 'Nike Air Max 90, 20% off in New York')
  expect(chinese?.language.language).toBe('zh')
  expect(chinese?.entities.map(({ kind, value }) => [kind, value])).toEqual([
    ['product', { name: '小米手环8', id: 'band' }],
    ['date', { date: '2026-12-04' }],
    ['percent', { ratio: 0.2, discount: true }],
    ['money', { amount: 199, currency: 'CNY' }],
  ])
  expect(english?.language.language).toBe('en')
  expect(english?.entities.map(({ kind, text }) => [kind, text])).toEqual([
    ['brand', 'Nike'],
    ['product', 'Air Max 90'],
    ['percent', '20% off'],
    ['place', 'New York'],
  ])
  expect(english?.terms).toContain('air max 90')
  expect(chinese?.keywordsBy).toBe('tf-idf')
  expect(chinese?.sentiment).toEqual({ label: 'neutral', confidence: 0.5, source: 'lexicon', aspects: [] })
})

test('sub-words are those of the encoder, else of the catalogue, in both languages; without either there are none', async () => {
  const text = 'Waterproof shoes 防水跑步鞋'
  const asked = async () => (await analyse({ texts: [text], subwords: true })).json() as AnalyseResponse
  expect(await asked()).toMatchObject({ subwordsBy: null, texts: [{ subwords: null }] })
  const items = Array.from({ length: 30 }, (_, n) => ({
    id: `i${n}`,
    title: n % 2 === 0 ? 'waterproof proofing shoes, waters' : '防水跑步鞋',
  }))
  await api.call('admin', 'PUT', '/v1/items', { items })
  const { subwordsBy, texts } = await asked()
  expect(subwordsBy).toEqual({ from: 'catalogue', name: 'wordPiece' })
  const pieces = texts[0]?.subwords ?? []
  expect(pieces.map((piece) => piece.text).join('')).toBe(text.replaceAll(' ', ''))
  expect(pieces.slice(-5).map((piece) => piece.text)).toEqual(['防', '水', '跑', '步', '鞋'])
  expect(pieces.filter(({ goesOn }) => goesOn).length).toBeGreaterThan(0)
  // The one of an encoder of one's own, once there is one.
  const folder = join(api.attune.config.dataDir, 'encoders', 'own-default-1')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'tokenizer.json'),
    JSON.stringify(trainTokenizer(['shoe s water'], { size: 60, minimumCount: 1 })),
  )
  expect((await asked()).subwordsBy).toEqual({ from: 'encoder', name: 'own-default-1' })
  expect((await analysed(text))[0]?.subwords).toBeNull()
})

test('an empty catalogue, an unknown language and an empty text have an answer', async () => {
  const answers = await analysed('物流很快', 'ᚠᛇᚻ', '', '物流很快！')
  expect(answers.map(({ language }) => language.language)).toEqual(['zh', 'und', 'und', 'zh'])
  expect(answers.map(({ keywordsBy }) => keywordsBy)).toEqual(Array(4).fill('text-rank'))
  expect(answers.map(({ duplicateOf }) => duplicateOf)).toEqual([null, null, null, 0])
})

test('what was asked for counts: the day, and how many keywords', async () => {
  const answer = await analyse({ texts: ['明天 手机 耳机 键盘 鼠标'], today: '2027-01-31', keywords: 1 })
  const [one] = (answer.json() as AnalyseResponse).texts
  expect(one?.entities[0]?.value).toEqual({ date: '2027-02-01' })
  expect(one?.keywords).toHaveLength(1)
})

test('too many, too long and too much is refused, without a word of the texts', async () => {
  const secret = 'Zhang San 13800138000 '
  for (const [body, status] of [
    [{ texts: [] }, 400],
    [{ texts: Array(1_001).fill(secret) }, 400],
    [{ texts: [secret.repeat(1_000)] }, 400],
    [{ texts: Array(60).fill('好'.repeat(19_000)) }, 413],
    [{ texts: [secret], today: 'tomorrow' }, 400],
    [{ texts: [secret], keywords: 0 }, 400],
    [{ texts: secret }, 400],
    [{ texts: [1] }, 400],
    [{ texts: [secret], more: secret }, 400],
    [`{"texts": ["${secret}`, 400],
  ] as const) {
    const answer = await analyse(body)
    expect(answer.statusCode, JSON.stringify(body).slice(0, 60)).toBe(status)
    expect(answer.json().code).toMatch(/^[a-z-]+$/)
    expect(answer.body).not.toContain('13800138000')
  }
})

test('bytes that are no UTF-8 and half a character are refused, as everywhere', async () => {
  const bytes = Buffer.concat([Buffer.from('{"texts":["a'), Buffer.from([0xff, 0xfe]), Buffer.from('b"]}')])
  for (const body of [bytes, '{"texts":["a\\ud800b"]}']) {
    const answer = await analyse(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toMatch(/^[a-z0-9-]+$/)
  }
})

test('a key that may only send events reads no texts', async () => {
  expect((await analyse({ texts: ['好'] }, 'write')).statusCode).toBe(403)
  expect((await analyse({ texts: ['好'] }, 'admin')).statusCode).toBe(200)
})
