import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { tinyBert } from '../encoders/tiny-bert.fixture.ts'
import { ownEncoderName } from './open-encoder-of.ts'
import { wordsOfItem } from './words-of-item.ts'
import { writeCorpus } from './write-corpus.ts'

const folders: string[] = []
let shop: TeaShop | undefined
afterEach(async () => {
  await shop?.close()
  shop = undefined
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function encoderIn(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(tinyBert())) writeFileSync(join(folder, name), bytes)
  return folder
}
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attune-encoder-'))
  folders.push(folder)
  return folder
}
const itemOf = (id: string) =>
  shop?.attune.items.get('default', id) as NonNullable<ReturnType<TeaShop['attune']['items']['get']>>

test('items have vectors of their texts, which follow the texts and outlive a restart', async () => {
  const folder = encoderIn(join(temporary(), 'tiny'))
  shop = await teaShop({ encoder: { from: 'folder', folder } })
  await shop.put({ id: 'tea', title: 'good tea' }, { id: 'cha', title: '好茶' }, { id: 'blank', title: '-' })
  await shop.attune.embeddings.refresh('default')
  const { embeddings } = shop.attune
  expect(await embeddings.status('default')).toMatchObject({
    from: 'folder',
    encoder: expect.stringMatching(/^tiny@/),
    items: 3,
    ready: 3,
    problem: null,
  })
  const asked = await embeddings.embed('default', [wordsOfItem(itemOf('tea')), '好茶', ''])
  expect(asked.vectors[0]).toEqual(embeddings.vectorOf('default', itemOf('tea')))
  expect(asked.vectors[1]).toEqual(embeddings.vectorOf('default', itemOf('cha')))
  expect(Math.hypot(...(asked.vectors[0] as Float32Array))).toBeCloseTo(1, 5)
  expect([...(asked.vectors[2] as Float32Array)].every((value) => value === 0)).toBe(true)
  await shop.put({ id: 'tea', title: 'bad coffee' })
  expect(embeddings.vectorOf('default', itemOf('tea'))).toBeUndefined()
  await embeddings.refresh('default')
  expect(embeddings.vectorOf('default', itemOf('tea'))).toEqual(
    (await embeddings.embed('default', ['bad coffee'])).vectors[0],
  )
  // What nobody says any more is not kept.
  expect((await embeddings.status('default')).ready).toBe(3)
  await shop.restart()
  await shop.attune.embeddings.refresh('default')
  expect(shop.attune.embeddings.vectorOf('default', itemOf('cha'))).toEqual(asked.vectors[1])
})

test('without an encoder everything goes on and says so; the first of one’s own is taken by itself, and the next', async () => {
  shop = await teaShop()
  await shop.put({ id: 'tea', title: 'good tea' })
  const { embeddings } = shop.attune
  await embeddings.refresh('default')
  expect(await embeddings.status('default')).toMatchObject({ from: 'own', encoder: null, ready: 0 })
  expect((await embeddings.status('default')).problem).toMatch(/attune encoder train/)
  await expect(embeddings.embed('default', ['tea'])).rejects.toMatchObject({ code: 'no-encoder' })
  for (const version of [1, 2]) {
    encoderIn(join(shop.dataDir, 'encoders', ownEncoderName('default', version)))
    await embeddings.refresh('default')
    expect(await embeddings.status('default')).toMatchObject({
      encoder: expect.stringMatching(new RegExp(`^own-default-${version}@`)),
      ready: 1,
      problem: null,
    })
  }
})

test('how it stands is told at once, whether or not vectors were asked for yet', async () => {
  shop = await teaShop()
  await shop.put({ id: 'tea', title: 'good tea' })
  encoderIn(join(shop.dataDir, 'encoders', ownEncoderName('default', 1)))
  expect(await shop.attune.embeddings.status('default')).toMatchObject({
    encoder: expect.stringMatching(/^own-default-1@/),
    problem: null,
  })
})

test('an encoder that cannot be opened is told, and keeps nobody from deciding', async () => {
  const folder = temporary()
  writeFileSync(join(folder, 'config.json'), '{')
  writeFileSync(join(folder, 'tokenizer.json'), '{')
  shop = await teaShop({ encoder: { from: 'folder', folder } })
  await shop.put({ id: 'tea', title: 'good tea' })
  await shop.attune.embeddings.refresh('default')
  expect(await shop.attune.embeddings.status('default')).toMatchObject({ encoder: null, ready: 0 })
  expect((await shop.attune.embeddings.status('default')).problem).toMatch(/cannot be used/)
  await expect(shop.attune.embeddings.embed('default', ['tea'])).rejects.toMatchObject({ code: 'encoder-failed' })
  expect((await shop.ask('ann')).items.map(({ itemId }) => itemId)).toEqual(['tea'])
})

test('a corpus has the texts, what was taken one after the other and what was searched for, of those who agree alone', async () => {
  shop = await teaShop()
  await shop.put(
    { id: 'tea', title: 'Green tea', description: 'From the mountains' },
    { id: 'pot', title: '茶壶' },
    { id: 'cup', title: 'Cup' },
  )
  await shop.act('ann', 'Product Viewed', 'tea')
  await shop.act('ann', 'Product Viewed', 'pot')
  await shop.act('ben', 'Product Viewed', 'cup')
  await shop.act('ben', 'Product Viewed', 'tea')
  const search = (userId: string, query: string) =>
    shop?.attune.collector.collect({
      workspace: 'default',
      source: 'http',
      events: [
        {
          type: 'track',
          userId,
          event: 'Products Searched',
          messageId: query,
          timestamp: new Date(shop.clock.now).toISOString(),
          properties: { query },
        },
      ],
    })
  await search('ann', '送妈妈的茶具')
  await search('ben', 'something hot')
  await shop.act('ann', 'Product Clicked', 'pot')
  await shop.act('ben', 'Product Clicked', 'cup')
  const personId = shop.attune.identity.personIdOf('default', { userId: 'ben' })
  shop.attune.consent.state({
    workspace: 'default',
    personId,
    purposes: { training: false },
    at: shop.clock.now,
    source: 'test',
  })
  const corpus = await writeCorpus(shop.attune, 'default')
  expect(corpus).toMatchObject({ texts: 3, version: 1 })
  const pairs = readFileSync(join(corpus.folder, 'pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; pair: string })
  expect(pairs).toContainEqual({ text: 'Green tea', pair: 'From the mountains' })
  expect(pairs).toContainEqual({ text: 'Green tea. From the mountains', pair: '茶壶' })
  expect(pairs).toContainEqual({ text: '送妈妈的茶具', pair: '茶壶' })
  expect(JSON.stringify(pairs)).not.toMatch(/Cup|something hot/)
})
