import { z } from 'zod'
import { definePrompt, type Prompt } from '../../define-prompt.ts'
import { words as en } from './2.en.ts'
import { words as zh } from './2.zh.ts'

/**
 * A rule from a sentence. `today`: such as `2026-11-27`; `rules`: the text form of the rule language; `names`: a record of
 * lists, of traits, events, categories and whatever else rules may name.
 */
export const segmentFromSentencePrompt: Prompt<'today' | 'rules' | 'names' | 'sentence'> = definePrompt({
  id: 'segment-from-sentence',
  version: 2,
  variables: { today: 'own', rules: 'own', names: 'data', sentence: 'data' },
  texts: { en, zh },
})

export interface ProposedSegment<Rule> {
  readonly name: string
  readonly rule: Rule
  /** What of the sentence the rule does not say. */
  readonly unclear: readonly string[]
}

/** What the answer has to be. @param rule reads the text form of a rule, and says of one that cannot be read what is wrong */
export function proposedSegmentSchema<Rule>(rule: z.ZodType<Rule>): z.ZodType<ProposedSegment<Rule>> {
  return z.strictObject({
    name: z.string().trim().min(1).max(80),
    rule,
    unclear: z.array(z.string().max(300)).max(20),
  }) as unknown as z.ZodType<ProposedSegment<Rule>>
}
