import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Value, valueInputSchema, valueSchema } from '../api/schemas/value.ts'
import type { Attune } from '../attune.ts'
import { configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { findPerson } from '../profile/find-person.ts'
import { erasePerson } from '../protect/rights/erase-person.ts'
import { type CustomerValues, createValue, valueScores } from './create-value.ts'
import { valuedWorkspaces } from './last-value.ts'
import { modelValue } from './model-value.ts'
import { shoppersUntil } from './shoppers.fixture.ts'

const workspace = 'default'
const now = Date.UTC(2026, 8, 1, 12)
const folder = mkdtempSync(join(tmpdir(), 'attune-value-'))
const log = pino({ level: 'silent' })
let attune: Attune
let values: CustomerValues
let value: Value

async function send(events: readonly Record<string, unknown>[]): Promise<void> {
  const result = await attune.collector.collect({ workspace, source: 'test', events: [...events] })
  if (!result.success) throw new Error(JSON.stringify(result.rejected.slice(0, 3)))
}

beforeAll(async () => {
  attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), clock: () => now, log })
  const events = shoppersUntil(now, 400)
  for (let at = 0; at < events.length; at += 1000) await send(events.slice(at, at + 1000))
  values = createValue({ ...attune, log, inThread: (order) => modelValue(order) })
  value = await values.fit(workspace, valueInputSchema.parse({}))
}, 60_000)
afterAll(async () => {
  values.close()
  await attune.close()
  rmSync(folder, { recursive: true, force: true })
})

const person = (userId: string) => findPerson(attune, workspace, userId)

test('the parts add up to the whole, and it can be read again', () => {
  expect(valueSchema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value)
  expect(values.last(workspace)).toEqual(value)
  expect(value.buyers).toBe(400)
  expect(value.currency).toBe('CNY')
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)
  expect(sum(value.deciles.map((one) => one.value)) / value.total.value).toBeCloseTo(1, 9)
  // Groups of fewer than five are not shown.
  const left = 400 - sum(value.groups.map((one) => one.buyers))
  expect(left === 0 || left >= 5).toBe(true)
  expect(Math.min(...value.groups.map((one) => one.buyers))).toBeGreaterThanOrEqual(5)
  expect(sum(value.groups.map((one) => one.value)) / value.total.value).toBeCloseTo(1, left === 0 ? 9 : 1)
  expect(sum(value.distribution.histogram.map((one) => one.buyers))).toBe(400)
  expect(value.total.low).toBeLessThan(value.total.value)
  expect(value.concentration.topFifth).toBeGreaterThan(0.3)
  expect(value.concentration.topFifth).toBeCloseTo(sum(value.deciles.slice(0, 2).map((one) => one.share)), 9)
})

test('who left is told from who stays, and why is said in both languages', () => {
  expect(value.churn.by).toBe('trees')
  expect(value.churn.auc).toBeGreaterThan(0.75)
  expect(value.churn.calibration!.error).toBeLessThan(0.1)
  const [first] = value.churn.drivers
  expect(['daysSinceOrder', 'pauseAgainstUsual', 'ordersLately', 'daysSinceVisit', 'visitsLately']).toContain(
    first!.feature,
  )
  expect(first!.text.en).not.toBe(first!.text.zh)
  expect(value.survival.curve.at(-1)!.value).toBeLessThan(0.8)
})

test('rules of segments can use the scores', async () => {
  const leaving = values.people(workspace, 0).people.filter(({ churn }) => churn > 0.5)
  expect(leaving.length).toBeGreaterThan(50)
  const { count } = await attune.segments.preview(workspace, { type: 'score', name: 'churn', op: '>', number: 0.5 })
  expect(count).toBe(leaving.length)
  expect(attune.segments.scores.list(workspace).map(({ name }) => name)).toEqual([...value.scores].sort())
})

test('a portrait says what somebody is worth, as of now, with what the chance of leaving rests on', async () => {
  const found = await person('shopper-0')
  const zh = values.of(workspace, found, 'zh')!
  expect(zh.lifetimeValue).toBeGreaterThan(0)
  expect(zh.groupName).toMatch(/\p{Script=Han}/u)
  expect(zh.drivers).toHaveLength(3)
  expect(zh.drivers[0]!.text).toMatch(/^更可能(流失|留下)：/)
  const before = values.of(workspace, found, 'en')!
  expect(before.drivers[0]!.text).toMatch(/^Likelier to (leave|stay): /)
  await send([
    {
      userId: 'shopper-0',
      timestamp: new Date(now - 1000).toISOString(),
      type: 'track',
      event: 'Order Completed',
      messageId: 'one-more',
      properties: { currency: 'CNY', products: [{ product_id: 'item-1', price: 100, quantity: 1 }] },
    },
  ])
  const after = values.of(workspace, found, 'en')!
  expect(after.observations).toBe(before.observations + 1)
  expect(after.churn).toBeLessThan(before.churn + 0.05)
  expect(values.of(workspace, { personId: 'nobody', aliases: ['nobody'] }, 'en')).toBeNull()
})

test('of who withdraws consent nothing is said, and the next fit knows nothing of them', async () => {
  const found = await person('shopper-1')
  expect(values.of(workspace, found, 'en')).not.toBeNull()
  const said = { workspace, personId: found.personId, purposes: { profiling: false }, at: now, source: 'api' } as const
  attune.consent.state(said)
  expect(values.of(workspace, found, 'en')).toBeNull()
  const again = await values.fit(workspace, valueInputSchema.parse({ model: 'pareto-nbd', churnDays: 60 }))
  expect(again.buyers).toBe(399)
  const listed: string[] = []
  for (let from: number | null = 0; from !== null; ) {
    const page: ReturnType<CustomerValues['people']> = values.people(workspace, from)
    listed.push(...page.people.map(({ personId }) => personId))
    from = page.next
  }
  expect(listed).toHaveLength(399)
  expect(listed).not.toContain(found.personId)
})

test('actions are proposed for whom they pay, by an uplift for everybody or by scores', async () => {
  const found = await values.nextActions(workspace, {
    actions: [
      { name: 'coupon', cost: 5, uplift: 0.1, worth: 'order' },
      { name: 'call', cost: 1e6, uplift: 0.5, worth: 'order' },
    ],
    limit: 10,
  })
  expect(found.people.length).toBeGreaterThan(0)
  expect(found.people.every(({ action }) => action === 'coupon')).toBe(true)
  expect(found.actions[0]!.people + found.nothing).toBe(found.buyers)
  await expect(
    values.nextActions(workspace, {
      actions: [{ name: 'mail', cost: 0, uplift: { score: 'not-there' }, worth: 'order' }],
      limit: 1,
    }),
  ).rejects.toThrow(expect.objectContaining({ code: 'unknown-score' }))
})

test('a score from before two identities were joined is that of the one person whom both stand for', async () => {
  const { personId } = await person('shopper-2')
  const pages = () => {
    const page = values.people(workspace, 0)
    return page.people.find((one) => one.personId === personId)
  }
  const actions = [{ name: 'mail', cost: 0, uplift: { score: 'likes-mail' }, worth: 'order' as const }]
  attune.segments.scores.put(workspace, 'likes-mail', [{ personId, value: 0.5 }], { replace: true })
  const [listed, proposed] = [pages(), await values.nextActions(workspace, { actions, limit: 10 })]
  expect(listed!.rfm).not.toBeNull()
  expect(proposed.people.map((one) => one.personId)).toEqual([personId])
  await send([{ type: 'identify', userId: 'shopper-2', anonymousId: 'visitor-2' }])
  const [visitor] = attune.identity.aliasesOf(workspace, personId).filter((id) => id !== personId)
  // As they were given to the visitor, whom nobody knew to be the shopper.
  attune.state.raw.prepare('UPDATE scores SET person_id = ? WHERE person_id = ?').run(visitor!, personId)
  expect(pages()).toMatchObject({ rfm: listed!.rfm, group: listed!.group })
  expect(await values.nextActions(workspace, { actions, limit: 10 })).toEqual(proposed)
})

test('a page ends after two thousand people who never bought, and the next goes on from there', () => {
  const looked: number[] = []
  const real = attune.activity.of(workspace)
  const many = {
    ...real,
    slots: 5000,
    personOf(slot: number) {
      looked.push(slot)
      return undefined
    },
  }
  const sparse = createValue({ ...attune, activity: { ...attune.activity, of: () => many }, log })
  expect(sparse.people(workspace, 0)).toEqual({ people: [], next: 2000 })
  expect(looked).toHaveLength(2000)
  expect(sparse.people(workspace, 4000)).toEqual({ people: [], next: null })
  sparse.close()
})

test('who is erased is in the summary no longer than until the next hour', async () => {
  const [found, before] = [await person('shopper-3'), values.last(workspace)!]
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const renewing = createValue({ ...attune, log, inThread: (order) => modelValue(order) })
    vi.advanceTimersByTime(60 * 60_000)
    expect(valuedWorkspaces(attune.state)).toEqual([{ workspace, at: now }])
    await erasePerson(attune, workspace, found, { actor: 'test', note: '' })
    expect(values.last(workspace)).toEqual(before)
    vi.advanceTimersByTime(60 * 60_000)
    await vi.waitFor(() => expect(values.last(workspace)!.buyers).toBe(before.buyers - 1), 50_000)
    expect(valuedWorkspaces(attune.state)).toEqual([{ workspace, at: now }])
    renewing.close()
  } finally {
    vi.useRealTimers()
  }
}, 60_000)

test('who is erased while the models are fitted is taken out by the next fit', async () => {
  const found = await person('shopper-4')
  const slow = createValue({
    ...attune,
    log,
    async inThread(order) {
      await erasePerson(attune, workspace, found, { actor: 'test', note: '' })
      return modelValue(order)
    },
  })
  await slow.fit(workspace, valueInputSchema.parse({}))
  expect(valuedWorkspaces(attune.state)).toEqual([{ workspace, at: 0 }])
  expect(slow.people(workspace, 0).people.map(({ personId }) => personId)).not.toContain(found.personId)
  slow.close()
})

test('where too few are left, nothing of before stays', async () => {
  const names = () => attune.segments.scores.list(workspace).map(({ name }) => name)
  expect(names()).toEqual(expect.arrayContaining([...valueScores]))
  const nobody = createValue({
    ...attune,
    consent: { ...attune.consent, allowed: () => false },
    log,
    inThread: (order) => modelValue(order),
  })
  await expect(nobody.fit(workspace, valueInputSchema.parse({}))).rejects.toMatchObject({ code: 'too-few-buyers' })
  expect(nobody.last(workspace)).toBeUndefined()
  expect(() => nobody.people(workspace, 0)).toThrow(expect.objectContaining({ code: 'no-value' }))
  expect(names().filter((name) => (valueScores as readonly string[]).includes(name))).toEqual([])
  nobody.close()
})

test('where hardly anybody came back it is said what is missing', async () => {
  await expect(values.fit('another', valueInputSchema.parse({}))).rejects.toThrow(
    expect.objectContaining({ code: 'too-few-buyers', details: { repeatBuyers: 0 } }),
  )
  expect(() => values.people('another', 0)).toThrow(expect.objectContaining({ code: 'no-value' }))
})
