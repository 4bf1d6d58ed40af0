import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelList, modelListSchema } from '../api/schemas/models.ts'
import { fillTeaShop, type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { createModelTable } from './model-table.ts'
import { versionsKept } from './remove-old-versions.ts'

let shop: TeaShop

const name = 'recencyItemKnn'
const folder = (): string => join(shop.dataDir, 'models', 'default', name)
const list = async (): Promise<ModelList> => modelListSchema.parse(await shop.attune.models.list('default'))
const own = async () => (await list()).models.find((model) => model.name === name)
const change = async () => (await list()).changes[0]
const liveVersion = (): number | undefined => shop.attune.models.live('default', name)?.version
const rollback = () => shop.attune.models.rollback('default', name, 'ops')
const promote = (version: number) => shop.attune.models.promote('default', name, version, 'ops')
/** A recipe that cannot do what the live one can: everybody gets the same. */
const poor = { kind: 'popularity' } as const

describe('before anything was trained', () => {
  beforeAll(async () => {
    shop = await teaShop()
  })
  afterAll(() => shop.close())

  test('a model that a placement names is listed', async () => {
    expect(await list()).toEqual({
      models: [{ name, kind: name, placements: ['home'], live: null, versions: [] }],
      changes: [],
    })
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

  test('without interactions training fails, and says so in its version', async () => {
    await expect(shop.train()).rejects.toMatchObject({ code: 'no-interactions' })
    expect((await own())?.versions[0]).toMatchObject({
      status: 'failed',
      live: false,
      note: { en: expect.stringMatching(/import or send/), zh: '还没有可以学习的内容：请先导入或发送一些事件。' },
    })
    expect(await change()).toMatchObject({
      action: 'failed',
      actor: 'test',
      version: 1,
      note: (await own())?.versions[0]?.note,
    })
  })

  test('only trained versions that exist can be promoted', async () => {
    await expect(promote(9)).rejects.toMatchObject({ code: 'unknown-model-version', status: 404 })
    await expect(promote(1)).rejects.toMatchObject({ code: 'version-not-trained', status: 409 })
    await expect(rollback()).rejects.toMatchObject({ code: 'no-previous-version', status: 409 })
  })
})

// One installation lives through these, in their order: training is what takes time.
describe('the life of a model', () => {
  beforeAll(async () => {
    shop = await teaShop()
    await fillTeaShop(shop)
    await shop.act('ann', 'Product Viewed', 'tea-1')
    await shop.act('ann', 'Product Disliked', 'mug-1')
    await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'tea-2')
    await shop.attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [{ type: 'identify', userId: 'ann', anonymousId: 'visitor', messageId: 'identify-ann' }],
    })
  })
  afterAll(() => shop.close())

  test('the first version is measured, promoted, and listed with what it was made from', async () => {
    const stages: string[] = []
    const version = await shop.train({ onProgress: ({ stage }) => stages.push(stage) })
    expect(version).toMatchObject({ name, version: 1, status: 'trained', live: true, previous: false, progress: null })
    // 24 fans with five views each; ann is one person with two identities, and what she dislikes is not learnt as liked.
    expect(version.data).toMatchObject({ persons: 25, items: 12, interactions: 122 })
    // Teas go with teas and mugs with mugs: a list of ten has the hidden item.
    expect(version.metrics?.['hr@10']).toEqual({ value: 1, low: 1, high: 1 })
    expect(version.note?.en).toMatch(/^First version: NDCG@10 \d\.\d{4}\.$/)
    expect(version.note?.zh).toMatch(/^第一个版本：NDCG@10 为 \d\.\d{4}。$/)
    expect(new Set(stages)).toEqual(new Set(['collect', 'read', 'fit for measuring', 'measure', 'fit', 'write']))
    expect((await own())?.versions).toEqual([version])
    expect((await list()).changes.map(({ actor, action, version }) => [actor, action, version])).toEqual([
      ['gate', 'promoted', 1],
      ['test', 'trained', 1],
    ])
    expect(readdirSync(folder())).toEqual(['1'])
    expect(readdirSync(join(folder(), '1')).sort()).toEqual([
      'items.json',
      'learnt.safetensors',
      'model.json',
      'weights.safetensors',
    ])
  })

  test('a restart brings the live model back: the same answers', async () => {
    const before = await shop.preview('ann', { n: 3 })
    expect(before.model).toEqual({ name, kind: name, version: 1 })
    await shop.restart()
    expect(await shop.preview('ann', { n: 3 })).toEqual(before)
  })

  test('the same recipe goes live again; decisions go on meanwhile, and a second training has to wait', async () => {
    let answers = 0
    let training = true
    const { done } = await shop.attune.models.train({ workspace: 'default', name, actor: 'test' })
    await expect(shop.train()).rejects.toMatchObject({ code: 'training-running', status: 409 })
    const ended = done.finally(() => {
      training = false
    })
    while (training) {
      expect((await shop.preview('ann')).model.version).toBeLessThanOrEqual(2)
      answers++
      await new Promise(setImmediate)
    }
    expect(await ended).toMatchObject({ version: 2, live: true, status: 'trained' })
    expect(answers).toBeGreaterThan(1)
  })

  test('a poor version is held, says why, and the live one stays', async () => {
    const held = await shop.train(poor)
    expect(held).toMatchObject({ version: 3, kind: 'popularity', status: 'held', live: false })
    expect(held.note?.en).toMatch(
      /^NDCG@10 0\.\d{4}, the recipe of version 2 has \d\.\d{4} on the same 25 persons: below 0.98 of it\.$/,
    )
    expect(liveVersion()).toBe(2)
    expect((await list()).changes.slice(0, 2).map(({ actor, action, version }) => [actor, action, version])).toEqual([
      ['gate', 'held', 3],
      ['test', 'trained', 3],
    ])
    expect((await change())?.note).toEqual(held.note)
  })

  test('a held version can be promoted by hand, and taken back once', async () => {
    const why = (await own())?.versions[0]?.note
    expect(await promote(3)).toMatchObject({ version: 3, live: true, status: 'trained' })
    expect(await change()).toMatchObject({
      actor: 'ops',
      action: 'promoted',
      note: { en: `By hand, though held: ${why?.en}`, zh: `手动上线，尽管未过关：${why?.zh}` },
    })
    expect(shop.attune.models.live('default', name)?.kind).toBe('popularity')
    expect((await own())?.versions.map(({ version, live, previous }) => [version, live, previous])).toEqual([
      [3, true, false],
      [2, false, true],
      [1, false, false],
    ])
    expect(await rollback()).toMatchObject({ version: 2, live: true, previous: false })
    expect(liveVersion()).toBe(2)
    await expect(rollback()).rejects.toMatchObject({ code: 'no-previous-version', status: 409 })
    expect(await change()).toMatchObject({
      action: 'rolled-back',
      actor: 'ops',
      version: 2,
      note: { en: 'Back from version 3.', zh: '从版本 3 退回。' },
    })
    await shop.restart()
    expect(liveVersion()).toBe(2)
  })

  test('trained without promotion, a version waits', async () => {
    expect(await shop.train({ kind: name, promote: false })).toMatchObject({
      version: 4,
      status: 'trained',
      live: false,
    })
    expect(liveVersion()).toBe(2)
    await promote(4)
    expect(liveVersion()).toBe(4)
  })

  test('requests in the middle of a swap are answered by the one version or the other, never by none', async () => {
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
    for (let swap = 0; swap < 20; swap++) await promote(swap % 2 === 0 ? 2 : 4)
    swapping = false
    await Promise.all(asking)
    expect([...versions].sort()).toEqual([2, 4])
  })

  test('an aborted training is failed and leaves nothing', async () => {
    const stop = new AbortController()
    const training = shop.train({ signal: stop.signal, onProgress: () => stop.abort() })
    await expect(training).rejects.toMatchObject({ code: 'training-aborted' })
    expect((await own())?.versions[0]).toMatchObject({
      status: 'failed',
      note: { en: 'The training was stopped.', zh: '训练已中止。' },
    })
    expect(readdirSync(folder()).sort()).toEqual(['1', '2', '3', '4'])
    expect(liveVersion()).toBe(4)
  })

  test('a stop in the middle of training: failed at the next start; strays on disk are cleaned up', async () => {
    const { version, done } = await shop.attune.models.train({ workspace: 'default', name, actor: 'test' })
    const ended = expect(done).rejects.toMatchObject({ code: 'training-aborted' })
    for (const stray of ['77', `${version}.tmp`, `${version}.parquet`]) writeFileSync(join(folder(), stray), 'stray')
    await shop.restart()
    await ended
    expect((await own())?.versions[0]).toMatchObject({
      version,
      status: 'failed',
      note: { en: 'The server stopped before this training ended.', zh: '训练尚未结束，服务器就停止了。' },
    })
    expect(readdirSync(folder()).sort()).toEqual(['1', '2', '3', '4'])
    expect(liveVersion()).toBe(4)
  })

  test('a live version with a broken file gives way to the one before it, on record', async () => {
    const breakages: [string, (bytes: Buffer) => Buffer][] = [
      ['weights.safetensors', (bytes) => bytes.subarray(0, bytes.length - 4)],
      ['weights.safetensors', (bytes) => Buffer.from(bytes).fill(7, bytes.length - 4)],
      ['items.json', () => Buffer.from('[]')],
      ['model.json', () => Buffer.from('{')],
    ]
    for (const [file, broken] of breakages) {
      const path = join(folder(), '4', file)
      const whole = readFileSync(path)
      writeFileSync(path, broken(whole))
      await shop.restart()
      expect(liveVersion()).toBe(2)
      expect((await list()).changes[0]).toMatchObject({ actor: 'attune', action: 'rolled-back', version: 2 })
      expect((await shop.preview('ann')).model.version).toBe(2)
      await expect(promote(4)).rejects.toMatchObject({ code: 'model-unreadable' })
      expect(liveVersion()).toBe(2)
      writeFileSync(path, whole)
      await promote(4)
    }
  })

  test('with no readable version at all popular items are shown', async () => {
    for (const version of readdirSync(folder())) writeFileSync(join(folder(), version, 'model.json'), '')
    await shop.restart()
    expect(liveVersion()).toBeUndefined()
    expect((await shop.preview('ann')).fallback?.code).toBe('no-model')
    expect((await own())?.live).toBeNull()
    expect(await shop.train()).toMatchObject({ live: true })
  })
})

describe('old versions', () => {
  beforeAll(async () => {
    shop = await teaShop()
    await fillTeaShop(shop)
    await shop.train(poor)
  })
  afterAll(() => shop.close())

  test('a version whose files were removed cannot be promoted, and the refusal says nothing of folders', async () => {
    const { version } = await shop.train({ ...poor, promote: false })
    rmSync(join(folder(), String(version)), { recursive: true })
    const refusal = await promote(version).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'version-removed', status: 409 })
    expect(String(refusal)).not.toContain(shop.dataDir)
    expect(liveVersion()).toBe(1)
  })

  test('a new version stays live and whole when old files cannot be removed', async () => {
    const table = createModelTable(shop.attune.state)
    const manifest = { parameters: {}, data: null, metrics: null, seconds: 1, note: null, rowsSeen: 1 }
    for (let n = 0; n <= versionsKept; n++) {
      const version = table.begin('default', { name, kind: 'popularity', manifest, createdAt: 0 })
      table.finish('default', { name, version, status: 'trained', manifest, error: null, finishedAt: 0 })
      mkdirSync(join(folder(), String(version)))
    }
    shop.attune.state.raw.exec(`CREATE TRIGGER full_disk BEFORE UPDATE ON models WHEN NEW.manifest LIKE '%were removed%'
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
    const { version, ...trained } = await shop.train(poor)
    expect(trained).toMatchObject({ status: 'trained', live: true })
    expect((await own())?.versions[0]).toMatchObject({ version, status: 'trained', live: true })
    expect(readdirSync(join(folder(), String(version)))).toContain('model.json')
    await shop.restart()
    expect(liveVersion()).toBe(version)
  })
})
