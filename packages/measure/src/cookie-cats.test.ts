import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { analyseMetric } from './experiments/analyse-metric.ts'
import { decide } from './experiments/decide.ts'
import type { TreatmentResult } from './experiments/metric-analysis.ts'
import { sampleRatioMismatch } from './sample-ratio-mismatch.ts'
import { twoProportionTest } from './two-proportion-test.ts'
import { welchTest } from './welch-test.ts'

const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data')
const file = join(data, 'cookie-cats', 'cookie_cats.csv.gz')

function readArms() {
  const arms = { gate_30: arm(), gate_40: arm() }
  for (const line of gunzipSync(readFileSync(file)).toString('ascii').trim().split('\n').slice(1)) {
    const [, version, rounds, day1, day7] = line.trim().split(',')
    const into = arms[version as keyof typeof arms]
    into.rounds.push(Number(rounds))
    if (/^(true|1)$/i.test(day1!)) into.day1++
    if (/^(true|1)$/i.test(day7!)) into.day7++
  }
  return arms
}

function arm() {
  return { rounds: [] as number[], day1: 0, day7: 0 }
}

const sums = (values: readonly number[]) => ({
  n: values.length,
  sum: values.reduce((s, v) => s + v, 0),
  sumSquares: values.reduce((s, v) => s + v * v, 0),
})

test.skipIf(!existsSync(file))('cookie-cats: retention, rounds and sample ratio of 90,189 players', () => {
  const { gate_30: control, gate_40: treatment } = readArms()
  const players = [control.rounds.length, treatment.rounds.length]
  expect(players).toEqual([44_700, 45_489])
  const compare = (day: 'day1' | 'day7') =>
    twoProportionTest(
      { successes: control[day], trials: control.rounds.length },
      { successes: treatment[day], trials: treatment.rounds.length },
    )
  const week = compare('day7')
  expect(week.difference.value).toBeCloseTo(-0.0082, 4)
  expect(week.difference.low).toBeCloseTo(-0.0133, 4)
  expect(week.difference.high).toBeCloseTo(-0.0031, 4)
  expect(week.z).toBeCloseTo(-3.164, 3)
  expect(week.p).toBeCloseTo(0.001554, 6)
  const day = compare('day1')
  expect(day.difference.value).toBeCloseTo(-0.0059, 4)
  expect(day.z).toBeCloseTo(-1.784, 3)
  expect(day.p).toBeCloseTo(0.0744, 4)
  const rounds = welchTest(sums(control.rounds), sums(treatment.rounds)).absolute
  expect(rounds.effect.value).toBeCloseTo(-1.16, 2)
  expect(rounds.p).toBeCloseTo(0.376, 3)
  const clean = welchTest(sums(control.rounds.filter((r) => r < 10_000)), sums(treatment.rounds)).absolute
  expect(clean.effect.value).toBeCloseTo(-0.04, 2)
  expect(clean.p).toBeCloseTo(0.949, 3)
  expect(sampleRatioMismatch(players, [1, 1]).p).toBeCloseTo(0.0086, 4)
})

test.skipIf(!existsSync(file))('cookie-cats: the later gate is stopped, with a caution about its sample ratio', () => {
  const { gate_30: control, gate_40: treatment } = readArms()
  const arms = Object.entries({ gate_30: control, gate_40: treatment }).map(([variation, { rounds, day7 }]) => ({
    variation,
    units: rounds.length,
    sum: day7,
    sumSquares: day7,
  }))
  const analysis = analyseMetric(arms, { kind: 'proportion', scale: 'absolute' })
  const [{ absolute }] = analysis.treatments as [TreatmentResult]
  expect(absolute?.value).toBeCloseTo(-0.0082, 4)
  expect(absolute?.low).toBeCloseTo(-0.0133, 4)
  expect(absolute?.high).toBeCloseTo(-0.0031, 4)
  const { p } = sampleRatioMismatch(
    arms.map(({ units }) => units),
    [1, 1],
  )
  const decision = decide({ goals: [{ metric: '7-day retention', analysis }], sampleRatioP: p })
  expect(decision).toMatchObject({
    action: 'stop',
    reasons: [{ code: 'worse', metric: '7-day retention' }],
    cautions: [{ code: 'sample-ratio-suspect', p: expect.closeTo(0.0086, 4) }, { code: 'no-plan' }],
  })
})
