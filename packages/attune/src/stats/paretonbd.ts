import { expectedPurchases, fitParetoNbd, probabilityAlive } from '@attune/measure'
import { columnsOf, exampleHistories, type HistoriesInput, historiesInput } from './purchase-histories-input.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

/** `attune stats paretonbd` */
export const paretonbd: StatsAnalysis = {
  name: 'paretonbd',
  summary: {
    en: 'As bgnbd, but customers may leave at any time, also before they came back (Pareto/NBD).',
    'zh-CN': '与 bgnbd 相同，但客户随时可能离开，包括还没有回购之前（Pareto/NBD 模型）。',
  },
  input: historiesInput,
  example: exampleHistories,
  run(input) {
    const { customers, penalty, horizon } = input as HistoriesInput
    const fit = fitParetoNbd(columnsOf(customers), { penalty })
    const model = { kind: 'pareto-nbd', fit } as const
    return {
      ...fit,
      predictions: customers.map((customer) => ({
        alive: probabilityAlive(model, customer),
        expectedPurchases: horizon === undefined ? null : expectedPurchases(model, customer, horizon),
      })),
    }
  },
}
