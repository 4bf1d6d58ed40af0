import { LanguageError, type LanguageModel, portraitSummaryPrompt, portraitSummarySchema } from '@attune/language'
import type { Logger } from 'pino'
import type { Prompts } from '../../prompts/prompts.ts'
import type { TellExposures } from '../../prompts/tell-exposures.ts'
import type { Summarise } from './create-portraits.ts'
import { portraitStatements } from './portrait-statements.ts'

export interface SummariseOptions {
  readonly languageModel: LanguageModel
  readonly prompts: Pick<Prompts, 'forPerson'>
  readonly tellExposures: TellExposures
  readonly log: Logger
}

/**
 * Two sentences about a person by the language model for the purpose `portrait`. Each rests on statements of the portrait,
 * which is checked: an answer that names others is no summary. An experiment may say which version of the prompt is asked with. Names and whatever else a person gave are not sent. No
 * answer stays in the cache of the door, where it would outlive an erasure.
 */
export function summariseBy({ languageModel, prompts, tellExposures, log }: SummariseOptions): Summarise {
  return async (portrait, { workspace, language }) => {
    if (!languageModel.has('portrait')) return 'no-language-model'
    const statements = portraitStatements(portrait, language)
    const [first, ...others] = statements.map(({ id }) => id)
    if (first === undefined) return 'nothing-known'
    const { prompt, exposures } = prompts.forPerson(workspace, portraitSummaryPrompt, portrait.personId)
    await tellExposures(workspace, portrait.personId, exposures)
    try {
      const { value, model } = await languageModel.generateObject({
        purpose: 'portrait',
        prompt,
        language,
        variables: { statements: statements.map((statement) => ({ ...statement })) },
        schema: portraitSummarySchema([first, ...others]),
        workspace,
        people: { ids: [portrait.personId] },
        cache: false,
      })
      const sentences = value.sentences.map(({ text, evidence }) => ({ text, evidence: [...new Set(evidence)] }))
      const used = new Set(sentences.flatMap(({ evidence }) => evidence))
      return {
        text: sentences.map(({ text }) => text).join(language === 'zh' ? '' : ' '),
        model,
        sentences,
        statements: statements.filter(({ id }) => used.has(id)).map(({ id, text }) => ({ id, text })),
        source: 'inferred',
        observations: null,
        asOf: portrait.at,
      }
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      if (error.code === 'no-model') return 'no-language-model'
      log.warn({ code: error.code, purpose: 'portrait' }, 'no summary of a portrait could be written')
      return error.code === 'bad-answer' ? 'summary-refused' : 'summary-failed'
    }
  }
}
