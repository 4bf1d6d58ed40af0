import { cuped as adjust, analyseMetric } from '@attune/measure'
import { z } from 'zod'
import { armsOf, comparisonShape, kindSchema, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject({ ...comparisonShape, cuped: z.literal(true).default(true), kind: kindSchema })
  .superRefine(requireSums)

/** `attune stats cuped` */
export const cuped: StatsAnalysis = {
  name: 'cuped',
  summary: {
    en: 'An effect with the variance taken out that the time before the experiment explains, with θ and the adjusted means.',
    'zh-CN': '用实验前的数据消除可解释的方差后再比较，给出 θ 与校正后的均值。',
  },
  input,
  example: {
    kind: 'mean',
    arms: [
      {
        variation: 'control',
        units: 3001,
        sum: 300,
        sumSquares: 600,
        pre: { sum: 210, sumSquares: 415, postSum: -20 },
      },
      {
        variation: 'treatment',
        units: 3000,
        sum: 222,
        sumSquares: 555,
        pre: { sum: 120, sumSquares: 405, postSum: -10 },
      },
    ],
  },
  run(given) {
    const options = given as z.infer<typeof input>
    const { kind } = options
    const arms = armsOf(options, kind)
    const analysis = analyseMetric(arms, optionsOf(options, kind))
    const control = arms.find(({ variation }) => variation === analysis.control.variation)
    const adjusted = analysis.treatments.map(({ variation, usedCuped }) => {
      const treatment = arms.find((arm) => arm.variation === variation)
      const own = usedCuped && control && treatment ? adjust(control, treatment, kind) : undefined
      return {
        variation,
        theta: own?.theta ?? null,
        control: own?.control.mean ?? null,
        treatment: own?.treatment.mean ?? null,
      }
    })
    return { ...withSentences(analysis), adjusted }
  },
}
