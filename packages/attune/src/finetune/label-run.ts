import { z } from 'zod'
import { finetuneRun, finetuneSettings, textCard } from './finetune-run.ts'
import { readRows, textOf } from './read-rows.ts'
import { trainLabeller } from './train-labeller.ts'

/** `attune finetune classify --multi`: any number of labels, also none. */
export const labelRun = finetuneRun({
  task: 'label',
  settings: z.strictObject({ ...finetuneSettings, text: z.string(), label: z.string() }),
  read: (path, { text, label }) =>
    readRows(path, { text, label }, (values) => {
      const own = textOf(values, 'text')
      return typeof own === 'string' ? { text: own, labels: labelsOf(values.label) } : own
    }),
  // Another draw than that of the texts that say the thresholds, which are a share of those that stay.
  keyOf: ({ text }) => `test ${text}`,
  counts: (train, test) => ({
    trainTexts: train.length,
    testTexts: test.length,
    labels: new Set(train.flatMap(({ labels }) => labels)).size,
  }),
  train: trainLabeller,
  scores: ['microF1', 'macroF1', 'exact'],
  card: () => textCard({ en: 'to say which labels each has', zh: '判断每条文本带有哪些标签' }),
})

/** A list, or names with | between them. */
function labelsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split('|')
  return [...new Set(list.map((one) => one.trim()).filter((one) => one !== ''))]
}
