import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ModelList } from '../api/schemas/models.ts'
import { modelListSchema } from '../api/schemas/models.ts'
import { fillTeaShop, type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'

let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop()
})
afterEach(() => shop.close())

const name = 'recencyItemKnn'
const folder = (): string => join(shop.dataDir, 'models', 'default', name)
const list = async (): Promise<ModelList> => modelListSchema.parse(await shop.attune.models.list('default'))
const own = async () => (await list()).models.find((model) => model.name === name)
const liveVersion = (): number | undefined => shop.attune.models.live('default', name)?.version
const rollback = () => shop.attune.models.rollback('default', name, 'ops')
const promote = (version: number) => shop.attune.models.promote('default', name, version, 'ops')
/** A recipe that cannot do what the live one can: everybody gets the same. */
const poor = { kind: 'popularity' } as const

test('a model that a placement names is listed before it is trained', async () => {
  expect(await list()).toEqual({
    models: [{ name, kind: name, placements: ['home'], live: null, versions: [] }],
    changes: [],
  })
})

test('the first version is measured, promoted, and listed with what it was made from', async () => {
  await fillTeaShop(shop)
  const stages: string[] = []
  const version = await shop.train({ onProgress: ({ stage }) => stages.push(stage) })
  expect(version).toMatchObject({ name, version: 1, status: 'trained', live: true, previous: false, progress: null })
  // 24 people viewed 5 of 12 items each; every second of them was asked about the item viewed last.
  expect(version.data).toMatchObject({ persons: 24, items: 12, interactions: 120 })
  // Teas go with teas and mugs with mugs: a list of ten has the hidden item.
  expect(version.metrics?.['hr@10']).toEqual({ value: 1, low: 1, high: 1 })
  expect(version.note).toMatch(/^First version: NDCG@10 /)
  expect(new Set(stages)).toEqual(new Set(['collect', 'read', 'fit for measuring', 'measure', 'fit', 'write']))
  expect((await own())?.versions).toEqual([version])
  expect((await list()).changes.map(({ actor, action, version }) => [actor, action, version])).toEqual([
    ['test', 'promoted', 1],
    ['test', 'trained', 1],
  ])
  expect(readdirSync(folder())).toEqual(['1'])
  expect(readdirSync(join(folder(), '1')).sort()).toEqual(['items.json', 'model.json', 'weights.safetensors'])
})

test('a restart brings the live model back: the same answers', async () => {
  await fillTeaShop(shop)
  await shop.train()
  await shop.act('ann', 'Product Viewed', 'tea-1')
  const before = await shop.preview('ann', { n: 4 })
  await shop.restart()
  expect(await shop.preview('ann', { n: 4 })).toEqual(before)
  expect(before.model).toEqual({ name, kind: name, version: 1 })
})

test('the same recipe on newer data goes live; a poor one is held, says why, and the live one stays', async () => {
  await fillTeaShop(shop)
  await shop.train()
  expect(await shop.train()).toMatchObject({ version: 2, live: true, status: 'trained' })
  const held = await shop.train(poor)
  expect(held).toMatchObject({ version: 3, kind: 'popularity', status: 'held', live: false })
  expect(held.note).toMatch(
    /^NDCG@10 0\.\d{4}, the recipe of version 2 has 1\.0000 on the same 24 persons: below 0.98 of it\.$/,
  )
  expect(liveVersion()).toBe(2)
  expect((await list()).changes.slice(0, 2).map(({ action, version }) => [action, version])).toEqual([
    ['held', 3],
    ['trained', 3],
  ])
})

test('a held version can be promoted by hand and rolled back, once', async () => {
  await fillTeaShop(shop)
  await shop.train()
  await shop.train(poor)
  expect(await promote(2)).toMatchObject({ version: 2, live: true, status: 'trained' })
  expect(shop.attune.models.live('default', name)?.kind).toBe('popularity')
  expect((await own())?.versions.map(({ version, live, previous }) => [version, live, previous])).toEqual([
    [2, true, false],
    [1, false, true],
  ])
  expect(await rollback()).toMatchObject({ version: 1, live: true, previous: false })
  expect(liveVersion()).toBe(1)
  await expect(rollback()).rejects.toMatchObject({ code: 'no-previous-version', status: 409 })
  await shop.restart()
  expect(liveVersion()).toBe(1)
  expect((await list()).changes[0]).toMatchObject({
    action: 'rolled-back',
    actor: 'ops',
    version: 1,
    note: 'Back from version 2.',
  })
})

test('trained without promotion, a version waits', async () => {
  await fillTeaShop(shop)
  expect(await shop.train({ promote: false })).toMatchObject({ status: 'trained', live: false })
  expect(liveVersion()).toBeUndefined()
  await promote(1)
  expect(liveVersion()).toBe(1)
})

test('requests in the middle of a swap are answered by the one version or the other, never by none', async () => {
  await fillTeaShop(shop)
  await shop.train()
  await shop.train({ parameters: { neighbours: 3 } })
  await shop.act('ann', 'Product Viewed', 'tea-1')
  const versions = new Set<number>()
  let swapping = true
  const asking = Array.from({ length: 8 }, async () => {
    while (swapping) {
      const answer = await shop.preview('ann', { n: 3 })
      expect(answer.fallback).toBeNull()
      expect(answer.items).toHaveLength(3)
      versions.add(answer.model.version)
      await new Promise(setImmediate)
    }
  })
  for (let swap = 0; swap < 20; swap++) await promote(1 + (swap % 2))
  swapping = false
  await Promise.all(asking)
  expect([...versions].sort()).toEqual([1, 2])
})

test('decisions go on while a model is trained', async () => {
  await fillTeaShop(shop)
  let answers = 0
  let training = true
  const done = shop.train().finally(() => {
    training = false
  })
  while (training) {
    await shop.ask('ann')
    answers++
  }
  await done
  expect(answers).toBeGreaterThan(0)
})

test.each([
  ['weights.safetensors', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
  ['weights.safetensors', (bytes: Buffer) => bytes.fill(7, bytes.length - 4)],
  ['items.json', () => Buffer.from('[]')],
  ['model.json', () => Buffer.from('{')],
])('a live version whose %s is broken gives way to the one before it, on record', async (file, broken) => {
  await fillTeaShop(shop)
  await shop.train()
  await shop.train()
  const path = join(folder(), '2', file)
  writeFileSync(path, broken(readFileSync(path)))
  await shop.restart()
  expect(liveVersion()).toBe(1)
  expect((await list()).changes[0]).toMatchObject({ actor: 'attune', action: 'rolled-back', version: 1 })
  await shop.act('ann', 'Product Viewed', 'tea-1')
  expect((await shop.preview('ann')).model.version).toBe(1)
  await expect(promote(2)).rejects.toMatchObject({ code: 'model-unreadable' })
  expect(liveVersion()).toBe(1)
})

test('with no readable version at all popular items are shown', async () => {
  await fillTeaShop(shop)
  await shop.train()
  writeFileSync(join(folder(), '1', 'model.json'), '')
  await shop.restart()
  expect(liveVersion()).toBeUndefined()
  expect((await shop.preview('ann')).fallback?.code).toBe('no-model')
  expect((await own())?.live).toBeNull()
})

test('a stop in the middle of training: failed at the next start, nothing left on disk, and training works again', async () => {
  await fillTeaShop(shop)
  const { done } = await shop.attune.models.train({ workspace: 'default', name, actor: 'test' })
  const ended = expect(done).rejects.toMatchObject({ code: 'training-aborted' })
  await shop.restart()
  await ended
  expect((await own())?.versions).toEqual([
    expect.objectContaining({ version: 1, status: 'failed', note: 'The server stopped before this training ended.' }),
  ])
  expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([])
  expect(await shop.train()).toMatchObject({ version: 2, live: true })
})

test('folders that no version stands for are cleaned up at the start', async () => {
  await fillTeaShop(shop)
  await shop.train()
  for (const stray of ['7', '2.tmp', '2.parquet']) writeFileSync(join(folder(), stray), 'stray')
  await shop.restart()
  expect(readdirSync(folder())).toEqual(['1'])
})

test('an aborted training is failed and leaves nothing', async () => {
  await fillTeaShop(shop)
  const stop = new AbortController()
  const training = shop.train({ signal: stop.signal, onProgress: () => stop.abort() })
  await expect(training).rejects.toMatchObject({ code: 'training-aborted' })
  expect((await own())?.versions[0]).toMatchObject({ status: 'failed', note: 'The training was stopped.' })
  expect(readdirSync(folder())).toEqual([])
})

test.each([
  ['no-interactions', {}],
  ['bad-parameter', { parameters: { neighbours: -1 } }],
])('training that fails with %s says so in its version', async (code, options) => {
  if (code !== 'no-interactions') await fillTeaShop(shop, 2)
  await expect(shop.train(options)).rejects.toMatchObject({ code })
  const version = (await own())?.versions[0]
  expect(version).toMatchObject({ status: 'failed', live: false })
  expect(version?.note?.length).toBeGreaterThan(20)
  expect((await list()).changes[0]).toMatchObject({ action: 'failed', version: 1 })
})

test.each([
  ['unknown-model-kind', { name: 'mine' }],
  ['unknown-model-kind', { kind: 'magic' }],
  ['invalid-model-name', { name: 'popular', kind: name }],
  ['invalid-model-name', { name: '../../etc', kind: name }],
])('%s is refused before anything is written', async (code, options) => {
  await expect(shop.train(options)).rejects.toMatchObject({ code })
  expect((await list()).models.flatMap(({ versions }) => versions)).toEqual([])
  expect(existsSync(join(shop.dataDir, 'models'))).toBe(false)
})

test('a name is trained once at a time', async () => {
  await fillTeaShop(shop, 2)
  const { done } = await shop.attune.models.train({ workspace: 'default', name, actor: 'test' })
  await expect(shop.train()).rejects.toMatchObject({ code: 'training-running', status: 409 })
  expect(await done).toMatchObject({ version: 1 })
})

test('only trained versions that exist can be promoted', async () => {
  await expect(promote(1)).rejects.toMatchObject({ code: 'unknown-model-version', status: 404 })
  await expect(shop.train()).rejects.toMatchObject({ code: 'no-interactions' })
  await expect(promote(1)).rejects.toMatchObject({ code: 'version-not-trained', status: 409 })
  await expect(rollback()).rejects.toMatchObject({ code: 'no-previous-version' })
})

test('dislikes are not learnt as likes, and two identities of one person are one', async () => {
  await fillTeaShop(shop, 2)
  await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'tea-1')
  await shop.act('ann', 'Product Viewed', 'tea-2')
  await shop.act('ann', 'Product Disliked', 'mug-1')
  await shop.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [{ type: 'identify', userId: 'ann', anonymousId: 'visitor', messageId: 'identify-ann' }],
  })
  // Four fans with five views each, and ann with her two.
  expect((await shop.train()).data).toMatchObject({ persons: 5, interactions: 22 })
})
