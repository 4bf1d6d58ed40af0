import { analyseMetric, twoProportionTest } from '@attune/measure'
import { z } from 'zod'
import { armsOf, type Comparison, comparisonShape, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject(comparisonShape)
  .superRefine((given, issues) => requireSums({ ...given, kind: 'proportion' }, issues))

/** `attune stats proportion` */
export const proportion: StatsAnalysis = {
  name: 'proportion',
  summary: {
    en: 'Whether shares differ: relative and absolute effect by Welch’s t, and the pooled z test with Wald’s interval.',
    'zh-CN': '比较转化率等比例：Welch t 检验给出相对与绝对效果，并附合并 z 检验与 Wald 区间。',
  },
  input,
  example: {
    arms: [
      { variation: 'control', units: 100, successes: 40 },
      { variation: 'treatment', units: 100, successes: 50 },
    ],
  },
  run(given) {
    const options = given as Comparison
    const arms = armsOf(options, 'proportion')
    const analysis = analyseMetric(arms, optionsOf(options, 'proportion'))
    const control = arms.find(({ variation }) => variation === analysis.control.variation)
    const pooled = analysis.treatments.map(({ variation, absolute }) => {
      const treatment = arms.find((arm) => arm.variation === variation)
      if (!absolute || !control || !treatment) return { variation, difference: null, z: null, p: null }
      const counts = ({ sum, units }: typeof treatment) => ({ successes: sum, trials: units })
      return { variation, ...twoProportionTest(counts(control), counts(treatment), options.level) }
    })
    return { ...withSentences(analysis), pooled }
  },
}
