import { z } from 'zod'
import { optional } from '../runs/run-kind.ts'
import { finetuneRun, finetuneSettings } from './finetune-run.ts'
import { readLabelledTexts } from './read-labelled-texts.ts'
import { persons, textCard } from './text-card.ts'
import { trainClassifier } from './train-classifier.ts'

/** `attune finetune classify` */
export const classifyRun = finetuneRun({
  task: 'classify',
  settings: z.strictObject({
    ...finetuneSettings,
    text: z.string(),
    label: z.string(),
    /** Null: by whether the training is private. */
    scope: optional(z.enum(['softmax', 'energy', 'distance', 'nearest'])),
    /** Null: labels that the training texts lack. */
    outOfScope: optional(z.string()),
    /** A classifier on words beside the network. */
    words: z.boolean().default(false),
  }),
  read: (path, { text, label }) => readLabelledTexts(path, { text, label }),
  keyOf: ({ text }) => text,
  counts: (train, test) => ({
    trainTexts: train.length,
    testTexts: test.length,
    classes: new Set(train.map(({ label }) => label)).size,
  }),
  train: (files, how, hooks, { scope, outOfScope, words }) =>
    trainClassifier(files, { ...how, scope: scope ?? undefined, outOfScope: outOfScope ?? undefined, words }, hooks),
  scores: ['accuracy', 'macroF1', 'outOfScopeAuc'],
  card({ perClass }) {
    const classes = Object.keys(perClass).length
    return {
      ...textCard({ en: `to be sorted into ${classes} classes`, zh: `把它们分到 ${classes} 个类别` }),
      limits: {
        en: `texts that belong to none of the classes: it names one for every text, beside a score of how little the text is like what was learnt. Nor for ${persons.en}`,
        zh: `不属于任何类别的文本：模型对每条文本都会给出一个类别，并附上该文本偏离训练内容程度的得分。${persons.zh}`,
      },
    }
  },
})
