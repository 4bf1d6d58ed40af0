import { analyseMetric, type Decision, type DecisionReason, decide } from '@attune/measure'
import { expect, test } from 'vitest'
import { analysisWarningWords } from './analysis-warning-words.ts'
import { cautionWords, decisionWords, reasonWords } from './decision-words.ts'
import { effectSize, pValue } from './effect-numbers.ts'

const analysis = (successes: readonly number[], method: 'sequential' | 'bayesian' | 'frequentist' = 'sequential') =>
  analyseMetric(
    successes.map((sum, i) => ({ variation: 'ab'[i]!, units: 10_000, sum, sumSquares: sum })),
    { kind: 'proportion', method },
  )

test('a gain that ships, in both languages and under the names that people use', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: analysis([1000, 1300]) }], sampleRatioP: 0.005 })
  const { en, zh } = decisionWords(decision, {
    metric: (id) => (id === 'orders' ? 'Orders' : id),
    variation: () => '新首页',
  })
  expect(en).toBe(
    'Ship “新首页”. Orders: +30.0 % (+13.9 % to +46.1 %), clearly better. Mind that the sizes of the arms are unlikely as they are (p 0.005): check how units are assigned and counted before you rely on this.',
  )
  expect(zh).toBe(
    '可以上线“新首页”。Orders：+30.0%（+13.9% 至 +46.1%），明显更好。请注意：各版本的人数比例本身就不太正常（p 0.005），采信结果之前请检查分流和统计方式。',
  )
})

test('a plan that is not done waits, and says how much is missing', () => {
  const goals = [{ metric: 'orders', analysis: analysis([1000, 1300], 'frequentist') }]
  const { en, zh } = decisionWords(decide({ goals, plannedUnits: 30_000 }))
  expect(en).toMatch(/^Go on\. 20,000 of the planned 30,000 units have been seen;/)
  expect(zh).toMatch(/^请继续实验。计划 30,000 个对象，目前只有 20,000 个；/)
})

test('a Bayesian answer gives the chance', () => {
  const decision = decide({ goals: [{ metric: 'orders', analysis: analysis([1000, 1300], 'bayesian') }] })
  expect(decisionWords(decision).en).toContain('the chance that it is better is > 99.9 %')
  expect(decisionWords(decision).zh).toContain('更好的概率为 > 99.9%')
})

const effect = {
  kind: 'proportion',
  scale: 'absolute',
  value: -0.0082,
  low: -0.0133,
  high: -0.0031,
  chanceToWin: null,
} as const
const reasons: readonly DecisionReason[] = [
  { code: 'sample-ratio-mismatch', p: 1e-9 },
  { code: 'mixed-units', share: 0.04 },
  { code: 'guardrail-broken', metric: 'm', effect, margin: 0.001 },
  { code: 'guardrail-unsure', metric: 'm', effect, margin: 0.001 },
  { code: 'guardrail-unknown', metric: 'm' },
  { code: 'too-few-units', units: 10, planned: 20 },
  { code: 'too-few-days', days: 3, planned: 14 },
  { code: 'better', metric: 'm', effect },
  { code: 'worse', metric: 'm', effect },
  { code: 'futile', metric: 'm', effect, minimumEffect: 0.02 },
  { code: 'undecided', metric: 'm', effect },
  { code: 'not-after-correction', metric: 'm', p: 0.07 },
  { code: 'unknown', metric: 'm' },
  { code: 'plan-exhausted', units: 20, planned: 20 },
]

test.each(reasons.map((reason) => [reason.code, reason] as const))(
  '%s is a whole sentence in both languages',
  (_, reason) => {
    const { en, zh } = reasonWords(reason)
    expect(en).toMatch(/^[\p{Lu}\dm].*\.$/u)
    expect(en).not.toMatch(/\p{Script=Han}|undefined|NaN|null/u)
    expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    expect(zh).not.toMatch(/undefined|NaN|null|[a-z]{4,}/)
  },
)

test('cautions and an experiment without numbers have words too', () => {
  expect(cautionWords({ code: 'mixed-units-left-out', share: 0.004 })).toEqual({
    en: '0.4 % of the units saw more than one variation and are left out.',
    zh: '0.4% 的对象看到了不止一个版本，已被排除。',
  })
  expect(cautionWords({ code: 'no-plan' }).zh).toMatch(/计划人数.*。$/)
  const nothing: Decision = { action: 'go-on', variation: null, reasons: [], cautions: [], variations: [] }
  expect(decisionWords(nothing)).toEqual({ en: 'Go on.', zh: '请继续实验。' })
})

test('sizes keep their unit and their sign, and a tiny one does not read as none', () => {
  expect(effectSize(-0.0082, effect, 'en')).toBe('−0.82 points')
  expect(effectSize(0.05, effect, 'zh')).toBe('+5.0 个百分点')
  expect(effectSize(0.0012, { ...effect, scale: 'relative' }, 'en')).toBe('+0.12 %')
  expect(effectSize(1234.567, { scale: 'absolute', kind: 'mean' }, 'en')).toBe('+1230')
  expect(effectSize(0, { ...effect, scale: 'relative' }, 'zh')).toBe('0.0%')
  expect(pValue(1e-12)).toBe('< 0.0001')
})

test('every warning of an analysis has a sentence in both languages', () => {
  const { warnings } = analyseMetric(
    [
      { variation: 'a', units: 0, sum: 0, sumSquares: 0 },
      { variation: 'b', units: 1, sum: 1, sumSquares: 1 },
    ],
    { kind: 'proportion' },
  )
  expect(warnings.map(({ code }) => analysisWarningWords(code).en)).toEqual([
    'Nobody is in this variation yet.',
    'One unit alone has no spread: an interval needs at least two.',
  ])
  expect(analysisWarningWords('no-units').zh).toMatch(/。$/)
})
