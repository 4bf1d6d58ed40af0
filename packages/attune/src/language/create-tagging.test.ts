import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { AnalyseResponse, TaggerView } from '../api/schemas/language.ts'
import { saveModel } from '../finetune/save-model.ts'
import { trainTagger } from '../finetune/train-tagger.ts'

let api: ApiFixture
let encoders: string
let time = 0
const settings = {
  encoder: 'scratch',
  method: 'full',
  epochs: 6,
  batch: 16,
  longest: 24,
  rank: 8,
  seed: 1,
  threads: 1,
} as const

/** Materials in either language stand behind “made of” and 材质是. */
const materials = ['cotton', 'linen', 'silk', '纯棉', '亚麻', '真丝']
const things = ['shirt', 'sheet', '衬衫', '床单']
const rows = Array.from({ length: 168 }, (_, n) => {
  const material = materials[n % materials.length] as string
  const thing = things[n % things.length] as string
  const before = n % 2 === 0 ? `${thing} made of ` : `${thing} 材质是 `
  const entities = [{ start: before.length, end: before.length + material.length, label: 'material' }]
  return { text: `${before}${material}`, entities }
})

beforeAll(async () => {
  api = await apiFixture()
  encoders = join(api.attune.config.dataDir, 'encoders')
  mkdirSync(encoders, { recursive: true })
  const all = { rows, leftOut: [] }
  const trained = await trainTagger({ train: all, test: all }, settings, { clock: () => time++ })
  expect(trained.report.f1).toBeGreaterThan(0.9)
  saveModel(join(encoders, 'materials'), trained, settings, '# A card\n')
}, 60_000)
afterAll(() => api.close())

const choose = (model: string | null) => api.call('admin', 'PUT', '/v1/language/tagger', { model })
async function analyse(...texts: string[]): Promise<AnalyseResponse> {
  const answer = await api.call('read', 'POST', '/v1/language/analyse', { texts })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json() as AnalyseResponse
}
const found = ({ texts }: AnalyseResponse) =>
  texts.map(({ entities }) => entities.map((one) => [one.kind, one.text, one.source]))

test('what a model finds stands beside what rules find, with its label and how sure it is, in both languages', async () => {
  const texts = ['shirt made of linen 20% off', '床单 材质是 真丝', '']
  const before = await analyse(...texts)
  expect(before.tagger).toEqual({ model: null, labels: [], problem: null })
  expect(found(before)).toEqual([[['percent', '20% off', 'rule']], [], []])
  const chosen = await choose('materials')
  expect(chosen.json() as TaggerView).toEqual({ model: 'materials', labels: ['material'], problem: null })
  const after = await analyse(...texts)
  expect(after.tagger.problem).toBeNull()
  expect(found(after)).toEqual([
    [
      ['named', 'linen', 'model'],
      ['percent', '20% off', 'rule'],
    ],
    [['named', '真丝', 'model']],
    [],
  ])
  const [linen] = after.texts[0]?.entities ?? []
  expect(linen?.value).toEqual({ label: 'material', name: 'linen' })
  expect(linen?.confidence).toBeGreaterThan(0.5)
  expect(linen?.confidence).toBeLessThanOrEqual(1)
})

test('a model that is not there, is for something else or is a path is not chosen, and the one before stays', async () => {
  await choose('materials')
  mkdirSync(join(encoders, 'hollow'))
  expect((await choose('never-made')).json()).toMatchObject({ status: 404, code: 'unknown-model' })
  expect((await choose('hollow')).json()).toMatchObject({ status: 400, code: 'bad-model' })
  expect((await choose('../encoders/materials')).statusCode).toBe(400)
  expect((await choose('never-made')).body).not.toContain('never-made')
  expect((await api.call('read', 'GET', '/v1/language/tagger')).json()).toMatchObject({ model: 'materials' })
})

test('where the model is gone texts are analysed without it, and the answer says so; it is asked again after a rest', async () => {
  await choose(null)
  expect(found(await analyse('shirt made of linen'))).toEqual([[]])
  await choose('materials')
  const { attune, clock } = api
  await attune.tagging.close()
  rmSync(join(encoders, 'materials', 'tagger.json'))
  const without = await analyse('shirt made of linen 20% off')
  expect(found(without)).toEqual([[['percent', '20% off', 'rule']]])
  expect(without.tagger).toMatchObject({ model: 'materials', problem: expect.stringContaining('cannot be used') })
  rmSync(join(encoders, 'materials'), { recursive: true })
  expect((await analyse('x')).tagger.problem).toContain('cannot be used')
  clock.now += 61_000
  expect((await analyse('x')).tagger.problem).toContain('no model')
})
