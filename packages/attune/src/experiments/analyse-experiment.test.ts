import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type Metric, type MetricInput, metricSchema } from '../api/schemas/metrics.ts'
import { analyseExperiment, phasesCounted } from './analyse-experiment.ts'
import { analyseSegments } from './analyse-segments.ts'
import type { Experiment } from './experiment.ts'
import { day, hour, openLog, runningExperiment, start } from './experiment-log.fixture.ts'
import type { ExperimentResults } from './experiment-results.ts'
import { resultsView } from './experiment-view.ts'
import { type ArmCell, type ExperimentSums, readSums } from './read-sums.ts'

let log: Awaited<ReturnType<typeof openLog>> | undefined
afterEach(async () => {
  await log?.close()
  log = undefined
})

const metric = (given: MetricInput): Metric => metricSchema.parse(given)
const buyers = metric({ id: 'buyers', kind: 'proportion', of: { kinds: ['order'] } })

/** Totals of arms: units and how many of them converted. */
const cell = (arm: number, units: number, y: number, more: Partial<ArmCell> = {}): ArmCell => ({
  phase: 0,
  stratum: '',
  arm,
  day: null,
  units,
  sums: [{ of: { y, yy: y }, quantiles: undefined }],
  ...more,
})
const nothingElse = { mixed: [], unknownVariation: 0, early: 0 }

function analyse(
  cells: readonly ArmCell[],
  given: Parameters<typeof runningExperiment>[0] = {},
  more: Partial<ExperimentSums> = {},
  metrics: readonly Metric[] = [buyers],
): ExperimentResults {
  const experiment = runningExperiment({ metrics: ['buyers'], ...given })
  return analyseExperiment({ experiment, metrics, sums: { cells, ...nothingElse, ...more }, now: start + 30 * day })
}
const codes = ({ warnings }: ExperimentResults) => warnings.map(({ code }) => code)

const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const file = join(data, 'cookie-cats', 'cookie_cats.csv.gz')
test.skipIf(!existsSync(file))(
  'cookie-cats from its events: retention is lower with the later gate, and the sample ratio is off',
  { timeout: 60_000 },
  async () => {
    log = await openLog()
    const rows = `read_csv('${file}', header = true)`
    const insert = (event: string, properties: string, at: number, where: string): string =>
      `INSERT INTO events (workspace, message_id, type, event, person_id, properties, context, source, received_at, ts)
       SELECT 'default', '${event} ' || userid, 'track', '${event}', userid::VARCHAR, ${properties}, '{}', 'csv', epoch_ms(${at}), epoch_ms(${at})
       FROM ${rows} WHERE ${where}`
    const told = `'{"experiment_id":"test","variation_id":"' || test_version || '"}'`
    await log.events.run(insert('Experiment Viewed', told, start, 'true'))
    await log.events.run(insert('Played', `'{}'`, start + 7 * day + hour, 'retention_7'))
    const retention = metric({ id: 'day-7', kind: 'retention', of: { events: ['Played'] }, fromDay: 7, toDay: 8 })
    const experiment = runningExperiment({
      variations: ['gate_30', 'gate_40'].map((id) => ({ id, weight: 1 })),
      metrics: ['day-7'],
    })
    const sums = await readSums(log.events, {
      workspace: 'default',
      experiment,
      metrics: [retention],
      to: start + 14 * day,
      namesOfKind: () => [],
      currency: null,
      offsetMinutes: 0,
      pre: false,
    })
    const results = analyseExperiment({ experiment, metrics: [retention], sums, now: start + 14 * day })
    expect(results.arms.map(({ units }) => units)).toEqual([44_700, 45_489])
    const { absolute, verdict } = results.metrics[0]?.analysis.treatments[0] ?? {}
    expect(absolute?.value).toBeCloseTo(-0.0082, 4)
    expect(absolute?.low).toBeCloseTo(-0.0133, 4)
    expect(absolute?.high).toBeCloseTo(-0.0031, 4)
    expect(absolute?.p).toBeCloseTo(0.001554, 5)
    expect(verdict).toBe('worse')
    expect(results.sampleRatioP).toBeCloseTo(0.0086, 4)
    expect(codes(results)).toContain('sample-ratio-mismatch')
    expect(results.decision.action).toBe('stop')
    const { words } = resultsView(results).decision
    expect(words.en).toContain('.0086')
    expect(words.zh).toContain('.0086')
  },
)

test('phases with the same weights are added up, others are apart', () => {
  const phase = (weights: number[], traffic = 1) => ({ from: start, weights, traffic, reason: 'changed' as const })
  const of = (phases: Experiment['phases'], more = {}) => phasesCounted(runningExperiment({ phases, ...more }))
  expect(of([phase([1, 1], 0.1), phase([50, 50], 1)])).toEqual([0, 1])
  expect(of([phase([1, 1]), phase([1, 2]), phase([2, 4])])).toEqual([1, 2])
  expect(of([phase([1, 1]), phase([1, 2]), phase([1, 1])])).toEqual([2])
  expect(phasesCounted(runningExperiment({ phases: [phase([1, 1]), phase([1, 2])] }), 0)).toEqual([0])
})

test('each bad input has a stated result and a sentence', () => {
  expect(analyse([])).toMatchObject({ units: 0, decision: { action: 'go-on' }, sampleRatioP: null })
  expect(codes(analyse([]))).toEqual(['no-exposures'])
  const mixed = analyse([cell(0, 500, 50), cell(1, 500, 90)], {}, { mixed: [60] })
  expect(mixed).toMatchObject({
    mixedShare: 60 / 1060,
    decision: { action: 'stop', reasons: [{ code: 'mixed-units' }] },
  })
  expect(codes(mixed)).toContain('mixed-units')
  const back = analyse([cell(0, 500, 50), cell(1, 500, 50)], {}, { early: 30, unknownVariation: 7 })
  expect(codes(back)).toEqual(['unknown-variation', 'clocks-go-back'])
  const ended = analyse([cell(0, 500, 50), cell(1, 500, 50)], { endsAt: new Date(start + day).toISOString() })
  expect(codes(ended)).toContain('past-its-end')
  const changed = analyse(
    [cell(0, 500, 50), cell(1, 500, 50), cell(0, 100, 5, { phase: 1 }), cell(1, 300, 15, { phase: 1 })],
    {
      phases: [1, 3].map((weight, at) => ({
        from: start + at * day,
        weights: [1, weight],
        traffic: 1,
        reason: 'changed' as const,
      })),
    },
  )
  expect(changed).toMatchObject({
    units: 400,
    phases: [
      { units: 1000, counted: false },
      { units: 400, counted: true },
    ],
  })
  expect(codes(changed)).toContain('phases-apart')
  const ratio = metric({
    id: 'r',
    kind: 'ratio',
    numerator: { of: { kinds: ['order'] } },
    denominator: { of: { kinds: ['view'] } },
  })
  const none = { of: { y: 3, yy: 5, d: 0, dd: 0, yd: 0 }, quantiles: undefined }
  const missing = analyse([cell(0, 50, 0, { sums: [none] }), cell(1, 50, 0, { sums: [none] })], {}, {}, [ratio])
  expect(missing.metrics[0]?.analysis.warnings.map(({ code }) => code)).toContain('zero-denominator')
  for (const results of [analyse([]), mixed, back, ended, changed, missing])
    for (const { en, zh } of resultsView(results).warnings) {
      expect(en).toMatch(/\.$/)
      expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    }
})

test('no number that a person could read is anything but a number, whatever the sums are', () => {
  const any = fc.oneof(
    fc.constantFrom(0, 1, 1e300, Number.POSITIVE_INFINITY, Number.NaN),
    fc.double({ min: 0, max: 1e6 }),
  )
  const sums = fc.record({ y: any, yy: any, d: any, dd: any, yd: any, x: any, xx: any, xy: any })
  const cells = fc.array(
    fc.record({
      arm: fc.constantFrom(0, 1),
      units: fc.nat(1000),
      day: fc.constantFrom(null, 20_000, 20_001),
      of: sums,
    }),
    { maxLength: 6 },
  )
  const kinds = fc.constantFrom(
    buyers,
    metric({ id: 'm', kind: 'mean', measure: { of: { kinds: ['order'] } } }),
    metric({
      id: 'r',
      kind: 'ratio',
      numerator: { of: { kinds: ['order'] } },
      denominator: { of: { kinds: ['view'] } },
    }),
    metric({ id: 'q', kind: 'quantile', measure: { of: { kinds: ['order'] } } }),
  )
  const method = fc.constantFrom('frequentist' as const, 'sequential' as const, 'bayesian' as const)
  fc.assert(
    fc.property(cells, kinds, method, fc.boolean(), (given, kind, how, moves) => {
      const made = given.map(({ arm, units, day: on, of }) =>
        cell(arm, units, 0, { day: on, sums: [{ of, quantiles: undefined }] }),
      )
      const bandit = moves ? { everyHours: 24, least: 0.05 } : null
      JSON.stringify(resultsView(analyse(made, { method: how, bandit }, {}, [kind])), (_, value: unknown) => {
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        return value
      })
    }),
    { numRuns: 150 },
  )
})

test('of several metrics p values are adjusted together, guardrails apart', () => {
  const two = { of: { y: 130, yy: 130 }, quantiles: undefined }
  const one = { of: { y: 100, yy: 100 }, quantiles: undefined }
  const other = metric({ id: 'other', kind: 'proportion', of: { kinds: ['view'] } })
  const guard = metric({ id: 'guard', kind: 'proportion', of: { kinds: ['view'] } })
  const results = analyse(
    [cell(0, 1000, 0, { sums: [one, one, one] }), cell(1, 1000, 0, { sums: [two, one, one] })],
    { metrics: ['buyers', 'other'], guardrails: [{ metric: 'guard' }] },
    {},
    [buyers, other, guard],
  )
  const [first, second, third] = results.metrics
  const p = first?.analysis.treatments[0]?.relative?.p ?? 0
  expect(first?.adjustedP.new).toBeCloseTo(2 * p, 12)
  expect(second?.adjustedP.new).toBe(1)
  expect(third).toMatchObject({ role: 'guardrail', margin: 0.02, adjustedP: {} })
})

const weekly = metric({ id: 'weekly', kind: 'proportion', of: { kinds: ['order'] }, windowHours: 168 })
/** Days since the epoch of the first ten days, and how many of 4,000 converted on each in both arms. */
const firstDay = Math.floor(start / day)
const tenDays = (control: (at: number) => number, treated: (at: number) => number): ArmCell[] =>
  Array.from({ length: 10 }, (_, at) => [
    cell(0, 4000, control(at), { day: firstDay + at }),
    cell(1, 4000, treated(at), { day: firstDay + at }),
  ]).flat()

test('an effect that fades from those who came first to those who came last is said to', () => {
  const days = tenDays(
    () => 400,
    (at) => 800 - 35 * at,
  )
  const results = analyse([...days, cell(0, 40_000, 4000), cell(1, 40_000, 6425)], {}, {}, [weekly])
  expect(results.metrics[0]?.novelty.new).toMatchObject({ trend: 'fading', scale: 'relative' })
  expect(results.metrics[0]?.noveltyGap).toBeNull()
  expect(results.metrics[0]?.days).toHaveLength(10)
  expect(results.metrics[0]?.days.at(-1)?.treatments[0]?.value).toBeCloseTo(6425 / 4000 - 1, 12)
})

test('whoever came first and has had more time, or does more anyway, makes no effect fade', () => {
  // Always a fifth more, of what gets less day by day.
  const days = tenDays(
    (at) => 1000 - 80 * at,
    (at) => 1.2 * (1000 - 80 * at),
  )
  const sumsOf = (metrics: readonly Metric[], more = {}) =>
    analyse([...days, cell(0, 40_000, 6400), cell(1, 40_000, 7680)], more, {}, metrics).metrics[0]
  // Without a window the days differ in how long people were followed.
  const open = sumsOf([buyers])
  expect(open).toMatchObject({ novelty: { new: null }, noveltyGap: 'needs-window' })
  // With one, those whose week goes on are left out: three of the ten days are whole, then all of them.
  const stoppedAt = (firstDay + 10) * day
  expect(sumsOf([weekly], { stoppedAt })).toMatchObject({ novelty: { new: null }, noveltyGap: 'needs-days' })
  const trend = sumsOf([weekly], { stoppedAt: stoppedAt + 7 * day })?.novelty.new
  expect(trend).toMatchObject({ trend: 'steady', scale: 'relative' })
  expect(trend?.first).toBeCloseTo(0.2, 9)
  expect(trend?.last.value).toBeCloseTo(0.2, 9)
})

test('days whose window is not over are left out of the trend', () => {
  const days = tenDays(
    (at) => 400 - 30 * Math.max(0, at - 6),
    (at) => (at > 6 ? 400 - 30 * (at - 6) : 480),
  )
  const [result] = analyse(days, { stoppedAt: (firstDay + 14) * day }, {}, [weekly]).metrics
  expect(result?.novelty.new?.trend).toBe('steady')
})

test('why it is not known whether an effect fades is said in both languages', () => {
  const { metrics } = resultsView(analyse([cell(0, 500, 50), cell(1, 500, 50)]))
  expect(metrics[0]?.noveltyGap).toMatchObject({ code: 'needs-window', en: expect.stringContaining('windowHours') })
  expect(metrics[0]?.noveltyGap?.zh).toMatch(/\p{Script=Han}.*。$/u)
})

test('a segment’s effect is drawn towards the common one by how unsure it is', () => {
  const cells = [
    ...[cell(0, 5000, 500, { stratum: 'many' }), cell(1, 5000, 550, { stratum: 'many' })],
    ...[cell(0, 60, 6, { stratum: 'few' }), cell(1, 60, 12, { stratum: 'few' })],
  ]
  const [found] = analyseSegments(runningExperiment({ metrics: ['buyers'] }), [buyers], cells)
  const [few, many] = found?.effects?.segments ?? []
  expect(few).toMatchObject({ segment: 'few', value: expect.closeTo(1, 9) })
  expect(few?.shrunk.value).toBeLessThan(0.4)
  expect(Math.abs((many?.shrunk.value ?? 0) - 0.1)).toBeLessThan(0.05)
})

test('a bandit is judged by what its chances were, not by plain differences', () => {
  // At first both alike; then most see what had luck: a plain mean would keep the luck.
  const phases = [
    [1, 1],
    [1, 9],
  ].map((weights, at) => ({ from: start + at * day, weights, traffic: 1, reason: 'bandit' as const }))
  const results = analyse(
    [...[cell(0, 100, 20), cell(1, 100, 40)], ...[cell(0, 100, 30, { phase: 1 }), cell(1, 900, 270, { phase: 1 })]],
    { phases, bandit: { everyHours: 24, least: 0.05 } },
  )
  const { absolute, scale } = results.metrics[0]?.analysis.treatments[0] ?? {}
  expect(scale).toBe('absolute')
  expect(absolute?.low).toBeLessThan(0)
  expect(absolute?.high).toBeGreaterThan(0)
  expect(results.sampleRatioP).toBeNull()
})
