import { expectedPurchases, fitBgNbd, probabilityAlive } from '@attune/measure'
import { columnsOf, exampleHistories, type HistoriesInput, historiesInput } from './purchase-histories-input.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

/** `attune stats bgnbd` */
export const bgnbd: StatsAnalysis = {
  name: 'bgnbd',
  summary: {
    en: 'How often customers without a contract will buy again, and whether they are still customers (BG/NBD).',
    'zh-CN': '没有合约的客户会多久再买、是否仍是客户（BG/NBD 模型）。',
  },
  input: historiesInput,
  example: exampleHistories,
  run(input) {
    const { customers, penalty, horizon } = input as HistoriesInput
    const fit = fitBgNbd(columnsOf(customers), { penalty })
    const model = { kind: 'bg-nbd', fit } as const
    return {
      ...fit,
      predictions: customers.map((customer) => ({
        alive: probabilityAlive(model, customer),
        expectedPurchases: horizon === undefined ? null : expectedPurchases(model, customer, horizon),
      })),
    }
  },
}
