import {
  areaUnderCurve,
  type Classified,
  type FitProgress,
  fineTuneClassifier,
  fitScope,
  LearnError,
  mergeLora,
  openTextClassifier,
  type Scope,
  type ScopeKind,
  type TuningMethod,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { type ClassificationReport, classificationReport } from './classification-report.ts'
import { type OpenedEncoder, openEncoder } from './open-encoder.ts'
import type { LabelledTextFile } from './read-labelled-texts.ts'

export interface FinetuneSettings {
  /** A folder, or `scratch`. */
  readonly encoder: string
  readonly method: TuningMethod
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly rank: number
  readonly seed: number
  readonly threads: number
  /** How it is told that a text belongs to none of the classes. */
  readonly scope: ScopeKind
  /** Texts with this label belong to none of the classes: they are not trained on. */
  readonly outOfScope?: string | undefined
}

export interface OutOfScopeReport {
  /** Chance that a text of no class scores higher as such than one of a class. */
  readonly outOfScopeAuc: number
  /** Test texts whose label is none of the classes; all other figures leave them out. */
  readonly outOfScopeTexts: number
}

export interface Finetuned {
  readonly encoder: OpenedEncoder
  /** In the order of the classes' numbers. */
  readonly labels: readonly string[]
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly report: ClassificationReport & Partial<OutOfScopeReport>
  readonly scope: Scope
  readonly seconds: number
}

/**
 * Fine-tunes an encoder on the training texts and tries it on the others.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `no-texts`, `training-failed`
 */
export async function finetuneClassifier(
  { train: given, test }: { readonly train: LabelledTextFile; readonly test: LabelledTextFile },
  settings: FinetuneSettings,
  {
    clock,
    signal,
    onProgress,
  }: {
    readonly clock: () => number
    readonly signal?: AbortSignal
    readonly onProgress?: (progress: FitProgress) => void
  },
): Promise<Finetuned> {
  const began = clock()
  const train = withoutLabel(given, settings.outOfScope)
  const labels = [...new Set(train.labels)].sort()
  if (labels.length < 2)
    throw attuneError(
      'one-class',
      labels.length === 0
        ? 'No training text has a class: there is nothing to tell apart.'
        : `All training texts have the label “${labels[0]}”: there is nothing to tell apart.`,
    )
  const { method, epochs, batch, learningRate, rank, seed, threads } = settings
  if (settings.encoder === 'scratch' && method !== 'full')
    throw attuneError(
      'bad-parameter',
      'An encoder that begins from nothing has nothing to keep: --method is full with it.',
      { details: { field: 'method' } },
    )
  const place = new Map(labels.map((label, i) => [label, i]))
  if (!test.labels.some((label) => place.has(label)))
    throw attuneError('no-texts', 'No test text has a label that the training texts have.')
  const encoder = openEncoder(settings.encoder, train.texts)
  const { shape, weights, tokenizer } = encoder
  const longest = Math.min(settings.longest, shape.positions)
  const tokensOf = ({ texts }: LabelledTextFile): number[][] => texts.map((text) => tokenizer.encode(text, { longest }))
  const padding = Math.max(0, tokenizer.ids.padding)
  try {
    const texts = { tokens: tokensOf(train), labels: train.labels.map((label) => place.get(label) as number) }
    const tuned = await fineTuneClassifier({
      encoder: weights ? { shape, weights } : { shape },
      texts,
      classes: labels.length,
      padding,
      method,
      epochs,
      batch,
      ...(learningRate === undefined ? {} : { learningRate }),
      rank,
      seed,
      threads,
      clock,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    })
    const parameters = method === 'lora' ? mergeLora(tuned.parameters, { rank }) : tuned.parameters
    const tuning = method === 'adapter' ? { adapters: { width: 4 * rank } } : {}
    const model = { shape, classes: labels.length, padding, parameters, tuning, threads }
    await using learnt = await openTextClassifier(model)
    const scope = fitScope(settings.scope, await learnt.vectors(texts.tokens), texts.labels)
    await using classifier = await openTextClassifier({ ...model, scope })
    const found = await classifier.classify(tokensOf(test))
    return {
      encoder,
      labels,
      parameters,
      trainableParameters: tuned.trainableParameters,
      report: reportOf(labels, test.labels, found),
      scope,
      seconds: (clock() - began) / 1000,
    }
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('training-failed', cause.message, { cause })
    throw cause
  }
}

function withoutLabel({ texts, labels, leftOut }: LabelledTextFile, label: string | undefined): LabelledTextFile {
  return {
    texts: texts.filter((_, i) => labels[i] !== label),
    labels: labels.filter((one) => one !== label),
    leftOut,
  }
}

/** How the texts of the classes were sorted, and how well the others were told from them. */
function reportOf(
  labels: readonly string[],
  truths: readonly string[],
  found: readonly Classified[],
): Finetuned['report'] {
  const inScope = found.filter((_, i) => labels.includes(truths[i] as string))
  const others = found.filter((_, i) => !labels.includes(truths[i] as string))
  const report = classificationReport(
    truths.filter((truth) => labels.includes(truth)),
    inScope.map(({ label }) => labels[label] as string),
  )
  if (others.length === 0) return report
  const scores = (of: readonly Classified[]): number[] => of.map(({ outOfScope }) => outOfScope)
  return {
    ...report,
    outOfScopeAuc: areaUnderCurve(scores(others), scores(inScope)),
    outOfScopeTexts: others.length,
  }
}
