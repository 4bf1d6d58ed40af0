import {
  type Device,
  distilClassifier,
  type EncoderShape,
  everyKthLayer,
  openTextClassifier,
  type Tokenizer,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from '../finetune/as-training-failed.ts'
import { type ClassificationReport, classificationReport } from '../finetune/classification-report.ts'
import type { FinetuneHooks } from '../finetune/finetune-settings.ts'
import type { OpenedClassifier } from '../finetune/open-classifier.ts'
import type { LabelledText } from '../finetune/train-classifier.ts'
import { floatsOf } from '../quantise/quantise-classifier.ts'

export interface DistilSettings {
  readonly layers: number
  /** Default: the teacher's. */
  readonly width?: number | undefined
  /** Of a student that begins from nothing. Default: as many as make them as wide as the teacher's. */
  readonly heads?: number | undefined
  /** `teacher`: with every k-th of its layers; `scratch`: from nothing. Default: teacher where the widths are equal. */
  readonly start?: 'teacher' | 'scratch' | undefined
  readonly temperature: number
  /** How much labels count beside the teacher. */
  readonly hardShare: number
  /** How much the teacher's vectors count; 0: not at all. */
  readonly vectorShare: number
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number | undefined
  readonly seed: number
  readonly threads: number
  /** Default `cpu`. */
  readonly device?: Device | undefined
}

export interface Student {
  readonly shape: EncoderShape
  readonly labels: readonly string[]
  readonly longest: number
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly start: 'teacher' | 'scratch'
  readonly trainableParameters: number
  readonly teacherParameters: number
  readonly seconds: number
  /** Where there are texts to try both on. */
  readonly scores?: { readonly teacher: ClassificationReport; readonly student: ClassificationReport }
}

/**
 * Distils a classifier into one with fewer or narrower layers.
 *
 * @param texts without labels or with those of the teacher; a label that it does not know is refused
 * @throws AttuneError `bad-parameter`, `unknown-label`, `training-failed`
 */
export async function distilIntoStudent(
  teacher: OpenedClassifier,
  { texts, labels, test }: { texts: readonly string[]; labels?: readonly string[]; test?: readonly LabelledText[] },
  settings: DistilSettings,
  running: FinetuneHooks,
): Promise<Student> {
  const began = running.clock()
  const { model, longest, tokenizer, tokenizerJson } = teacher
  const { temperature, hardShare, vectorShare, epochs, batch, learningRate, seed, threads, device = 'cpu' } = settings
  const { start, ...student } = studentOf(teacher, settings)
  const place = new Map(teacher.labels.map((label, i) => [label, i]))
  const unknown = labels?.find((label) => !place.has(label))
  if (unknown !== undefined)
    throw attuneError('unknown-label', `The teacher does not know the class “${unknown.slice(0, 100)}”.`)
  const tokensOf = (some: readonly string[]): number[][] => some.map((text) => tokenizer.encode(text, { longest }))
  const tokens = tokensOf(texts)
  const on = { threads, device }
  return asTrainingFailed(async () => {
    const answers = await classified(model, tokens, on)
    const probabilities = answers.map((one) => one.probabilities)
    const vectors = vectorShare > 0 ? answers.map(({ vector }) => vector) : undefined
    const distilled = await distilClassifier({
      ...running,
      student,
      tokens,
      probabilities,
      ...(vectors ? { vectors } : {}),
      ...(labels ? { labels: labels.map((label) => place.get(label) as number) } : {}),
      classes: teacher.labels.length,
      padding: model.padding,
      temperature,
      hardShare,
      vectorShare,
      epochs,
      batch,
      ...(learningRate === undefined ? {} : { learningRate }),
      seed,
      threads,
      device,
    })
    running.signal?.throwIfAborted()
    const { parameters } = distilled
    const small = { shape: student.shape, classes: teacher.labels.length, padding: model.padding, parameters }
    const report = async (one: Parameters<typeof openTextClassifier>[0], rows: readonly LabelledText[]) => {
      const found = await classified(one, tokensOf(rows.map(({ text }) => text)), on)
      return classificationReport(
        rows.map(({ label }) => label),
        found.map(({ label }) => teacher.labels[label] as string),
      )
    }
    const scores = test && { teacher: await report(model, test), student: await report(small, test) }
    return {
      shape: student.shape,
      labels: teacher.labels,
      longest,
      tokenizer,
      tokenizerJson,
      parameters,
      start,
      trainableParameters: [...parameters.values()].reduce((sum, { length }) => sum + length, 0),
      teacherParameters: [...floatsOf(model)].reduce(
        // How texts of no class are told is no part of the network.
        (sum, [name, { length }]) => sum + (name.startsWith('scope.') ? 0 : length),
        0,
      ),
      seconds: (running.clock() - began) / 1000,
      ...(scores ? { scores } : {}),
    }
  })
}

interface Work {
  readonly threads: number
  readonly device: Device
}

async function classified(
  model: Parameters<typeof openTextClassifier>[0],
  tokens: readonly (readonly number[])[],
  on: Work,
) {
  await using classifier = openTextClassifier({ ...model, ...on })
  return await classifier.classify(tokens)
}

function studentOf(
  { shape, model }: OpenedClassifier,
  { layers, width = shape.width, heads, start: wanted }: DistilSettings,
): { shape: EncoderShape; weights?: ReadonlyMap<string, Float32Array>; start: 'teacher' | 'scratch' } {
  const wrong = (field: string, why: string) => attuneError('bad-parameter', why, { details: { field } })
  const start = wanted ?? (width === shape.width && layers <= shape.layers ? 'teacher' : 'scratch')
  if (start === 'teacher') {
    if (width !== shape.width || layers > shape.layers)
      throw wrong(
        'from',
        `The teacher has ${shape.layers} layers of width ${shape.width}: a student of ${layers} of width ${width} begins from nothing (--from scratch).`,
      )
    if (heads !== undefined && heads !== shape.heads)
      throw wrong('heads', `A student that begins with the teacher's layers has its ${shape.heads} heads.`)
    const under = 'encoder.'
    const weights = [...floatsOf(model)].filter(([name]) => name.startsWith(under))
    const own = new Map(weights.map(([name, data]) => [name.slice(under.length), data]))
    return { ...everyKthLayer(shape, own, layers), start }
  }
  const fitting = heads ?? Math.max(1, Math.round((width * shape.heads) / shape.width))
  if (width % fitting !== 0) throw wrong('heads', `${fitting} heads do not divide a width of ${width}; say --heads.`)
  const { innerWidth: _, segments: __, ...rest } = shape
  return { shape: { ...rest, layers, width, heads: fitting, innerWidth: 4 * width }, start }
}
