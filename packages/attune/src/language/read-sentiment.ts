import { aspectsOf, type SentimentModels, sentimentOf, type TextSentiment } from '@attune/language'
import type { SentimentOfText, SentimentReader } from './text-analyses.ts'

/** Texts that are read before other requests get their turn. */
const atOnce = 20

/**
 * The sentiment of texts by the models of their workspace, by the built-in word list for a language without one.
 *
 * @param modelsOf the models that a workspace has
 */
export function createSentimentReader(modelsOf: (workspace: string) => SentimentModels): SentimentReader {
  return async (workspace, texts) => {
    const models = modelsOf(workspace)
    const read: (SentimentOfText | null)[] = []
    for (const [i, { text, language }] of texts.entries()) {
      if (i % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve))
      read.push(language === 'zh' || language === 'en' ? readOne(text, models) : null)
    }
    return read
  }
}

function readOne(text: string, models: SentimentModels): SentimentOfText | null {
  const whole = sentimentOf(text, models)
  if (whole.language === 'other') return null
  const places = placesOf(text, whole.sentences)
  return {
    label: labelOf(whole),
    confidence: confidenceOf(whole.probability),
    source: whole.source,
    aspects: aspectsOf(text, models).map(({ aspect, label, probability, evidence }) => {
      const place = places.find(({ start, end }) => text.slice(start, end).includes(evidence[0] ?? ''))
      return {
        aspect,
        label,
        confidence: confidenceOf(probability),
        start: place?.start ?? 0,
        end: place?.end ?? text.length,
      }
    }),
  }
}

/** That it leans to the side that it leans to; about one half where nothing was said. */
const confidenceOf = (probability: number): number => Math.max(probability, 1 - probability)

/** Mixed: neither side prevails because both were heard. */
function labelOf({ label, sentences }: TextSentiment): SentimentOfText['label'] {
  const said = new Set(sentences.map((sentence) => sentence.label))
  return label === 'neutral' && said.has('positive') && said.has('negative') ? 'mixed' : label
}

/** Sentences stand in the text one after the other. */
function placesOf(
  text: string,
  sentences: readonly { readonly text: string }[],
): readonly { readonly start: number; readonly end: number }[] {
  let from = 0
  return sentences.map((sentence) => {
    const start = text.indexOf(sentence.text, from)
    from = start + sentence.text.length
    return { start, end: from }
  })
}
