import { fitParetoNbd } from '@attune/measure'
import {
  columnsOf,
  exampleHistories,
  type HistoriesInput,
  historiesInput,
  predictionsOf,
} from './purchase-histories-input.ts'
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
    const histories = input as HistoriesInput
    const fit = fitParetoNbd(columnsOf(histories.customers), { penalty: histories.penalty })
    return { ...fit, predictions: predictionsOf({ kind: 'pareto-nbd', fit }, histories) }
  },
}
