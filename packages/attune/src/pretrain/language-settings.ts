import { z } from 'zod'
import { optional } from '../runs/run-kind.ts'
import type { Card } from '../runs/run-record.ts'

/** Settings of what is learnt from texts alone. */
export const languageSettings = {
  texts: z.array(z.string()).min(1),
  /** Column of the texts. */
  text: z.string(),
  /** Null: a twentieth of the texts is set aside. */
  test: optional(z.string()),
}

/** What models of a language are meant for and not. */
export const languageCard = (option: string): Pick<Card, 'intended' | 'limits'> => ({
  intended: {
    en: `the start of models that are fine-tuned on texts like these (\`${option}\`).`,
    zh: `作为起点，用同类文本继续微调（\`${option}\`）。`,
  },
  limits: {
    en: 'use by itself: it only knows what its texts say, names and opinions too.',
    zh: '未经微调直接使用：模型只学到训练文本中的内容，其中的人名和观点也会被记住。',
  },
})
