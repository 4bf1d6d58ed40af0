import { seededRng } from '@attune/measure'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { MetricDefinition } from '../api/schemas/metrics.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { aaChecks, checkAa } from './check-aa.ts'

const now = Date.UTC(2026, 2, 2, 12)
const day = 86_400_000
let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture({}, now)
})
afterEach(() => api.close())

/** People who look around, of whom some buy. */
async function traffic(people: number): Promise<void> {
  const rng = seededRng(11)
  await api.attune.events.append({
    events: Array.from({ length: people }, (_, at) => {
      const ts = now - Math.floor(rng() * 10 * day) - 1000
      const told = (event: string, n: number, value: number | null = null) =>
        sampleEvent({ messageId: `m-${at}-${n}`, personId: `p_${at}`, event, value, ts, receivedAt: ts })
      return rng() < 0.3 ? [told('Product Viewed', 0), told('Bought', 1, 10 + 5 * rng())] : [told('Product Viewed', 0)]
    }).flat(),
  })
}
const bought: MetricDefinition = { kind: 'proportion', of: { events: ['Bought'] } }

test('people compared with their like give p values that are spread evenly, and no alarm', async () => {
  await traffic(1500)
  const metric = await api.attune.metrics.put('default', 'bought', bought, 'test')
  for (let on = 0; on < 8; on++) {
    api.clock.now = now + on * 1000 * 60 * 60 * 24
    // The same traffic in other halves.
    const source = { ...api.attune, clock: () => now }
    expect(await checkAa(source, { workspace: 'default', metrics: [metric], salt: `salt ${on}` })).toBe(1)
    api.attune.state.raw.prepare('UPDATE aa_checks SET day = ? WHERE day = ?').run(`2026-01-${10 + on}`, '2026-03-02')
  }
  const ps = api.attune.state.raw
    .prepare('SELECT p FROM aa_checks')
    .all()
    .map(({ p }) => Number(p))
  expect(new Set(ps).size).toBe(8)
  expect(Math.min(...ps)).toBeLessThan(0.4)
  expect(Math.max(...ps)).toBeGreaterThan(0.6)
  const { checks } = (await api.call('read', 'GET', '/v1/aa-checks')).json()
  expect(checks).toMatchObject([{ metric: 'bought', days: 8, alarm: false }])
})

test('more false alarms than one in twenty are an alarm', () => {
  const { state } = api.attune
  const put = state.raw.prepare('INSERT INTO aa_checks VALUES (?, ?, ?, ?, ?, ?)')
  for (let on = 0; on < 40; on++) {
    put.run('default', `2026-01-${on}`, 'sound', on < 2 ? 0.01 : 0.5, 1000, now)
    put.run('default', `2026-01-${on}`, 'broken', on < 9 ? 0.01 : 0.5, 1000, now)
  }
  // P(X ≥ 2) and P(X ≥ 9) of a binomial of 40 with .05, by hand: 1 − .95⁴⁰ − 40 · .05 · .95³⁹ = .60094.
  expect(aaChecks(state, 'default')).toMatchObject([
    { metric: 'broken', falseAlarms: 9, alarm: true },
    { metric: 'sound', falseAlarms: 2, p: expect.closeTo(0.60094, 4), alarm: false },
  ])
})

test('power goes by what people did lately', async () => {
  await traffic(2000)
  await api.attune.metrics.put('default', 'bought', bought, 'test')
  const answer = (
    await api.call('read', 'GET', '/v1/experiment-power?metric=bought&effect=0.1&days=14&method=frequentist')
  ).json()
  expect(answer.peopleSeen).toBe(2000)
  const { baseline: p } = answer
  expect(p).toBeGreaterThan(0.27)
  expect(p).toBeLessThan(0.33)
  // (z₀.₉₇₅ + z₀.₈)² (p (1 − p) + q (1 − q)) / (q − p)² an arm with q = 1.1 p, by the textbook.
  const q = 1.1 * p
  const textbook = (7.849 * (p * (1 - p) + q * (1 - q))) / (q - p) ** 2
  expect(Math.abs(answer.unitsPerArm / textbook - 1)).toBeLessThan(0.01)
  expect(answer.days).toBe(Math.ceil(answer.units / (2000 / 14)))
  expect(answer.words.zh).toMatch(/每个版本/)
  const unknown = await api.call('read', 'GET', '/v1/experiment-power?metric=nothing')
  expect(unknown.json().code).toBe('unknown-metric')
  await api.attune.metrics.put('default', 'never', { kind: 'proportion', of: { events: ['Never'] } }, 'test')
  expect((await api.call('read', 'GET', '/v1/experiment-power?metric=never')).json().code).toBe('too-little-traffic')
})

test('the machine compares once a day, while an experiment runs', async () => {
  await traffic(600)
  await api.attune.metrics.put('default', 'bought', bought, 'test')
  const days = () => aaChecks(api.attune.state, 'default').find(({ metric }) => metric === 'bought')?.days
  await api.attune.experimentJobs.runDue()
  expect(days(), 'nobody experiments').toBeUndefined()
  const variations = ['a', 'b'].map((id) => ({ id, weight: 1 }))
  await api.attune.experiments.put('default', 'test', { variations, metrics: ['bought'] }, 'test')
  await api.attune.experiments.start('default', 'test', 'test')
  for (const hours of [0, 1, 25]) {
    api.clock.now = now + hours * 3_600_000
    await api.attune.experimentJobs.runDue()
  }
  expect(days()).toBe(2)
})
