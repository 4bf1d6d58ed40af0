import type { TextPrediction } from '@attune/language'
import {
  above,
  alignTokens,
  type Device,
  type EncodedText,
  encodePair,
  multiLabel,
  openTextClassifier,
  openTextEncoder,
  openTextModel,
  ranking,
  regression,
  scoredTokenLabels,
} from '@attune/learn'
import { z } from 'zod'
import { type OpenedModel, openSavedModel, withinModel } from '../finetune/open-saved-model.ts'
import { scoredEntitiesOf } from '../finetune/train-tagger.ts'
import { averaged, openWords, wordsSchema } from '../finetune/words-beside.ts'
import { openServingEncoder } from '../quantise/open-serving-encoder.ts'
import type { LikelyLabel, TextKind, TextPredictorOf } from './predictor.ts'
import { scopeOf, scopeSchema } from './scope-of.ts'
import { textPredictor } from './text-predictor.ts'

/** How a model works. */
export interface PredictorTools {
  readonly threads: number
  /** What the network works on; models of rows work on the processor. */
  readonly device: Device
  /** Texts that the network takes at once; fewer cost as much. */
  readonly batch: number
}

const labelsSchema = z.array(z.string()).min(1).max(100_000)

/** How to open what each `attune finetune` writes. */
export const textPredictors: {
  readonly [Kind in TextKind]: (folder: string, tools: PredictorTools) => TextPredictorOf<Kind>
} = {
  classify(folder, tools) {
    const own = z.looseObject({ labels: labelsSchema.min(2), words: wordsSchema, ...scopeSchema })
    const opened = openSavedModel(folder, 'classifier', own)
    const { labels } = opened.facts
    const scope = scopeOf(folder, opened)
    const words = withinModel(folder, 'classifier', () => openWords(folder, opened.facts))
    const classifier = openTextClassifier({ ...opened.model, ...tools, classes: labels.length, scope })
    return textPredictor({
      kind: 'classify',
      labels,
      scope: scope.kind,
      model: { ask: classifier.classify, [Symbol.asyncDispose]: () => classifier[Symbol.asyncDispose]() },
      encode: encoderOf(opened),
      read(answer, { text, top }) {
        const { label, probabilities, outOfScope } = words
          ? averaged(answer, words.predict([text])[0] as TextPrediction)
          : answer
        return {
          label: labels[label] as string,
          probability: probabilities[label] as number,
          outOfScope,
          ...(top === undefined ? {} : { top: likeliest(labels, probabilities, top) }),
        }
      },
    })
  },
  label(folder, tools) {
    const own = z
      .looseObject({ labels: labelsSchema, thresholds: z.array(z.number()) })
      .refine(({ labels, thresholds }) => labels.length === thresholds.length, 'a threshold for each label is needed')
    const opened = openSavedModel(folder, 'labeller', own)
    const { labels, thresholds } = opened.facts
    return textPredictor({
      kind: 'label',
      labels,
      model: openTextModel({ ...opened.model, ...tools, head: multiLabel({ labels: labels.length }) }),
      encode: encoderOf(opened),
      read: (probabilities, { top }) => ({
        labels: above(probabilities, thresholds)
          .map((i) => ({ label: labels[i] as string, probability: probabilities[i] as number }))
          .sort((a, b) => b.probability - a.probability),
        ...(top === undefined ? {} : { top: likeliest(labels, probabilities, top) }),
      }),
    })
  },
  score(folder, tools) {
    const own = z.looseObject({ mean: z.number(), deviation: z.number().positive(), pairs: z.boolean() })
    const opened = openSavedModel(folder, 'scorer', own)
    const { mean, deviation, pairs } = opened.facts
    return textPredictor({
      kind: 'score',
      needs: pairs ? 2 : 1,
      model: openTextModel({ ...opened.model, ...tools, head: regression({ mean, deviation, pairs }) }),
      encode: encoderOf(opened),
      read: (value) => ({ value }),
    })
  },
  tag(folder, tools) {
    const opened = openSavedModel(folder, 'tagger', z.looseObject({ labels: labelsSchema }))
    const { labels } = opened.facts
    return textPredictor({
      kind: 'tag',
      labels,
      model: openTextModel({ ...opened.model, ...tools, head: scoredTokenLabels({ types: labels.length }) }),
      encode: encoderOf(opened),
      read(tags, { text, encoded }) {
        const ids = 'tokens' in encoded ? encoded.tokens : encoded
        const found = scoredEntitiesOf(tags, alignTokens(opened.tokenizer, text, ids), labels)
        return { entities: found.map((one) => ({ ...one, text: text.slice(one.start, one.end) })) }
      },
    })
  },
  similar(folder, tools) {
    const own = z.looseObject({ pooling: z.literal('mean'), normalised: z.literal(true) })
    const opened = openSavedModel(folder, 'encoder', own)
    return vectors(openTextEncoder({ ...opened.model, ...tools }), encoderOf(opened))
  },
  rank(folder, tools) {
    const own = z.looseObject({ loss: z.enum(['pairwise', 'listwise']) })
    const opened = openSavedModel(folder, 'ranker', own)
    // A candidate's score does not depend on the others.
    const head = ranking({ candidates: 1, loss: opened.facts.loss })
    return textPredictor({
      kind: 'rank',
      needs: 2,
      model: openTextModel({ ...opened.model, ...tools, head }),
      encode: encoderOf(opened),
      read: (score) => ({ score }),
    })
  },
}

/** Tokens of a text that are read where no training says how many. */
const usualLongest = 128

/** An encoder that was pulled, pretrained or rounded to bytes, and taught nothing else. */
export function plainEncoder(folder: string, tools: PredictorTools): TextPredictorOf<'similar'> {
  const { model, tokenizer } = openServingEncoder(folder)
  const longest = Math.min(usualLongest, model.shape.positions)
  return vectors(openTextEncoder({ ...model, ...tools }), (text) => tokenizer.encode(text, { longest }))
}

const vectors = (
  model: ReturnType<typeof openTextEncoder>,
  encode: (text: string) => EncodedText,
): TextPredictorOf<'similar'> => textPredictor({ kind: 'similar', model, encode, read: (vector) => ({ vector }) })

/** As training cut its texts. */
const encoderOf =
  ({ tokenizer, longest }: Pick<OpenedModel<unknown>, 'tokenizer' | 'longest'>) =>
  (text: string, second?: string): EncodedText =>
    second === undefined ? tokenizer.encode(text, { longest }) : encodePair(tokenizer, text, second, longest)

const likeliest = (labels: readonly string[], probabilities: Float32Array, top: number): LikelyLabel[] =>
  labels
    .map((label, i) => ({ label, probability: probabilities[i] as number }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top)
