import { expect, test } from 'vitest'
import { analyseMetric } from './analyse-metric.ts'
import type { AnalysisOptions } from './analysis-options.ts'
import { decide } from './decide.ts'

/** A proportion of 10,000 units an arm: successes of the control, then of each variation. */
const analysis = (successes: readonly number[], options: Partial<AnalysisOptions> = {}, units = 10_000) =>
  analyseMetric(
    successes.map((sum, i) => ({ variation: 'abc'[i]!, units, sum, sumSquares: sum })),
    { kind: 'proportion', method: 'sequential', ...options },
  )
const better = analysis([1000, 1300])
const worse = analysis([1000, 750])
const same = analysis([1000, 1001])
const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code)

test('a clear gain ships, with the effect that it ships for', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: better }], sampleRatioP: 0.5 })
  expect(decision).toMatchObject({ action: 'ship', variation: 'b', cautions: [] })
  expect(decision.reasons[0]).toMatchObject({ code: 'better', metric: 'orders', effect: { scale: 'relative' } })
})

test('a clear loss stops', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: worse }] })
  expect(decision).toMatchObject({ action: 'stop', variation: null })
  expect(codes(decision)).toEqual(['worse'])
})

test('where less is better a fall ships', () => {
  expect(decide({ goals: [{ metric: 'returns', analysis: analysis([1000, 750], { better: 'down' }) }] }).action).toBe(
    'ship',
  )
})

test('arms of the wrong sizes stop whatever the effect; sizes that are only suspect are a caution', () => {
  const goals = [{ metric: 'orders', analysis: better }]
  const broken = decide({ goals, sampleRatioP: 1e-5 })
  expect(broken).toMatchObject({ action: 'stop', variation: null, cautions: [] })
  expect(codes(broken)).toEqual(['sample-ratio-mismatch'])
  expect(decide({ goals, sampleRatioP: 0.0086 })).toMatchObject({
    action: 'ship',
    cautions: [{ code: 'sample-ratio-suspect', p: 0.0086 }],
  })
})

test('units in two variations: many stop, few are a caution', () => {
  const goals = [{ metric: 'orders', analysis: better }]
  expect(codes(decide({ goals, mixedShare: 0.05 }))).toEqual(['mixed-units'])
  expect(decide({ goals, mixedShare: 0.002 }).cautions).toEqual([{ code: 'mixed-units-left-out', share: 0.002 }])
})

test('a broken guardrail stops, also what would ship; within its margin it does not', () => {
  const goals = [{ metric: 'orders', analysis: better }]
  const complaints = analysis([1000, 1200], { better: 'down' })
  expect(codes(decide({ goals, guardrails: [{ metric: 'complaints', analysis: complaints }] }))).toEqual([
    'guardrail-broken',
  ])
  expect(decide({ goals, guardrails: [{ metric: 'complaints', analysis: complaints, margin: 0.5 }] }).action).toBe(
    'ship',
  )
  const unsure = decide({ goals, guardrails: [{ metric: 'complaints', analysis: complaints, margin: 0.25 }] })
  expect(unsure.action).toBe('go-on')
  expect(codes(unsure)).toEqual(['guardrail-unsure', 'better'])
})

test('a guardrail that cannot be told holds a gain back', () => {
  const nobody = analysis([0, 0], {}, 0)
  const decision = decide({
    goals: [{ metric: 'orders', analysis: better }],
    guardrails: [{ metric: 'speed', analysis: nobody }],
  })
  expect(decision.action).toBe('go-on')
  expect(codes(decision)).toEqual(['guardrail-unknown', 'better'])
})

test('a method of one look waits for its plan, one of many does not, and both wait for whole weeks before shipping', () => {
  const once = analysis([1000, 1300], { method: 'frequentist' })
  const waiting = decide({ goals: [{ metric: 'orders', analysis: once }], plannedUnits: 30_000 })
  expect(waiting).toMatchObject({ action: 'go-on', cautions: [] })
  expect(decide({ goals: [{ metric: 'orders', analysis: once }] }).cautions).toEqual([{ code: 'no-plan' }])
  expect(waiting.reasons[0]).toEqual({ code: 'too-few-units', units: 20_000, planned: 30_000 })
  expect(decide({ goals: [{ metric: 'orders', analysis: better }], plannedUnits: 30_000 }).action).toBe('ship')
  const days = decide({ goals: [{ metric: 'orders', analysis: better }], days: 3, plannedDays: 14 })
  expect(codes(days)).toEqual(['too-few-days', 'better'])
})

test('what cannot be worth having any more stops', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: same, minimumEffect: 0.3 }] })
  expect(decision.action).toBe('stop')
  expect(codes(decision)).toEqual(['futile'])
  expect(decide({ goals: [{ metric: 'orders', analysis: same, minimumEffect: 0.05 }] }).action).toBe('go-on')
})

test('a plan that is used up without a clear answer stops', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: same }], plannedUnits: 20_000 })
  expect(codes(decision)).toEqual(['plan-exhausted', 'undecided'])
  expect(decision.action).toBe('stop')
})

test('what is clear only by itself does not count after correction', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: better, adjustedP: { b: 0.2 } }] })
  expect(decision.action).toBe('go-on')
  expect(decision.reasons).toEqual([{ code: 'not-after-correction', metric: 'orders', p: 0.2 }])
})

test('among several variations the best ships, and each is told by itself', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: analysis([1000, 1200, 1400]) }] })
  expect(decision.variation).toBe('c')
  expect(decision.variations.map(({ action }) => action)).toEqual(['ship', 'ship'])
  const mixed = decide({ goals: [{ metric: 'orders', analysis: analysis([1000, 700, 1010]) }] })
  expect(mixed.action).toBe('go-on')
  expect(mixed.variations.map(({ action }) => action)).toEqual(['stop', 'go-on'])
})

test('Bayesian: a good chance ships only where a wrong choice would cost little', () => {
  const bayesian = analysis([1000, 1080], { method: 'bayesian' })
  const goals = [{ metric: 'orders', analysis: bayesian }]
  expect(decide({ goals }).action).toBe('ship')
  expect(decide({ goals, acceptedLoss: 1e-9 }).action).toBe('go-on')
})

test('an experiment without numbers goes on', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: analysis([0, 0], {}, 0) }] })
  expect(decision.action).toBe('go-on')
  expect(codes(decision)).toEqual(['unknown'])
  expect(decide({ goals: [] })).toMatchObject({ action: 'go-on', variations: [] })
})
