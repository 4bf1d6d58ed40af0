import type { Card } from './run-record.ts'

type Note = Card['task']
export type RunLanguage = keyof Note

/** Words of model cards for the names in a record; what has none is shown by its name. */
export const runTexts = {
  scores: {
    accuracy: { en: 'accuracy', zh: '准确率' },
    macroF1: { en: 'macro F1', zh: '宏平均 F1' },
    microF1: { en: 'micro F1', zh: '微平均 F1' },
    auc: { en: 'AUC', zh: 'AUC' },
    logloss: { en: 'log loss', zh: '对数损失' },
    ece: { en: 'calibration error', zh: '校准误差' },
    loss: { en: 'loss', zh: '损失' },
    perplexity: { en: 'perplexity', zh: '困惑度' },
    rmse: { en: 'RMSE', zh: 'RMSE' },
    mae: { en: 'MAE', zh: 'MAE' },
    spearman: { en: 'rank correlation (Spearman)', zh: '秩相关（Spearman）' },
  },
  counts: {
    trainTexts: { en: 'texts learnt from', zh: '训练文本' },
    testTexts: { en: 'texts tried on', zh: '测试文本' },
    trainRows: { en: 'rows learnt from', zh: '训练行数' },
    testRows: { en: 'rows tried on', zh: '测试行数' },
    classes: { en: 'classes', zh: '类别' },
  },
  kinds: {
    classify: { en: 'Text classifier', zh: '文本分类模型' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Note>>>>

/** The words for a name, or the name. */
export function wordsFor(group: keyof typeof runTexts, name: string, language: RunLanguage): string {
  const words: Readonly<Record<string, Note>> = runTexts[group]
  return (Object.hasOwn(words, name) ? words[name]?.[language] : undefined) ?? name
}
