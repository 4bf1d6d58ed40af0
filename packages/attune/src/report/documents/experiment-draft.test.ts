import { analyseMetric, decide } from '@attune/measure'
import { expect, test } from 'vitest'
import type { ExperimentResultsView } from '../../api/schemas/experiment-results.ts'
import type { ExperimentResults } from '../../experiments/experiment-results.ts'
import { resultsView } from '../../experiments/experiment-view.ts'
import { checkNumbers } from './check-numbers.ts'
import { experimentDraft } from './experiment-draft.ts'
import { checkOptionsOf } from './write-summary.ts'

const from = Date.UTC(2026, 9, 1)

/** An experiment of two arms in which so many of 10,000 converted. */
function results(control: number, treatment: number, sampleRatioP = 0.5): ExperimentResultsView {
  const analysis = analyseMetric(
    [
      { variation: 'grey', units: 10_000, sum: control, sumSquares: control },
      { variation: 'green', units: 10_000, sum: treatment, sumSquares: treatment },
    ],
    { kind: 'proportion', method: 'frequentist' },
  )
  const segment = (name: string, value: number) => ({
    segment: name,
    value,
    standardError: 0.01,
    shrunk: { value, low: value - 0.02, high: value + 0.02 },
    shrinkage: 0.1,
  })
  const found: ExperimentResults = {
    experiment: 'colour',
    status: 'running',
    from,
    to: from + 14 * 86_400_000,
    phases: [],
    units: 20_000,
    arms: ['grey', 'green'].map((variation) => ({ variation, units: 10_000, expectedShare: 0.5 })),
    mixedShare: 0,
    sampleRatioP,
    metrics: [
      {
        metric: 'buyers',
        title: '买家',
        kind: 'proportion',
        role: 'goal',
        margin: null,
        analysis,
        adjustedP: { green: 0.004 },
        days: [1, 2].map((day) => ({
          day: `2026-10-0${day}`,
          treatments: [{ variation: 'green', units: 100 * day, value: 0.1 * day, low: -0.1, high: 0.3 }],
        })),
        noveltyGap: null,
        novelty: {
          green: {
            slope: { value: -0.01, low: -0.02, high: -0.001 },
            p: 0.01,
            first: 0.3,
            last: { value: 0.1, low: 0, high: 0.2 },
            trend: 'fading',
            scale: 'relative',
          },
        },
      },
    ],
    decision: decide({ goals: [{ metric: 'buyers', analysis }], sampleRatioP, plannedUnits: 20_000 }),
    segments: [
      {
        metric: 'buyers',
        variation: 'green',
        scale: analysis.treatments[0]!.scale,
        effects: {
          segments: [segment('students', -0.05), segment('', 0.1)],
          mean: 0.02,
          standardError: 0.01,
          betweenVariance: 0.01,
          interaction: { q: 9, degreesOfFreedom: 1, p: 0.0027 },
        },
      },
    ],
    warnings: [],
  }
  return resultsView(found)
}

const draft = (view: ExperimentResultsView, language: 'en' | 'zh' = 'en') =>
  experimentDraft(view, { id: 'colour', title: '', language })
const words = (section: string, view: ExperimentResultsView, language: 'en' | 'zh' = 'en') =>
  draft(view, language)
    .sections.find(({ id }) => id === section)!
    .sentences.map(({ text }) => text)

test('a gain is told with its interval, the decision, the segment that loses and what fades', () => {
  const view = results(1000, 1300)
  expect(words('numbers', view)[0]).toBe('Decision: ship “green”.')
  // 10.0 to 13.0 %: plus 30 % of the control.
  expect(words('numbers', view)[2]).toMatch(
    /^“green” changed “买家” by \+30\.0% \(\+\d+\.\d% – \+\d+\.\d%\): clearly better\.$/,
  )
  expect(words('changed', view)).toEqual([
    'The effect of “green” on “买家” fades: part of it was novelty.',
    'The effect on “buyers” differs between segments (p 0.0027).',
  ])
  expect(words('weak', view)).toEqual([
    'In the segment “students”, “green” is worse in “买家”: −5.00% (−7.00% – −3.00%).',
  ])
  expect(words('next', view)).toHaveLength(3)
  expect(words('next', view, 'zh')[0]).toMatch(/^请向所有人上线/)
})

test('a loss is a weak spot, and arms of wrong sizes come before anything else', () => {
  expect(words('weak', results(1300, 1000))[0]).toMatch(/^“green” changed “买家” by −23\.1% .*clearly worse\.$/)
  expect(words('next', results(1000, 1300, 1e-9))[0]).toMatch(/^Find out who is lost/)
  expect(words('numbers', results(1000, 1300, 1e-9), 'zh')).toContain('各版本人数与设定的比例不符，任何效果都不可信。')
})

test.each(['en', 'zh'] as const)(
  'every sentence in %s quotes only numbers of the tables, whatever was found',
  (language) => {
    for (const view of [results(1000, 1300), results(1300, 1000), results(1000, 1003), results(0, 0)]) {
      const one = draft(view, language)
      for (const sentence of one.sections.flatMap(({ sentences }) => sentences))
        expect(checkNumbers(sentence, checkOptionsOf(one)), sentence.text).toBeUndefined()
      expect(JSON.stringify(one)).not.toMatch(/NaN|Infinity|undefined/)
    }
  },
)
