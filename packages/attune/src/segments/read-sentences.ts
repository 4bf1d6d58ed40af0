import { type LanguageModel, proposedSegmentSchema, segmentFromSentencePrompt } from '@attune/language'
import type { SentenceReader } from './propose-segment.ts'
import { ruleGrammar } from './rule-grammar.ts'
import type { Vocabulary } from './segments.ts'

/** Of each list of names so many are told: more would crowd the sentence out. */
const namesTold = 100

/**
 * Reads sentences with the language model for the purpose `segment`. What is told of the shop are names of traits, categories
 * and the like, never of a person.
 */
export function readSentences(languageModel: LanguageModel): SentenceReader {
  return {
    async read({ workspace, sentence, today, vocabulary, rule }) {
      const { value } = await languageModel.generateObject({
        purpose: 'segment',
        prompt: segmentFromSentencePrompt,
        language: /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en',
        variables: { today, rules: ruleGrammar, names: told(vocabulary), sentence },
        schema: proposedSegmentSchema(rule),
        workspace,
      })
      return value
    },
  }
}

const told = (vocabulary: Vocabulary): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(vocabulary).map(([what, names]: [string, readonly string[]]) => [what, names.slice(0, namesTold)]),
  )
