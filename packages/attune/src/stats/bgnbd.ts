import { fitBgNbd } from '@attune/measure'
import {
  columnsOf,
  exampleHistories,
  type HistoriesInput,
  historiesInput,
  predictionsOf,
} from './purchase-histories-input.ts'
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
    const histories = input as HistoriesInput
    const fit = fitBgNbd(columnsOf(histories.customers), { penalty: histories.penalty })
    return { ...fit, predictions: predictionsOf({ kind: 'bg-nbd', fit }, histories) }
  },
}
