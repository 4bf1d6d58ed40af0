import type { TextClassifier } from '@attune/language'
import type { EncoderShape, QuantisedParameters, TextClassifierModel, Tokenizer } from '@attune/learn'
import { z } from 'zod'
import { openSavedModel, withinModel } from './open-saved-model.ts'
import { openWords, wordsSchema } from './words-beside.ts'

const factsSchema = z.looseObject({ labels: z.array(z.string()).min(2).max(100_000), words: wordsSchema })

export interface OpenedClassifier {
  readonly shape: EncoderShape
  readonly labels: readonly string[]
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  /** What `openTextClassifier` takes, with floats or with bytes. */
  readonly model: TextClassifierModel & QuantisedParameters
  /** Where its answers are averaged with those of words. */
  readonly words: TextClassifier | undefined
  /** All of `classifier.json`. */
  readonly facts: Readonly<Record<string, unknown>>
}

/**
 * Opens a folder that `attune finetune classify --out`, `attune distill` or `attune quantize` wrote.
 *
 * @throws AttuneError `unknown-model`, `bad-model`
 */
export function openClassifier(folder: string): OpenedClassifier {
  const { model, ...opened } = openSavedModel(folder, 'classifier', factsSchema)
  const { labels } = opened.facts
  const words = withinModel(folder, 'classifier', () => openWords(folder, opened.facts))
  return { ...opened, labels, words, model: { ...model, classes: labels.length } }
}
