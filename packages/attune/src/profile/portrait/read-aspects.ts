import { aspectsOf, type SentimentModels } from '@attune/language'
import type { AspectsOf } from './sentiment-of.ts'

/**
 * Aspects that somebody's own words speak of, by the rules of both languages and, where those find no judgement, the models that
 * the workspace has taught.
 */
export const readAspects =
  (modelsOf: (workspace: string) => SentimentModels): AspectsOf =>
  async (texts, workspace) => {
    const models = modelsOf(workspace)
    return texts.map((text) =>
      aspectsOf(text, models).map(({ aspect, score, evidence }) => ({
        aspect,
        sentiment: score,
        text: evidence.join(' … '),
      })),
    )
  }
