import { analyseMetric } from '@attune/measure'
import { z } from 'zod'
import { armsOf, type Comparison, comparisonShape, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject(comparisonShape)
  .superRefine((given, issues) => requireSums({ ...given, kind: 'ratio' }, issues))

/** `attune stats ratio` */
export const ratio: StatsAnalysis = {
  name: 'ratio',
  summary: {
    en: 'Whether ratios differ, such as clicks an exposure, where persons were randomised (delta method). Clusters too: the sum over the units of a cluster.',
    'zh-CN': '以人为随机单位时比较比率，例如每次曝光的点击数（delta 方法）；也适用于整群随机：群内合计除以群内人数。',
  },
  input,
  example: {
    rows: [
      { variation: 'control', value: 1, denominator: 4 },
      { variation: 'control', value: 0, denominator: 2 },
      { variation: 'control', value: 2, denominator: 6 },
      { variation: 'treatment', value: 2, denominator: 4 },
      { variation: 'treatment', value: 1, denominator: 2 },
      { variation: 'treatment', value: 4, denominator: 6 },
    ],
  },
  run(given) {
    const options = given as Comparison
    return withSentences(analyseMetric(armsOf(options, 'ratio'), optionsOf(options, 'ratio')))
  },
}
