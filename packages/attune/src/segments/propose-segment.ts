import { z } from 'zod'
import { proposalPrompt } from './proposal-prompt.ts'
import { checkRule, type RuleSurroundings, type RuleWarning } from './rules/check-rule.ts'
import type { Rule } from './rules/rule.ts'
import type { Vocabulary } from './segments.ts'
import { parseRule } from './text/parse-rule.ts'

/** All that is asked of a language model here. */
export interface SentenceReader {
  generateObject<Answer>(schema: z.ZodType<Answer>, prompt: string): Promise<Answer>
}

interface InBoth {
  readonly en: string
  readonly zh: string
}

/** A rule that was read out of a sentence, to be looked at before use; or why there is none. */
export type SegmentProposal =
  | { readonly status: 'proposed'; readonly rule: Rule; readonly warnings: readonly RuleWarning[] }
  | { readonly status: 'no-model' | 'model-failed' | 'not-understood'; readonly reason: InBoth }

const answerSchema = z.object({
  understood: z.boolean().describe('Whether the sentence describes a group of people'),
  rule: z.string().max(5000).describe('The rule in its text form; empty where the sentence was not understood'),
})

/**
 * Lets a language model say a sentence as a rule, and reads and checks what it says like anything else that comes from
 * outside: one that cannot be read is shown to it once more with the mistake.
 *
 * @param sentence such as 上个月买过跑鞋但没有复购的上海女性
 * @param model undefined where none is configured
 */
export async function proposeSegment(
  sentence: string,
  model: SentenceReader | undefined,
  vocabulary: Vocabulary,
  around: RuleSurroundings,
): Promise<SegmentProposal> {
  if (model === undefined)
    return {
      status: 'no-model',
      reason: {
        en: 'No language model is configured. Write the rule yourself, or with the builder.',
        zh: '尚未配置语言模型。请自己书写规则，或使用规则编辑器。',
      },
    }
  let mistake: string | undefined
  for (let attempt = 0; attempt < 2; attempt++) {
    let answer: z.infer<typeof answerSchema>
    try {
      answer = await model.generateObject(answerSchema, proposalPrompt(sentence, vocabulary, mistake))
    } catch {
      return {
        status: 'model-failed',
        reason: {
          en: 'The language model did not answer as it should. Try again, or write the rule yourself.',
          zh: '语言模型没有给出可用的回答。请重试，或自己书写规则。',
        },
      }
    }
    if (!answer.understood) break
    try {
      const rule = parseRule(answer.rule)
      return { status: 'proposed', rule, warnings: checkRule(rule, undefined, around) }
    } catch (error) {
      mistake = `${answer.rule}\n${error instanceof Error ? error.message : ''}`
    }
  }
  return {
    status: 'not-understood',
    reason: {
      en: 'The sentence could not be turned into a rule. Say who did what and when, or write the rule yourself.',
      zh: '无法把这句话转成规则。请说明谁在什么时候做了什么，或自己书写规则。',
    },
  }
}
