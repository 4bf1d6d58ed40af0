import type { Card } from '../runs/run-record.ts'

/** What models that read texts are meant for and not, around what is special of a task. */
export const textCard = (use: { readonly en: string; readonly zh: string }): Pick<Card, 'intended' | 'limits'> => ({
  intended: {
    en: `texts like those it was trained on, in the same language, ${use.en}.`,
    zh: `与训练文本同语言、同类型的文本，${use.zh}。`,
  },
  limits: {
    en: `texts unlike those it was trained on. Nor for ${persons.en}`,
    zh: `与训练文本差异较大的文本。${persons.zh}`,
  },
})

/** Of every model that could be used on persons. */
export const persons = {
  en: 'decisions about persons without somebody who looks at them.',
  zh: '未经人工复核，不得据此对个人作出决定。',
} as const
