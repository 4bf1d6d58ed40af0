import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TextClassifier, type TextPrediction, textClassifierOf } from '@attune/language'
import type { ClassAnswer } from '@attune/learn'
import { z } from 'zod'
import { decodeClassifier, encodeClassifier, viewSchema } from '../labels/classifier-arrays.ts'

/** File of a classifier's folder with weights and hashes of terms; no text. */
export const wordsFile = 'words.safetensors'

/** What a classifier's JSON file says of the words beside its network; absent where it has none. */
export const wordsSchema = z.object({ views: z.array(viewSchema).min(1), calibrated: z.boolean() }).optional()

/** The answer of a network averaged with that of a classifier on words, which knows names and rare words that an encoder rounds off. */
export function averaged<Answer extends Pick<ClassAnswer, 'label' | 'probabilities'>>(
  answer: Answer,
  words: Pick<TextPrediction, 'probabilities'>,
): Answer {
  const probabilities = answer.probabilities.map((p, k) => (p + (words.probabilities[k] as number)) / 2)
  return { ...answer, probabilities, label: probabilities.indexOf(Math.max(...probabilities)) }
}

/** As `wordsFile` and the JSON file keep them. */
export const savedWords = ({ data }: TextClassifier) => ({
  files: { [wordsFile]: encodeClassifier(data) },
  facts: { words: { views: data.views.map(({ view }) => ({ ...view })), calibrated: data.calibrated } },
})

/**
 * The classifier on words in a folder, or none. Its labels are in the order of the network's: both sort them.
 *
 * @throws TypeError, LearnError when the file is not its own
 */
export function openWords(
  folder: string,
  { labels, words }: { readonly labels: readonly string[]; readonly words?: z.infer<typeof wordsSchema> },
): TextClassifier | undefined {
  if (words === undefined) return undefined
  const path = join(folder, wordsFile)
  if (!existsSync(path)) throw new TypeError(`${wordsFile} is missing`)
  return textClassifierOf(decodeClassifier(readFileSync(path), { labels, dimensions: 0, ...words }))
}
