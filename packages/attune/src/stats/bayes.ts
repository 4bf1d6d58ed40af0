import { analyseMetric } from '@attune/measure'
import { z } from 'zod'
import { armsOf, comparisonShape, kindSchema, optionsOf, requireSums } from './comparison-input.ts'
import { withSentences } from './comparison-result.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z
  .strictObject({
    ...comparisonShape,
    kind: kindSchema,
    posterior: z
      .enum(['gaussian', 'exact'])
      .default('gaussian')
      .describe('exact: Beta–Binomial of proportions, Gamma–Poisson of counts, with flat priors'),
    prior: z
      .strictObject({ mean: z.number().default(0), variance: z.number().gt(0) })
      .optional()
      .describe('Gaussian, of the effect in the unit of scale. Default: flat'),
  })
  .superRefine(requireSums)

/** `attune stats bayes` */
export const bayes: StatsAnalysis = {
  name: 'bayes',
  summary: {
    en: 'The chance that a variation is better, and what a wrong choice would cost on average.',
    'zh-CN': '某个版本更好的概率，以及选错时平均损失多少。',
  },
  input,
  example: {
    kind: 'proportion',
    arms: [
      { variation: 'control', units: 100, successes: 49 },
      { variation: 'treatment', units: 100, successes: 51 },
    ],
  },
  run(given) {
    const options = given as z.infer<typeof input>
    const { kind, posterior, prior } = options
    return withSentences(
      analyseMetric(armsOf(options, kind), { ...optionsOf(options, kind), method: 'bayesian', posterior, prior }),
    )
  },
}
