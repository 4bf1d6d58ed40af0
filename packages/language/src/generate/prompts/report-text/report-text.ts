import { z } from 'zod'
import { definePrompt, type Prompt } from '../../define-prompt.ts'
import { words as en } from './1.en.ts'
import { words as zh } from './1.zh.ts'

/** The summary of a report. `findings`: a list of `{ text, numbers: [{ id, written }] }`. */
export const reportTextPrompt: Prompt<'title' | 'findings'> = definePrompt({
  id: 'report-text',
  version: 1,
  variables: { title: 'data', findings: 'data' },
  texts: { en, zh },
})

export interface ReportText {
  readonly sentences: readonly { readonly text: string; readonly numbers: readonly string[] }[]
}

/** What the answer has to be. Whether its numbers are those of the report is for whoever has the report to check. */
export const reportTextSchema: z.ZodType<ReportText> = z.strictObject({
  sentences: z
    .array(
      z.strictObject({
        text: z.string().trim().min(1).max(600),
        numbers: z.array(z.string().min(1).max(80)).max(20),
      }),
    )
    .min(1)
    .max(8),
})
