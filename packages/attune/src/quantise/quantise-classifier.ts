import type { TextPrediction } from '@attune/language'
import {
  classification,
  type Device,
  dequantise,
  encodeSafetensors,
  Graph,
  openTextClassifier,
  type QuantisedParameters,
  quantisedArrays,
  quantiseParameters,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { type ClassificationReport, classificationReport } from '../finetune/classification-report.ts'
import type { OpenedClassifier } from '../finetune/open-classifier.ts'
import type { RowFile } from '../finetune/read-rows.ts'
import type { LabelledText } from '../finetune/train-classifier.ts'
import { averaged } from '../finetune/words-beside.ts'

export interface QuantisedClassifier {
  /** Contents of `model.safetensors`. */
  readonly safetensors: Uint8Array
  readonly matrices: number
  readonly bytes: { readonly before: number; readonly after: number }
  /** On texts to try it on, where there are some. */
  readonly scores?: {
    readonly before: ClassificationReport
    readonly after: ClassificationReport
    /** Share of texts with the same answer. */
    readonly agreement: number
  }
}

/**
 * Rounds a classifier's matrices to bytes, and says what that costs.
 *
 * @param test labelled texts to compare both on
 * @throws AttuneError `already-quantised`
 */
export async function quantiseClassifier(
  { shape, labels, longest, tokenizer, model, words }: OpenedClassifier,
  {
    bits,
    threads,
    device,
    test,
  }: { readonly bits: 7 | 8; readonly threads: number; readonly device: Device; readonly test?: RowFile<LabelledText> },
): Promise<QuantisedClassifier> {
  if (model.quantised.size > 0)
    throw attuneError('already-quantised', 'This model is of bytes already: give the one it was made from.')
  const graph = new Graph()
  const on = { shape, batch: 1, length: 8, tuning: model.tuning ?? {} }
  const { answers } = classification({ classes: labels.length }).write(graph, on)
  const { quantised, parameters } = quantiseParameters(graph, Object.values(answers), model.parameters, { bits })
  // How texts of no class are told is no part of the network, and stays as it is.
  const scope = [...model.parameters].filter(([name]) => name.startsWith('scope.'))
  const rounded = { quantised, parameters: new Map([...parameters, ...scope]) }
  const safetensors = encodeSafetensors(quantisedArrays(rounded), { format: 'attune-classifier-1' })
  const before = [...model.parameters.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  const sizes = { matrices: rounded.quantised.size, bytes: { before, after: safetensors.length } }
  if (!test) return { safetensors, ...sizes }
  const truths = test.rows.map(({ label }) => label)
  const spoken = words?.predict(test.rows.map(({ text }) => text))
  const tokens = test.rows.map(({ text }) => tokenizer.encode(text, { longest }))
  const answersOf = async (one: typeof model): Promise<string[]> => {
    await using classifier = openTextClassifier({ ...one, threads, device })
    const found = await classifier.classify(tokens)
    const both = spoken ? found.map((answer, i) => averaged(answer, spoken[i] as TextPrediction)) : found
    return both.map(({ label }) => labels[label] as string)
  }
  const [exact, byBytes] = [await answersOf(model), await answersOf({ ...model, ...rounded })]
  const scores = {
    before: classificationReport(truths, exact),
    after: classificationReport(truths, byBytes),
    agreement: exact.filter((answer, i) => answer === byBytes[i]).length / exact.length,
  }
  return { safetensors, ...sizes, scores }
}

/** All parameters of a model as floats again, for what trains or exports it. */
export const floatsOf = ({ parameters, quantised }: QuantisedParameters): ReadonlyMap<string, Float32Array> =>
  new Map([
    ...parameters,
    ...[...quantised].map(([name, matrix]): [string, Float32Array] => [name, dequantise(matrix)]),
  ])
