import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dividedPeople, tellPeople } from '../../uplift/divided-people.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { UpliftDetail, UpliftList, UpliftSegment, UpliftSummary, UpliftTargets } from '../schemas/uplift.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture({ protect: { regime: 'open' } })
})
afterEach(() => api.close())

const people = dividedPeople(1200)
const get = async <Answer>(url: string): Promise<Answer> => (await api.call('read', 'GET', url)).json() as Answer

async function trained(input: object = {}): Promise<UpliftSummary> {
  const begun = await api.call('admin', 'POST', '/v1/uplift', { experiment: 'coupon', ...input })
  expect(begun.statusCode, begun.body).toBe(202)
  const summary = begun.json() as UpliftSummary
  expect(summary.state).toBe('running')
  await api.attune.uplift.settled('default')
  return summary
}

test('a model is learnt from an experiment, says whom it moves, and those are kept as a segment', async () => {
  expect(await get('/v1/uplift')).toEqual({ models: [] })
  await tellPeople(api, people)
  const { id } = await trained()
  const { models } = await get<UpliftList>('/v1/uplift')
  expect(models).toMatchObject([
    {
      id,
      state: 'finished',
      of: { by: 'experiment', id: 'coupon' },
      treatment: 'coupon',
      control: 'none',
      people: 1200,
    },
  ])
  const { report } = await get<UpliftDetail>(`/v1/uplift/${id}`)
  expect(report?.people).toMatchObject({ of: 1200 })
  // Half are moved by .5, half not at all.
  expect(report!.effect.low).toBeGreaterThan(0.15)
  expect(report!.effect.high).toBeLessThan(0.35)
  expect(report!.scikitUplift.qini!.low).toBeGreaterThan(0)
  expect(report!.causalml.auuc).not.toBeNull()
  expect(report!.curve).toHaveLength(21)
  expect(report!.curve[20]!.gain.value).toBeCloseTo(report!.curve[20]!.random, 9)
  expect(report!.groups[0]!.uplift.value).toBeGreaterThan(report!.groups.at(-1)!.uplift.value)
  expect(report!.groups.every(({ people: count }) => count >= 20)).toBe(true)
  expect(report!.best30.overRandom.low).toBeGreaterThan(0)
  expect(report!.refutation).toHaveLength(3)
  expect(['views_before', 'items_before']).toContain(report!.drivers[0]!.feature)
  expect(report!.drivers[0]!.high!).toBeGreaterThan(report!.drivers[0]!.low!)
  // What it learnt from is gone, and nobody stands in what is left.
  const run = api.attune.runs.find('default', id)
  expect(existsSync(join(run.folder, 'rows.jsonl'))).toBe(false)
  // Well between what moves one half and what does not move the other, so that chance moves nobody across.
  const economics = { value: 10, cost: 2.5 }
  const answer = await api.call('read', 'POST', `/v1/uplift/${id}/targets`, economics)
  expect(answer.statusCode, answer.body).toBe(200)
  const targets = answer.json() as UpliftTargets
  expect(targets.share.value).toBeGreaterThan(0.3)
  expect(targets.share.value).toBeLessThan(0.7)
  expect(targets.people).toBe(1200)
  expect(targets.overEverybody.value).toBeGreaterThan(0)
  expect(targets.overRandom.low).toBeGreaterThan(0)
  expect(targets.expected.chosen.value).toBeGreaterThan(targets.expected.random.value)
  const kept = await api.call('admin', 'POST', `/v1/uplift/${id}/segment`, {
    ...economics,
    segment: 'coupon-pays',
    title: 'Coupon pays',
  })
  expect(kept.statusCode, kept.body).toBe(200)
  const segment = kept.json() as UpliftSegment
  expect(segment).toMatchObject({
    segment: 'coupon-pays',
    score: `${id}.advertising.90`,
    members: targets.chosen,
    scored: 1200,
  })
  const shown = await get<{ members: number }>('/v1/segments/coupon-pays')
  expect(shown.members).toBe(segment.members)
  // A segment of others does not change who is in this one.
  const lately = {
    ...economics,
    purpose: 'personalisation',
    seenWithinDays: 1,
    segment: 'seen-lately',
    title: 'Lately',
  }
  expect((await api.call('admin', 'POST', `/v1/uplift/${id}/segment`, lately)).statusCode).toBe(200)
  expect((await get<{ members: number }>('/v1/segments/coupon-pays')).members).toBe(segment.members)
  const dear = await api.call('admin', 'POST', `/v1/uplift/${id}/segment`, {
    value: 1,
    cost: 9,
    segment: 'x',
    title: 'x',
  })
  expect(dear.json()).toMatchObject({ status: 409, code: 'treat-nobody' })
  expect((await api.call('admin', 'DELETE', `/v1/uplift/${id}`)).statusCode).toBe(204)
  expect((await api.call('read', 'GET', `/v1/uplift/${id}`)).json()).toMatchObject({
    status: 404,
    code: 'unknown-uplift',
  })
})

test('people without a past of their own teach nothing, and the list says why', async () => {
  await tellPeople(
    api,
    people.map((one) => ({ ...one, curious: false })),
  )
  const { id } = await trained()
  const { models } = await get<UpliftList>('/v1/uplift')
  expect(models).toMatchObject([{ id, state: 'failed', failure: { code: 'no-past' } }])
  // It can be opened, and taken off the list.
  expect(await get(`/v1/uplift/${id}`)).toMatchObject({ state: 'failed', report: null })
  expect((await api.call('admin', 'DELETE', `/v1/uplift/${id}`)).statusCode).toBe(204)
  expect(await get('/v1/uplift')).toEqual({ models: [] })
})

test('who did not agree is neither learnt from nor chosen', async () => {
  await tellPeople(api, people)
  for (const { userId } of people.slice(0, 40))
    await api.call('admin', 'POST', '/v1/consent', { userId, purposes: { training: false } })
  for (const { userId } of people.slice(40, 100))
    await api.call('admin', 'POST', '/v1/consent', { userId, purposes: { advertising: false } })
  const { id } = await trained({ metric: 'buyers', method: 'x' })
  expect((await get<UpliftDetail>(`/v1/uplift/${id}`)).people).toBe(1160)
  const count = async (purpose: string) =>
    (
      (
        await api.call('read', 'POST', `/v1/uplift/${id}/targets`, { value: 10, cost: 1, purpose })
      ).json() as UpliftTargets
    ).people
  expect(await count('advertising')).toBe(1140)
  expect(await count('personalisation')).toBe(1200)
})

test('too few people, unknown names and other rights are refused in words', async () => {
  await tellPeople(api, people.slice(0, 100))
  const code = async (input: object, scope: 'admin' | 'read' = 'admin') =>
    (await api.call(scope, 'POST', '/v1/uplift', input)).json().code
  expect(await code({ experiment: 'coupon' })).toBe('too-few-people')
  expect(await code({ experiment: 'unknown' })).toBe('unknown-experiment')
  expect(await code({ experiment: 'coupon', metric: 'order-value' })).toBe('metric-not-per-person')
  expect(await code({ experiment: 'coupon', treatment: 'x' })).toBe('unknown-variation')
  expect(await code({ placement: 'nowhere' })).toBe('unknown-placement')
  expect(await code({})).toBe('invalid-request')
  expect(await code({ experiment: 'coupon', placement: 'home' })).toBe('invalid-request')
  expect(await code({ experiment: 'coupon', days: 0 })).toBe('invalid-request')
  expect((await api.call('read', 'POST', '/v1/uplift', { experiment: 'coupon' })).statusCode).toBe(403)
  expect((await api.call('read', 'POST', '/v1/uplift/x/segment', {})).statusCode).toBe(403)
  expect((await api.call('read', 'POST', '/v1/uplift/x/targets', { value: 1, cost: 0 })).json().code).toBe(
    'unknown-uplift',
  )
})

test('a model goes when nothing is kept any more of what it learnt from', async () => {
  await api.close()
  api = await apiFixture({ protect: { regime: 'open', retention: { '*': 60, 'Order Completed': 200 } } })
  await tellPeople(api, people.slice(0, 500))
  const { id } = await trained()
  api.clock.now += 150 * 86_400_000
  api.attune.uplift.removeOld()
  expect((await get<UpliftList>('/v1/uplift')).models).toHaveLength(1)
  const { held } = (await api.call('admin', 'GET', '/v1/privacy/report')).json()
  expect(held).toContainEqual(
    expect.objectContaining({
      what: 'upliftModel',
      name: id,
      count: 500,
      form: 'figures',
      retention: { days: 200, rule: 'protect.retention' },
    }),
  )
  api.clock.now += 60 * 86_400_000
  api.attune.uplift.removeOld()
  expect(await get('/v1/uplift')).toEqual({ models: [] })
})
