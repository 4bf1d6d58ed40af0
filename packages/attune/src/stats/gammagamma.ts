import { fitGammaGamma, gammaGammaSpend } from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z.strictObject({
  customers: z
    .array(
      z.strictObject({
        frequency: z
          .int()
          .min(0)
          .max(1_000_000)
          .describe('Purchases that the mean is of; 0: none, everybody’s mean is told'),
        spend: z.number().min(0).max(1e12).describe('Mean amount of those purchases'),
      }),
    )
    .min(2)
    .max(1_000_000),
  penalty: z.number().min(0).max(1e6).default(0),
})

/** `attune stats gammagamma` */
export const gammagamma: StatsAnalysis = {
  name: 'gammagamma',
  summary: {
    en: 'What customers spend a purchase on average, as far as their own purchases and everybody’s tell (Gamma-Gamma).',
    'zh-CN': '结合客户自己与全体客户的购买，估计其每次购买的平均金额（Gamma-Gamma 模型）。',
  },
  input,
  example: {
    customers: [
      { frequency: 2, spend: 22.35 },
      { frequency: 1, spend: 11.77 },
      { frequency: 7, spend: 73.74 },
      { frequency: 1, spend: 11.77 },
      { frequency: 2, spend: 25.55 },
      { frequency: 4, spend: 33.19 },
      { frequency: 0, spend: 0 },
    ],
    penalty: 0.05,
  },
  run(given) {
    const { customers, penalty } = given as z.infer<typeof input>
    const fit = fitGammaGamma(
      { frequency: customers.map(({ frequency }) => frequency), spend: customers.map(({ spend }) => spend) },
      { penalty },
    )
    const expected = customers.map(({ frequency, spend }) => gammaGammaSpend(fit.parameters, frequency, spend))
    return { ...fit, predictions: expected.map((spend) => ({ expectedSpend: spend })) }
  },
}
