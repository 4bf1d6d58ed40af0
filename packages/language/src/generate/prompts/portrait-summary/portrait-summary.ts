import { z } from 'zod'
import { definePrompt, type Prompt } from '../../define-prompt.ts'
import { words as en } from './1.en.ts'
import { words as zh } from './1.zh.ts'

/** Two sentences about a person. `statements`: a list of `{ id: 'e1', text, from, sure }`, with short ids. */
export const portraitSummaryPrompt: Prompt<'statements'> = definePrompt({
  id: 'portrait-summary',
  version: 1,
  variables: { statements: 'data' },
  texts: { en, zh },
})

export interface PortraitSummary {
  readonly sentences: readonly { readonly text: string; readonly evidence: readonly string[] }[]
}

/** What the answer has to be: every sentence rests on statements that were given. */
export function portraitSummarySchema(ids: readonly [string, ...string[]]): z.ZodType<PortraitSummary> {
  return z.strictObject({
    sentences: z
      .array(z.strictObject({ text: z.string().trim().min(1).max(400), evidence: z.array(z.enum(ids)).min(1).max(20) }))
      .min(1)
      .max(2),
  })
}
