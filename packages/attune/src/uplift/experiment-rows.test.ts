import { afterEach, expect, test } from 'vitest'
import { metricSchema } from '../api/schemas/metrics.ts'
import type { Attune } from '../attune.ts'
import { configSchema } from '../config/schema.ts'
import type { Experiment } from '../experiments/experiment.ts'
import {
  day,
  hour,
  openLog,
  ordered,
  runningExperiment,
  start,
  type ToldEvent,
  viewed,
} from '../experiments/experiment-log.fixture.ts'
import { days, type FixtureFact, type FixtureSource, openFixture } from '../report/event-log.fixture.ts'
import { timeRange } from '../report/time-range.ts'
import { sampleInteraction } from '../store/sample-rows.ts'
import { type ExperimentRowsRequest, experimentRows, type RowsSource } from './experiment-rows.ts'

let source: FixtureSource
afterEach(() => source?.close())

const placement = {
  id: 'home',
  title: { en: 'Home', zh: '首页' },
  split: [
    { variation: 'personalised', model: 'a', weight: 1 },
    { variation: 'popular', model: 'b', weight: 1 },
  ],
  control: 'popular',
  includeSeen: false,
  filter: {},
  exploration: 0,
}
const request: ExperimentRowsRequest = {
  workspace: 'default',
  of: { placement: 'home' },
  range: timeRange({ from: '2026-03-01', to: '2026-03-31' }, days(40)),
  days: 7,
}
const allowing = (refusing: readonly string[]) =>
  ({ exceptions: () => ({ allowedByDefault: true, personIds: refusing }) }) as unknown as Attune['consent']
const knowing = {
  of: () => ({ events: { size: 2, nameOf: (at: number) => ['Order Completed', 'Product Viewed'][at] } }),
}
const rowsOf = async (given: Partial<ExperimentRowsRequest> = {}, refusing: readonly string[] = []) => {
  const from = {
    config: source.config,
    clock: () => days(40),
    events: source.events,
    activity: knowing,
    placements: { get: (_: string, id: string) => (id === 'home' ? placement : undefined) },
    consent: allowing(refusing),
  } as unknown as RowsSource
  return (await experimentRows(from, { ...request, ...given })).rows
}
const fact = (kind: string, person: string, at: number, more: Partial<FixtureFact> = {}): FixtureFact => ({
  kind,
  person,
  item: 'tea',
  at,
  ...(kind === 'order' ? { value: 30, currency: 'CNY', message: `${person}-${at}` } : {}),
  ...more,
})

test('people are told with what they did before they saw it, and what they ordered afterwards', async () => {
  source = await openFixture(['tea', 'cup'])
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(10), variation: 'personalised' },
      { id: 'd2', person: '王', at: days(10), variation: 'popular' },
      // Ann is in the arm that she saw first.
      { id: 'd3', person: 'ann', at: days(12), variation: 'popular' },
      // Never seen, and seen too late for seven days to have passed.
      { id: 'd4', person: 'eve', at: days(10), variation: 'popular' },
      { id: 'd5', person: 'bob', at: days(28), variation: 'popular' },
      { id: 'd6', person: 'zoe', at: days(10), variation: 'popular' },
    ],
    facts: [
      fact('exposure', 'ann', days(10), { decision: 'd1' }),
      fact('exposure', 'ann', days(12), { decision: 'd3' }),
      fact('exposure', '王', days(10), { decision: 'd2' }),
      fact('exposure', 'bob', days(28), { decision: 'd5' }),
      fact('exposure', 'zoe', days(10), { decision: 'd6' }),
      fact('view', 'ann', days(8)),
      fact('view', 'ann', days(9), { item: 'cup' }),
      fact('order', 'ann', days(4)),
      // After the first sight: outcome, not feature; beyond seven days nothing.
      fact('view', 'ann', days(11)),
      fact('order', 'ann', days(13)),
      fact('order', 'ann', days(25)),
      fact('order', '王', days(19)),
    ],
  })
  const rows = await rowsOf({}, ['zoe'])
  expect(rows).toEqual([
    {
      person_id: 'ann',
      treated: 1,
      ordered: 1,
      revenue: 30,
      views_before: 2,
      clicks_before: 0,
      carts_before: 0,
      orders_before: 1,
      items_before: 2,
      spent_before: 30,
      days_since_last: 1,
      days_since_first: 6,
      days_since_order: 6,
    },
    expect.objectContaining({
      person_id: '王',
      treated: 0,
      ordered: 0,
      revenue: 0,
      views_before: 0,
      days_since_last: null,
    }),
  ])
})

test('a refund after the first sight changes the outcome and never what was spent before', async () => {
  source = await openFixture(['tea', 'cup'])
  const sent: FixtureFact[] = [
    fact('exposure', 'ann', days(10), { decision: 'd1' }),
    fact('exposure', '王', days(10), { decision: 'd2' }),
    fact('order', 'ann', days(4)),
    fact('order', '王', days(4), { item: 'cup' }),
    fact('order', '王', days(12)),
    fact('refund', 'ann', days(15), { value: -30, currency: 'CNY', message: 'back-1' }),
    fact('refund', '王', days(15), { value: -10, currency: 'CNY', message: 'back-2' }),
  ]
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(10), variation: 'personalised' },
      { id: 'd2', person: '王', at: days(10), variation: 'popular' },
    ],
    facts: sent,
  })
  expect(await rowsOf()).toMatchObject([
    { person_id: 'ann', spent_before: 30, revenue: 0 },
    { person_id: '王', spent_before: 30, revenue: 20 },
  ])
})

test('without a placement, a control or people, it is said what is missing', async () => {
  source = await openFixture()
  await expect(rowsOf({ of: { placement: 'cart' } })).rejects.toMatchObject({ code: 'unknown-placement' })
  await expect(rowsOf({ treatment: 'popular' })).rejects.toMatchObject({ code: 'no-control' })
  await expect(rowsOf()).rejects.toMatchObject({ code: 'no-rows' })
})

let log: Awaited<ReturnType<typeof openLog>>
afterEach(() => log?.close())
const now = start + 30 * day
const deliveries = metricSchema.parse({ id: 'paid', kind: 'mean', measure: { of: { kinds: ['order'] } } })

async function ofExperiment(
  told: readonly ToldEvent[],
  given: Partial<ExperimentRowsRequest> = {},
  experiment: Experiment = runningExperiment(),
) {
  log = await openLog()
  await log.tell(told)
  await log.events.append({
    interactions: [
      sampleInteraction({ personId: 'ann', kind: 'view', itemId: 'tea', messageId: 'v1', ts: start - day }),
      sampleInteraction({ personId: 'ann', kind: 'view', itemId: 'tea', messageId: 'v2', ts: start + 2 * day }),
    ],
  })
  const from = {
    config: configSchema.parse({}),
    clock: () => now,
    events: log.events,
    activity: knowing,
    experiments: { mustGet: () => experiment },
    metrics: { get: (_: string, id: string) => (id === 'paid' ? deliveries : undefined) },
    consent: allowing(['refuser']),
  } as unknown as RowsSource
  return experimentRows(from, { ...request, of: { experiment: 'test' }, ...given })
}

test('people of an experiment are told by the variation they saw first, with a metric of the days after it', async () => {
  const { rows, treatment, control, people } = await ofExperiment(
    [
      viewed('ann', 'new', start + hour),
      viewed('ann', 'new', start + day),
      ordered('ann', start + 2 * day, 10),
      ordered('ann', start + 3 * day, 10),
      // Not within seven days of the first exposure.
      ordered('ann', start + 9 * day, 10),
      viewed('bob', 'control', start + hour),
      ordered('bob', start, 10),
      // Two variations, no consent, and too late for seven days to have passed.
      viewed('mixed', 'control', start + hour),
      viewed('mixed', 'new', start + 2 * hour),
      viewed('refuser', 'new', start + hour),
      viewed('late', 'new', now - 2 * day),
    ],
    { metric: 'paid' },
  )
  expect({ treatment, control, people }).toEqual({ treatment: 'new', control: 'control', people: 2 })
  expect(rows).toMatchObject([
    { person_id: 'ann', treated: 1, metric: 2, views_before: 1 },
    { person_id: 'bob', treated: 0, metric: 0, views_before: 0 },
  ])
})

test('who was first exposed under other weights is left out', async () => {
  const changed = runningExperiment({
    phases: [
      { from: start, weights: [1, 1], traffic: 1, reason: 'start' },
      { from: start + 5 * day, weights: [1, 3], traffic: 1, reason: 'changed' },
    ],
  })
  const told = [
    viewed('early', 'new', start + day),
    viewed('early', 'new', start + 6 * day),
    viewed('ann', 'new', start + 6 * day),
    viewed('bob', 'control', start + 6 * day),
  ]
  const { rows, from } = await ofExperiment(told, {}, changed)
  expect(from).toBe(start + 5 * day)
  expect(rows.map(({ person_id }) => person_id)).toEqual(['ann', 'bob'])
})

test('a part of many people is always the same part, and it is said of how many', async () => {
  const told = Array.from({ length: 40 }, (_, at) => viewed(`p${at}`, at % 2 === 0 ? 'new' : 'control', start + hour))
  const first = await ofExperiment(told, { most: 10 })
  expect(first.rows).toHaveLength(10)
  expect(first.people).toBe(40)
})

test('what uplift cannot be learnt from is refused in words', async () => {
  const told = [viewed('ann', 'new', start + hour)]
  const refused = (given: Partial<ExperimentRowsRequest>, experiment = runningExperiment()) =>
    ofExperiment(told, given, experiment)
  await expect(refused({ treatment: 'control' })).rejects.toMatchObject({ code: 'unknown-variation' })
  await log.close()
  await expect(refused({ metric: 'unknown' })).rejects.toMatchObject({ code: 'unknown-metric' })
  await log.close()
  await expect(refused({}, runningExperiment({ unit: 'attribute', attribute: 'company' }))).rejects.toMatchObject({
    code: 'not-for-uplift',
  })
  await log.close()
  await expect(refused({}, { ...runningExperiment(), startedAt: null })).rejects.toMatchObject({
    code: 'experiment-not-started',
  })
})
