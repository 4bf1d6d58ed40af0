import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { experimentInputSchema } from '../packages/attune/src/api/schemas/experiments.ts'
import { type MetricInput, metricSchema } from '../packages/attune/src/api/schemas/metrics.ts'
import { analyseExperiment } from '../packages/attune/src/experiments/analyse-experiment.ts'
import type { Experiment } from '../packages/attune/src/experiments/experiment.ts'
import type { ExperimentResults } from '../packages/attune/src/experiments/experiment-results.ts'
import { readSums } from '../packages/attune/src/experiments/read-sums.ts'
import type { EventStore } from '../packages/attune/src/store/event-store-types.ts'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import type { Bench, Figure } from './figure.ts'

/** Part of the full size: 1 is ten million exposures. */
const scale = Number(process.env.ATTUNE_BENCH_SCALE ?? 1)
const size = {
  exposures: Math.round(10_000_000 * scale),
  people: Math.round(2_000_000 * scale),
  events: Math.round(4_000_000 * scale),
}
const asked = { seconds: 5, mebibytes: 500 }
const start = Date.UTC(2026, 2, 1)
const day = 86_400_000

const ordered = { events: ['Order Completed'] }
const given: readonly MetricInput[] = [
  { id: 'buyers', kind: 'proportion', of: ordered },
  { id: 'orders', kind: 'mean', measure: { of: ordered } },
  { id: 'revenue', kind: 'mean', measure: { of: ordered, value: 'sum' }, cap: 0.999 },
  { id: 'order-value', kind: 'ratio', numerator: { of: ordered, value: 'sum' }, denominator: { of: ordered } },
  { id: 'carts', kind: 'mean', measure: { of: { events: ['Product Added'] } }, windowHours: 168 },
]
const metrics = given.map((metric) => metricSchema.parse(metric))
const experiment: Experiment = {
  ...experimentInputSchema.parse({
    variations: ['control', 'new'].map((id) => ({ id, weight: 1 })),
    metrics: given.map(({ id }) => id),
  }),
  id: 'checkout',
  salt: 'checkout',
  status: 'running',
  startedAt: start,
  stoppedAt: null,
  winner: null,
  phases: [{ from: start, weights: [1, 1], traffic: 1, reason: 'start' }],
  revision: 1,
  createdAt: start,
  updatedAt: start,
}

/** Exposures over two weeks, five a person, and orders and carts over these and the two weeks before. */
async function fill(events: EventStore, { exposures, people, events: others }: typeof size): Promise<void> {
  const columns =
    '(workspace, message_id, type, event, person_id, value, currency, properties, context, source, received_at, ts)'
  const person = `'p_' || left(md5((hash(i) % ${people})::VARCHAR), 22)`
  const step = 1_000_000
  for (let from = 0; from < exposures; from += step)
    await events.run(`INSERT INTO events ${columns}
      SELECT 'default', 'x-' || i, 'track', 'Experiment Viewed', ${person}, NULL, NULL,
        '{"experiment_id":"checkout","variation_id":"' || CASE WHEN hash(hash(i) % ${people}, 7) % 2 = 0 THEN 'control' ELSE 'new' END || '"}',
        '{}', 'bench', epoch_ms((${start} + i * ${14 * day} // ${exposures})::BIGINT), epoch_ms((${start} + i * ${14 * day} // ${exposures})::BIGINT)
      FROM range(${from}, ${Math.min(exposures, from + step)}) t(i)`)
  for (let from = 0; from < others; from += step)
    await events.run(`INSERT INTO events ${columns}
      SELECT 'default', 'e-' || i, 'track', CASE WHEN hash(i, 3) % 3 = 0 THEN 'Order Completed' ELSE 'Product Added' END, ${person},
        CASE WHEN hash(i, 3) % 3 = 0 THEN 5 + hash(i, 5) % 200 END, 'CNY', '{}', '{}', 'bench',
        epoch_ms((${start} + (2 * i - ${others}) * ${14 * day} // ${others})::BIGINT), epoch_ms((${start} + (2 * i - ${others}) * ${14 * day} // ${others})::BIGINT)
      FROM range(${from}, ${Math.min(others, from + step)}) t(i)`)
}

interface Analysed {
  readonly results: ExperimentResults
  readonly seconds: number
  /** Most memory of the process meanwhile, in MiB. */
  readonly most: number
}

async function analyse(wanted: typeof size, rounds: number): Promise<Analysed> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-experiments-'))
  const open = () =>
    openEventStore({
      path: join(folder, 'events.duckdb'),
      clock: () => start,
      groupCommitMs: 0,
      telemetry: createTelemetry(),
    })
  try {
    process.stderr.write(`filling a store with ${wanted.exposures} exposures of ${wanted.people} people …\n`)
    const filling = await open()
    await fill(filling, wanted)
    await filling.close()
    const events = await open()
    const took: number[] = []
    let [most, results] = [0, undefined as ExperimentResults | undefined]
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 20)
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now()
      const sums = await readSums(events, {
        workspace: 'default',
        experiment,
        metrics,
        to: start + 20 * day,
        namesOfKind: () => [],
        currency: 'CNY',
        offsetMinutes: 0,
        pre: true,
      })
      results = analyseExperiment({ experiment, metrics, sums, now: start + 20 * day })
      took.push((performance.now() - begun) / 1000)
      process.stderr.write(`${took.at(-1)?.toFixed(2)} s\n`)
    }
    clearInterval(watch)
    await events.close()
    if (results === undefined) throw new Error('nothing was analysed')
    return { results, seconds: took.sort((a, b) => a - b)[took.length >> 1] ?? 0, most: most / 2 ** 20 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An experiment analysed from its events: sums in one pass, five metrics with CUPED, checks and a decision. */
export const experimentsBench: Bench = {
  name: 'experiments',
  title: `An experiment of ${size.exposures.toLocaleString('en')} exposures and five metrics analysed`,
  async run(): Promise<Figure[]> {
    const { seconds, most } = await analyse(size, 3)
    const limit = asked.seconds * Math.min(1, scale)
    return [
      { measure: 'from events to results', value: seconds, unit: 's', asked: `≤ ${limit}`, met: seconds <= limit },
      {
        measure: 'most memory of the process meanwhile',
        value: most,
        unit: 'MiB',
        asked: `≤ ${asked.mebibytes}`,
        met: most <= asked.mebibytes,
      },
    ]
  },
  async check() {
    const { results } = await analyse({ exposures: 5000, people: 1000, events: 3000 }, 1)
    if (results.units < 950 || results.mixedShare > 0) throw new Error('exposures were not read as they are')
  },
}
