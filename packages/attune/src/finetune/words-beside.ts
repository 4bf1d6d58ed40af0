import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fitTextClassifier, type TextClassifier, type TextClassifierData, textClassifierOf } from '@attune/language'
import type { ClassAnswer } from '@attune/learn'
import { z } from 'zod'
import { decodeClassifier, encodeClassifier, viewSchema } from '../labels/classifier-arrays.ts'

/** A classifier on words that answers beside a network: names and rare words tell what an encoder rounds off. */
export interface WordsBeside {
  readonly data: TextClassifierData
  /** The answer of a network, averaged with that of the words of the same text. */
  average<Answer extends Pick<ClassAnswer, 'label' | 'probabilities'>>(answer: Answer, text: string): Answer
  /** Place of the label that the words alone speak for. */
  labelOf(text: string): number
}

/** File of a classifier's folder with weights and hashes of terms; no text. */
export const wordsFile = 'words.safetensors'

/** What a classifier's JSON file says of its words; absent where it has none. */
export const wordsSchema = z.object({ views: z.array(viewSchema).min(1), calibrated: z.boolean() }).optional()

/** @param labels of the network, in its order; the same as those of the texts */
export function fitWordsBeside(
  rows: readonly { readonly text: string; readonly label: string }[],
  labels: readonly string[],
  seed: number,
): WordsBeside {
  const texts = rows.map(({ text }) => text)
  const model = fitTextClassifier(
    texts,
    rows.map(({ label }) => label),
    { seed },
  )
  return wordsBeside(model, labels)
}

/** As `wordsFile` and the JSON file keep it. */
export const savedWords = ({ data }: WordsBeside) => ({
  files: { [wordsFile]: encodeClassifier(data) },
  facts: { words: { views: data.views.map(({ view }) => ({ ...view })), calibrated: data.calibrated } },
})

/**
 * The words of a classifier's folder, or none.
 *
 * @throws TypeError, LearnError, LanguageError when the file is not theirs
 */
export function openWordsBeside(
  folder: string,
  { labels, words }: { readonly labels: readonly string[]; readonly words?: z.infer<typeof wordsSchema> },
): WordsBeside | undefined {
  if (words === undefined) return undefined
  // The order in which the classifier on words keeps its labels.
  const sorted = [...labels].sort()
  const data = decodeClassifier(readFileSync(join(folder, wordsFile)), { labels: sorted, dimensions: 0, ...words })
  return wordsBeside(textClassifierOf(data), labels)
}

function wordsBeside(model: TextClassifier, labels: readonly string[]): WordsBeside {
  const placeOf = labels.map((label) => model.labels.indexOf(label))
  const probabilitiesOf = (text: string): Float64Array => {
    const [found] = model.predict([text])
    return Float64Array.from(placeOf, (place) => found?.probabilities[place] ?? 0)
  }
  const highest = (probabilities: ArrayLike<number>): number =>
    Array.from(probabilities).reduce((best, p, k, all) => (p > (all[best] as number) ? k : best), 0)
  return {
    data: model.data,
    average(answer, text) {
      const words = probabilitiesOf(text)
      const probabilities = answer.probabilities.map((p, k) => (p + (words[k] as number)) / 2)
      return { ...answer, probabilities, label: highest(probabilities) }
    },
    labelOf: (text) => highest(probabilitiesOf(text)),
  }
}
