import { seededRng } from '@attune/measure'
import { afterEach, expect, test } from 'vitest'
import { type Metric, type MetricInput, metricSchema } from '../api/schemas/metrics.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { analyseSwitchback, blocksOf, type StepRow } from './analyse-switchback.ts'
import type { Experiment } from './experiment.ts'
import { day, openLog, ordered, runningExperiment, start } from './experiment-log.fixture.ts'
import { switchbackSql } from './switchback-sql.ts'

let log: Awaited<ReturnType<typeof openLog>> | undefined
afterEach(async () => {
  await log?.close()
  log = undefined
})

const minute = 60_000
const metric = (given: MetricInput): Metric => metricSchema.parse(given)
const orders = metric({ id: 'orders', kind: 'mean', measure: { of: { kinds: ['order'] } } })
const switched = (burnInMinutes: number, variations = ['control', 'new']): Experiment =>
  runningExperiment({
    variations: variations.map((id) => ({ id, weight: 1 })),
    switchback: { blockMinutes: 60, burnInMinutes },
  })

async function rowsOf(experiment: Experiment, metrics: readonly Metric[]): Promise<readonly StepRow[]> {
  const parameters = sqlParameters()
  const sql = switchbackSql(parameters, {
    workspace: 'default',
    experiment,
    metrics,
    to: start + day,
    namesOfKind: () => ['Order Completed'],
    currency: 'CNY',
    offsetMinutes: 0,
    pre: false,
  })
  return (await log?.events.query<StepRow>(sql, parameters.values)) ?? []
}

test('a burn-in that does not divide the block ends where it ends, and no part slips into the next block', async () => {
  log = await openLog()
  // Blocks of 60 minutes, burn-ins of 25: in the second block nobody does anything before minute 25.
  const at = [0, 24, 25, 59, 60 + 25, 60 + 59, 120 + 24]
  await log.tell(at.map((minutes, n) => ordered(`p${n}`, start + minutes * minute, 1)))
  const blocks = blocksOf(switched(25), await rowsOf(switched(25), [orders]), start + day)
  const people = blocks.slice(0, 3).map(({ parts }) => parts.map((part) => part?.n ?? 0))
  expect(people).toEqual([
    [2, 2],
    [0, 2],
    [1, 0],
  ])
})

test('one huge order does not decide a switchback whose metric is capped', async () => {
  log = await openLog()
  await log.tell([1, 2, 3, 4, 1e6].map((value, n) => ordered(`p${n}`, start + 40 * minute, value)))
  const revenue = (cap: number | null): Metric => metric({ id: 'revenue', kind: 'revenue', cap })
  const [row] = await rowsOf(switched(0), [revenue(0.75), revenue(null)])
  // Of 1, 2, 3, 4 and a million the third quartile is 4.
  expect(row).toMatchObject({ n: 5, s0_y: 14, s1_y: 1e6 + 10 })
})

test('the burn-in is left out after any other variation, also one that is not compared', () => {
  const experiment = switched(20, ['control', 'new', 'third'])
  const places = [0, 1, 0, 2, 0, 1, 2, 1, 0, 1]
  // In its burn-in a block still shows what came before: 5 for the third variation, as often as for the other two.
  const worth = [1, 2, 5]
  const blocks = places.map((place, block) => {
    const before = places[block - 1] ?? place
    return {
      place,
      parts: [
        { step: 2 * block, n: 10, s0_y: 10 * (worth[before] ?? 0) },
        { step: 2 * block + 1, n: 10, s0_y: 10 * (worth[place] ?? 0) },
      ] as [StepRow, StepRow],
    }
  })
  const { treatments } = analyseSwitchback(experiment, orders, 0, blocks, seededRng(3))
  expect(treatments[0]?.absolute?.value).toBeCloseTo(1, 12)
})
