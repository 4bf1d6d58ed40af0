import { sampleRatioMismatch } from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject({
    arms: z
      .array(
        z.strictObject({
          variation: z.string().min(1).max(200),
          units: z.int().min(0),
          weight: z.number().gt(0).max(1e9).default(1).describe('Share asked for, in any unit'),
        }),
      )
      .min(2)
      .max(1000),
    threshold: z.number().gt(0).lt(1).default(0.001).describe('Below it nothing of the experiment can be believed'),
  })
  .describe('Counts of units')

/** `attune stats srm` */
export const srm: StatsAnalysis = {
  name: 'srm',
  summary: {
    en: 'Whether the arms have the sizes that were asked for (sample-ratio mismatch, Pearson’s χ²).',
    'zh-CN': '各版本的人数是否符合设定比例（样本比例失衡，皮尔逊 χ² 检验）。',
  },
  input,
  example: {
    arms: [
      { variation: 'control', units: 8000, weight: 80 },
      { variation: 'treatment', units: 2100, weight: 20 },
    ],
  },
  run(given) {
    const { arms, threshold } = given as z.infer<typeof input>
    const result = sampleRatioMismatch(
      arms.map(({ units }) => units),
      arms.map(({ weight }) => weight),
    )
    const total = arms.reduce((sum, { units }) => sum + units, 0)
    const whole = arms.reduce((sum, { weight }) => sum + weight, 0)
    return {
      ...result,
      mismatch: result.p < threshold,
      suspect: result.p < 0.01,
      arms: arms.map(({ variation, units, weight }) => ({ variation, units, expected: (total * weight) / whole })),
    }
  },
}
