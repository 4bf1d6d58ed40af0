import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { findPerson } from '../packages/attune/src/profile/find-person.ts'
import { expire } from '../packages/attune/src/protect/retention.ts'
import { erasePerson } from '../packages/attune/src/protect/rights/erase-person.ts'
import { subjectDigest } from '../packages/attune/src/protect/rights/subject-digest.ts'
import { openInstallation, type TestInstallation } from './support.ts'

let house: TestInstallation | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await house?.close()
  house = undefined
})

const day = Date.UTC(2026, 2, 2)
const now = () => day + 86_400_000
const view = (userId: string, item: string, n: number) => ({
  type: 'track',
  userId,
  messageId: `${userId}-${item}-${n}`,
  event: 'Product Viewed',
  timestamp: new Date(day + n * 60_000).toISOString(),
  properties: { product_id: item },
})

/** Ten people who view four of seven items each; ann views one that nobody else does. */
const people = ['ann', ...Array.from({ length: 9 }, (_, n) => `person ${n}`)]
const viewsOf = (person: string): object[] => {
  const at = people.indexOf(person)
  const items = Array.from({ length: 4 }, (_, n) => `item-${(at + n * (1 + (at % 2))) % 7}`)
  return (person === 'ann' ? [...items, 'only-ann'] : items).map((item, n) => view(person, item, at * 10 + n))
}

async function shop(among: readonly string[] = people): Promise<TestInstallation> {
  house = await openInstallation({ now })
  for (const person of among) await house.send(viewsOf(person))
  return house
}

async function train(at: TestInstallation, name: string, parameters = {}, promote = true, kind?: string) {
  const asked = { workspace: 'default', name, parameters, promote, kind, actor: 'test' }
  const { done } = await at.attune.models.train(asked)
  return done
}

const erase = (at: TestInstallation, id: string) =>
  at.ask('admin', 'POST', `/v1/people/${encodeURIComponent(id)}/erase`, { confirm: id })
/** As the API does, without beginning what follows. */
const eraseAlone = async (at: TestInstallation, id: string) =>
  erasePerson(at.attune, 'default', await findPerson(at.attune, 'default', id), { actor: 'test', note: '' })
const requestsOf = async (at: TestInstallation) => (await at.ask('admin', 'GET', '/v1/privacy/requests')).body.requests
const modelsOf = async (at: TestInstallation, id?: string) =>
  (await requestsOf(at)).find((request: { id: string }) => id === undefined || request.id === id).models
const live = (at: TestInstallation, name: string) => at.attune.models.live('default', name)
const versionsOf = async (at: TestInstallation, name: string) =>
  (await at.attune.models.list('default')).models.find((model) => model.name === name)?.versions ?? []

test('live models are without the person before anything else is done, each in its own way, and it is written down', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  await train(at, 'ials', { factors: 4 })
  await train(at, 'bpr', { factors: 4, epochs: 5 })
  // The database file is not written anew until the test says so.
  const compact = Promise.withResolvers<void>()
  vi.spyOn(at.attune.events, 'compact').mockReturnValue(compact.promise)
  expect((await erase(at, 'ann')).body.receipt).toMatchObject({
    models: ['bpr', 'ials', 'itemKnn'],
    unlearning: { bpr: 'retrain', ials: 'approximate', itemKnn: 'exact' },
  })
  await expect.poll(() => modelsOf(at), { timeout: 20_000 }).toHaveLength(3)
  expect(await modelsOf(at)).toMatchObject([
    { name: 'bpr', state: 'scheduled', exactness: null, version: null },
    { name: 'ials', state: 'scheduled', exactness: 'approximate', version: 2 },
    { name: 'itemKnn', state: 'updated', exactness: 'exact', version: 2 },
  ])
  expect(live(at, 'itemKnn')?.itemIds).not.toContain('only-ann')
  expect(live(at, 'ials')?.itemIds).not.toContain('only-ann')
  expect(live(at, 'bpr')?.itemIds).toContain('only-ann')
  expect((await requestsOf(at))[0].purgedAt).toBeNull()

  compact.resolve()
  await at.attune.purge.start()
  expect(await modelsOf(at)).toMatchObject([
    { name: 'bpr', state: 'retrained', exactness: null, version: 2 },
    { name: 'ials', state: 'retrained', exactness: 'approximate', version: 3 },
    { name: 'itemKnn', state: 'updated', exactness: 'exact', version: 2 },
  ])
  expect(live(at, 'bpr')?.itemIds).not.toContain('only-ann')
  const folders = (name: string) => readdirSync(join(at.dataDir, 'models', 'default', name))
  expect([folders('bpr'), folders('ials'), folders('itemKnn')]).toEqual([['2'], ['3'], ['2']])
  const [version] = await versionsOf(at, 'itemKnn')
  expect(version).toMatchObject({ live: true, metricsFrom: 1, note: { en: expect.stringMatching(/exactly/) } })
  expect(version?.data?.persons).toBe(9)
  expect((await versionsOf(at, 'ials'))[0]).toMatchObject({ live: true, metricsFrom: null })
})

test('what a model has learnt is then what one trained on everybody else has learnt, by its hash and its weights', async () => {
  const at = await shop()
  const names = ['itemKnn', 'recencyItemKnn', 'popularity', 'ease', 'userKnn', 'association', 'hybrid']
  for (const name of names) await train(at, name)
  await erase(at, 'ann')
  await at.attune.purge.start()
  const history = { items: Int32Array.of(0, 2), weights: Float32Array.of(1, 1), times: Float64Array.of(0, 1) }
  for (const name of names) {
    const [version] = await versionsOf(at, name)
    expect(version, name).toMatchObject({ version: 2, live: true })
    const { data } = await train(at, `${name}-anew`, {}, true, name)
    expect(version?.data, name).toEqual(data)
    const [own, anew] = [live(at, name), live(at, `${name}-anew`)]
    expect(own?.itemIds).toEqual(anew?.itemIds)
    const all = Int32Array.from(own?.itemIds.keys() ?? [])
    const scores = [...(own?.recommender.score(history, all) ?? [])]
    expect(scores.some((score) => score > 0)).toBe(true)
    for (const [item, score] of scores.entries())
      expect(anew?.recommender.score(history, all)[item], name).toBeCloseTo(score, 5)
  }
})

test('many erasures are one change of the model, and who came after the training is none', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  await at.send([view('late', 'item-1', 900), view('late', 'item-2', 901)])
  await erase(at, 'late')
  await at.attune.purge.start()
  expect(await modelsOf(at)).toMatchObject([{ name: 'itemKnn', state: 'untouched', version: null }])
  expect(live(at, 'itemKnn')?.version).toBe(1)

  const erased: string[] = []
  for (const person of people.slice(0, 5)) erased.push((await eraseAlone(at, person)).requestId)
  await at.attune.purge.start()
  expect(live(at, 'itemKnn')?.version).toBe(2)
  expect((await versionsOf(at, 'itemKnn'))[0]?.data?.persons).toBe(5)
  for (const request of erased) expect(await modelsOf(at, request)).toMatchObject([{ state: 'updated', version: 2 }])
})

test('what a kill broke off is done at the next start', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  await eraseAlone(at, 'ann')
  const { dataDir } = at
  expect(live(at, 'itemKnn')?.itemIds).toContain('only-ann')
  await at.close()
  house = await openInstallation({ dataDir, now })
  await expect.poll(() => live(house as TestInstallation, 'itemKnn')?.version, { timeout: 20_000 }).toBe(2)
  await house.attune.purge.settled()
  expect(live(house, 'itemKnn')?.itemIds).not.toContain('only-ann')
  expect(await modelsOf(house)).toMatchObject([{ state: 'updated', version: 2 }])

  // Killed after the model was live and before it was written down: the model holds nothing, and says so.
  const { requestId } = await eraseAlone(house, 'person 1')
  const { subjects } = house.attune.state.raw
    .prepare('SELECT subjects FROM privacy_requests WHERE id = ?')
    .get(requestId) as { subjects: string }
  await house.attune.models.forget('default', 'itemKnn', JSON.parse(subjects) as string[])
  await house.close()
  house = await openInstallation({ dataDir, now })
  await house.attune.purge.start()
  expect(live(house, 'itemKnn')?.version).toBe(3)
  expect(await modelsOf(house, requestId)).toMatchObject([{ state: 'untouched' }])
})

test('an erasure that broke off after the rows were gone still reaches the models', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  vi.spyOn(at.attune.models, 'exactness').mockImplementationOnce(() => {
    throw new Error('the process ends here')
  })
  await expect(eraseAlone(at, 'ann')).rejects.toThrow('the process ends here')
  const { dataDir } = at
  await at.close()
  house = await openInstallation({ dataDir, now })
  await expect.poll(() => live(house as TestInstallation, 'itemKnn')?.version, { timeout: 20_000 }).toBe(2)
  await house.attune.purge.settled()
  expect(live(house, 'itemKnn')?.itemIds).not.toContain('only-ann')
  expect(await modelsOf(house)).toMatchObject([{ state: 'updated', version: 2 }])
})

test('nobody comes back by a training that was under way when they were erased', async () => {
  const at = await shop()
  const subjectOf = (userId: string): string =>
    subjectDigest(at.attune.vault, 'default', at.attune.identity.personIdOf('default', { userId }))
  for (const [name, parameters, person, state] of [
    ['itemKnn', {}, 'ann', 'untouched'],
    ['bpr', { factors: 4, epochs: 5 }, 'person 1', 'scheduled'],
  ] as const) {
    let told: ReturnType<typeof at.attune.models.forget> | undefined
    const onProgress = ({ stage }: { stage: string }): void => {
      // The data were handed over already.
      if (stage === 'read') told ??= at.attune.models.forget('default', name, [subjectOf(person)])
    }
    const { done } = await at.attune.models.train({ workspace: 'default', name, parameters, actor: 'test', onProgress })
    const version = await done
    expect(await told).toMatchObject({ state })
    // What can forgets before it is live; what cannot is trained anew.
    expect(version).toMatchObject({ version: 1, live: true, data: { persons: state === 'untouched' ? 9 : 10 } })
    expect(live(at, name)?.itemIds.includes('only-ann')).toBe(state === 'scheduled')
  }
  for (const person of ['ann', 'person 1']) await eraseAlone(at, person)
  await at.attune.purge.start()
  for (const name of ['itemKnn', 'bpr']) {
    expect(live(at, name)?.itemIds).not.toContain('only-ann')
    expect((await versionsOf(at, name)).find((one) => one.live)?.data?.persons).toBe(8)
  }
})

test('where what a model learnt from is kept no longer it is trained anew: retention, a model from before', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  expect(at.attune.models.exactness('default', 'itemKnn')).toBe('exact')
  const file = join(at.dataDir, 'models', 'default', 'itemKnn', '1', 'learnt.safetensors')
  expect(existsSync(file)).toBe(true)
  const retention = { 'Product Viewed': 1 - 10 / 1440 }
  const config = { ...at.attune.config, protect: { ...at.attune.config.protect, retention } }
  expect((await expire({ ...at.attune, config })).events).toBeGreaterThan(0)
  expect(existsSync(file)).toBe(false)
  expect(at.attune.models.exactness('default', 'itemKnn')).toBe('retrain')
  const { body } = await erase(at, 'person 8')
  expect(body.receipt.unlearning).toEqual({ itemKnn: 'retrain' })
  await at.attune.purge.start()
  expect(await modelsOf(at)).toMatchObject([{ state: 'retrained', version: 2 }])
})

test('whoever’s events were all removed by retention since the training is taken out of the model too', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  const retention = { 'Product Viewed': 1 - 10 / 1440 }
  await expire({ ...at.attune, config: { ...at.attune.config, protect: { ...at.attune.config.protect, retention } } })
  expect(live(at, 'itemKnn')?.itemIds).toContain('only-ann')
  const { body } = await erase(at, 'ann')
  expect(body.receipt).toMatchObject({ removed: { interactions: 0 }, unlearning: { itemKnn: 'retrain' } })
  await at.attune.purge.start()
  expect(live(at, 'itemKnn')?.itemIds).not.toContain('only-ann')
})

test('where the file cannot be written anew, what models learnt from goes all the same', async () => {
  const at = await shop()
  await train(at, 'itemKnn')
  vi.spyOn(at.attune.events, 'compact').mockRejectedValueOnce(new Error('the disk is full'))
  const protect = { ...at.attune.config.protect, retention: { 'Product Viewed': 1 - 10 / 1440 } }
  await expect(expire({ ...at.attune, config: { ...at.attune.config, protect } })).rejects.toThrow('the disk is full')
  expect(at.attune.models.exactness('default', 'itemKnn')).toBe('retrain')
})

test('with nobody left no version is live; versions that never were live lose their files', async () => {
  const at = await shop(['ann'])
  await train(at, 'itemKnn')
  await train(at, 'userKnn', {}, false)
  await erase(at, 'ann')
  await at.attune.purge.start()
  expect(live(at, 'itemKnn')).toBeUndefined()
  expect(await modelsOf(at)).toMatchObject([
    { name: 'itemKnn', state: 'stopped' },
    { name: 'userKnn', state: 'removed' },
  ])
  for (const name of ['itemKnn', 'userKnn'])
    expect(readdirSync(join(at.dataDir, 'models', 'default', name))).toEqual([])
})
