import { LanguageError, type ProposedSegment } from '@attune/language'
import { z } from 'zod'
import { checkRule, type RuleSurroundings, type RuleWarning } from './rules/check-rule.ts'
import type { Rule } from './rules/rule.ts'
import type { Vocabulary } from './segments.ts'
import { parseRule } from './text/parse-rule.ts'

export interface SentenceRequest<Read> {
  readonly workspace: string
  readonly sentence: string
  /** `2026-11-27`, where the installation is. */
  readonly today: string
  readonly vocabulary: Vocabulary
  /** Reads a rule in its text form. */
  readonly rule: z.ZodType<Read>
}

/** All that is asked of a language model here; it fails with a LanguageError. */
export interface SentenceReader {
  read<Read>(request: SentenceRequest<Read>): Promise<ProposedSegment<Read>>
}

interface InBoth {
  readonly en: string
  readonly zh: string
}

/** A rule that was read out of a sentence, to be looked at before use; or why there is none. */
export type SegmentProposal =
  | {
      readonly status: 'proposed'
      readonly title: string
      readonly rule: Rule
      readonly warnings: readonly RuleWarning[]
      /** What of the sentence the rule does not say, in the model's words. */
      readonly unclear: readonly string[]
    }
  | { readonly status: NoProposal; readonly reason: InBoth }

type NoProposal = 'no-model' | 'model-failed' | 'not-understood'

const reasons: Readonly<Record<NoProposal, InBoth>> = {
  'no-model': {
    en: 'No language model is configured. Write the rule yourself, or with the builder.',
    zh: '尚未配置语言模型。请自己书写规则，或使用规则编辑器。',
  },
  'model-failed': {
    en: 'The language model did not answer. Try again, or write the rule yourself.',
    zh: '语言模型没有回答。请重试，或自己书写规则。',
  },
  'not-understood': {
    en: 'The sentence could not be turned into a rule. Say who did what and when, or write the rule yourself.',
    zh: '无法把这句话转成规则。请说明谁在什么时候做了什么，或自己书写规则。',
  },
}

const noProposal = (status: NoProposal): SegmentProposal => ({ status, reason: reasons[status] })

/**
 * Lets a language model say a sentence as a rule, and reads and checks what it says like anything else that comes from
 * outside: one that cannot be read is asked for once more, with the mistake.
 *
 * @param reader undefined where there is none
 */
export async function proposeSegment(
  request: Omit<SentenceRequest<unknown>, 'rule'>,
  reader: SentenceReader | undefined,
  around: RuleSurroundings,
): Promise<SegmentProposal> {
  if (reader === undefined) return noProposal('no-model')
  try {
    const { name, rule, unclear } = await reader.read({ ...request, rule: ruleTextSchema(around) })
    if (rule === undefined) return noProposal('not-understood')
    return { status: 'proposed', title: name, rule, warnings: checkRule(rule, undefined, around), unclear }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    if (error.code === 'no-model') return noProposal('no-model')
    return noProposal(error.code === 'bad-answer' ? 'not-understood' : 'model-failed')
  }
}

/** A rule in its text form that could be saved; undefined where the text is empty. */
function ruleTextSchema(around: RuleSurroundings): z.ZodType<Rule | undefined> {
  return z
    .string()
    .max(5000)
    .describe('The rule in its text form; empty where the sentence describes no group of people')
    .transform((text, context): Rule | undefined => {
      if (text.trim() === '') return undefined
      try {
        const rule = parseRule(text)
        checkRule(rule, undefined, around)
        return rule
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no rule' })
        return z.NEVER
      }
    })
}
