import { analyseMetric } from '@attune/measure'
import { z } from 'zod'
import { armsOf, comparisonShape, kindSchema, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject({
    ...comparisonShape,
    kind: kindSchema,
    method: z
      .enum(['confidence-sequence', 'msprt', 'group-sequential'])
      .default('confidence-sequence')
      .describe('The first two hold at every look, the third at planned ones'),
    tuning: z.number().gt(0).max(1e12).default(5000).describe('Units at which the confidence sequence is tightest'),
    tau: z.number().gt(0).max(1e12).optional().describe('msprt: size of effects to expect, in the unit of scale'),
    looks: z.array(z.number().gt(0).max(1)).min(1).max(500).optional().describe('group-sequential: shares up to now'),
    spending: z.enum(['obrien-fleming', 'pocock']).default('obrien-fleming'),
  })
  .superRefine(requireSums)

/** `attune stats sequential` */
export const sequential: StatsAnalysis = {
  name: 'sequential',
  summary: {
    en: 'An effect that may be looked at again and again without false alarms: confidence sequence, mixture test, or planned looks.',
    'zh-CN': '可以反复查看而不增加误报的效果：置信序列、混合序贯检验，或按计划的期中分析。',
  },
  input,
  example: {
    kind: 'proportion',
    tuning: 5000,
    arms: [
      { variation: 'control', units: 3000, successes: 1396 },
      { variation: 'treatment', units: 3461, successes: 2422 },
    ],
  },
  run(given) {
    const options = given as z.infer<typeof input>
    const { kind, method, tuning, tau, looks, spending } = options
    return withSentences(
      analyseMetric(armsOf(options, kind), {
        ...optionsOf(options, kind),
        method: method === 'confidence-sequence' ? 'sequential' : method,
        tuning,
        tau,
        looks,
        spending,
      }),
    )
  },
}
