import { analyseMetric } from '@attune/measure'
import { z } from 'zod'
import { armsOf, type Comparison, comparisonShape, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject(comparisonShape)
  .superRefine((given, issues) => requireSums({ ...given, kind: 'mean' }, issues))

/** `attune stats mean` */
export const mean: StatsAnalysis = {
  name: 'mean',
  summary: {
    en: 'Whether means differ, such as revenue a person: relative and absolute effect by Welch’s t test.',
    'zh-CN': '比较人均收入等均值：用 Welch t 检验给出相对与绝对效果。',
  },
  input,
  example: {
    arms: [
      { variation: 'control', units: 3407, sum: 1396.87, sumSquares: 52377.9767 },
      { variation: 'treatment', units: 3461, sum: 2422.7, sumSquares: 134698.29 },
    ],
  },
  run(given) {
    const options = given as Comparison
    return withSentences(analyseMetric(armsOf(options, 'mean'), optionsOf(options, 'mean')))
  },
}
