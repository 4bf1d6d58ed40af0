import { fitTextClassifier, type TextPrediction } from '@attune/language'
import {
  areaUnderCurve,
  type ClassAnswer,
  type Classified,
  classification,
  type Example,
  fitScope,
  openTextClassifier,
  type Scope,
  type ScopeKind,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import { type ClassificationReport, classificationReport } from './classification-report.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, type Taught, teachEncoder } from './teach-encoder.ts'
import { averaged, savedWords } from './words-beside.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
}

export interface ClassifierSettings extends FinetuneSettings {
  /**
   * How it is told that a text belongs to none of the classes. Default `distance`; `energy` where the training is private, for the other
   * kinds keep what was learnt from.
   */
  readonly scope?: ScopeKind | undefined
  /** Texts with this label belong to none of the classes: they are not trained on. */
  readonly outOfScope?: string | undefined
  /** A classifier on words is trained beside, and the probabilities of both are averaged. */
  readonly words?: boolean | undefined
}

export interface ClassifierReport extends ClassificationReport {
  /** Chance that a text of no class scores higher as such than one of a class; where there are such. */
  readonly outOfScopeAuc?: number
  /** Test texts whose label is none of the classes; all other figures leave them out. */
  readonly outOfScopeTexts?: number
  /** With words beside: what the network and the words reach without the other. */
  readonly network?: Pick<ClassificationReport, 'accuracy' | 'macroF1'>
  readonly words?: Pick<ClassificationReport, 'accuracy' | 'macroF1'>
}

/**
 * Fine-tunes an encoder to sort texts into classes, and tries it.
 *
 * @throws AttuneError `bad-parameter`, `bad-encoder`, `unknown-encoder`, `one-class`, `no-texts`, `training-failed`
 */
export async function trainClassifier(
  { train: given, test }: { readonly train: RowFile<LabelledText>; readonly test: RowFile<LabelledText> },
  settings: ClassifierSettings,
  hooks: FinetuneHooks,
): Promise<Trained<ClassifierReport>> {
  const began = hooks.clock()
  const { scope: scopeKind = settings.privacy ? 'energy' : 'distance' } = settings
  if (settings.privacy && (scopeKind === 'distance' || scopeKind === 'nearest'))
    throw attuneError(
      'bad-parameter',
      'What this score keeps tells of the texts: with --privacy-noise, --scope is energy or softmax.',
      {
        details: { field: 'scope' },
      },
    )
  if (settings.privacy && settings.words)
    throw attuneError('bad-parameter', 'Words keep what was learnt from: with --privacy-noise there are none beside.', {
      details: { field: 'words' },
    })
  const train = given.rows.filter(({ label }) => label !== settings.outOfScope)
  const labels = [...new Set(train.map(({ label }) => label))].sort()
  if (labels.length < 2)
    throw attuneError(
      'one-class',
      labels.length === 0
        ? 'No training text has a class: there is nothing to tell apart.'
        : `All training texts have the label “${labels[0]}”: there is nothing to tell apart.`,
    )
  const place = new Map(labels.map((label, i) => [label, i]))
  if (!test.rows.some(({ label }) => place.has(label)))
    throw attuneError('no-texts', 'No test text has a label that the training texts have.')
  const pupil = openPupil(
    settings,
    train.map(({ text }) => text),
  )
  const { encode } = pupil
  // First, for it takes seconds, and what is wrong with the texts is better known before the hours.
  const words = settings.words
    ? await asTrainingFailed(async () =>
        fitTextClassifier(
          train.map(({ text }) => text),
          train.map(({ label }) => label),
          { seed: settings.seed },
        ),
      )
    : undefined
  const examples = train.map(({ text, label }) => ({ texts: [encode(text)], label: place.get(label) as number }))
  const taught = await teachEncoder(pupil, classification({ classes: labels.length }), examples, settings, hooks)
  return asTrainingFailed(async () => {
    const scope = await learnScope(scopeKind, taught, examples)
    await using classifier = openTextClassifier({ ...taught.model, classes: labels.length, scope })
    const found = await classifier.classify(test.rows.map(({ text }) => encode(text)))
    const judged = (answers: readonly Classified[]): ClassifierReport => reportOf(labels, test.rows, answers)
    const spoken = words?.predict(test.rows.map(({ text }) => text))
    const scores = spoken
      ? {
          ...judged(found.map((answer, i) => averaged(answer, spoken[i] as TextPrediction))),
          network: shortOf(judged(found)),
          words: shortOf(
            judged(
              found.map((answer, i) => ({
                ...answer,
                label: place.get((spoken[i] as TextPrediction).label) as number,
              })),
            ),
          ),
        }
      : judged(found)
    const report = { ...scores, ...taught.facts, seconds: (hooks.clock() - began) / 1000 }
    const beside = words && savedWords(words)
    const { kind, neighbours, ...places } = { neighbours: undefined, ...scope }
    return {
      report,
      saved: {
        task: 'classify',
        encoder: taught.encoder,
        arrays: new Map([
          ...taught.parameters,
          ...Object.entries(places).map(([name, data]) => [`scope.${name}`, data] as const),
        ]),
        facts: { labels, scope: { kind, neighbours }, tuning: taught.model.tuning, ...beside?.facts },
        ...(beside ? { files: beside.files } : {}),
      },
    }
  })
}

const shortOf = ({ accuracy, macroF1 }: ClassificationReport) => ({ accuracy, macroF1 })

async function learnScope(
  kind: ScopeKind,
  { open }: Taught<number, ClassAnswer>,
  examples: readonly Example<number>[],
): Promise<Scope> {
  if (kind === 'softmax' || kind === 'energy') return { kind }
  await using model = open()
  const answers = await model.ask(examples.flatMap(({ texts }) => texts))
  return fitScope(
    kind,
    answers.map(({ vector }) => vector),
    examples.map(({ label }) => label),
  )
}

/** How the texts of the classes were sorted, and how well the others were told from them. */
function reportOf(
  labels: readonly string[],
  rows: readonly LabelledText[],
  found: readonly Classified[],
): ClassifierReport {
  const known = new Set(labels)
  const isKnown = (i: number): boolean => known.has((rows[i] as LabelledText).label)
  const inScope = found.filter((_, i) => isKnown(i))
  const others = found.filter((_, i) => !isKnown(i))
  const report = classificationReport(
    rows.map(({ label }) => label).filter((label) => known.has(label)),
    inScope.map(({ label }) => labels[label] as string),
  )
  if (others.length === 0) return report
  return {
    ...report,
    outOfScopeAuc: areaUnderCurve(
      found.map(({ outOfScope }) => outOfScope),
      found.map((_, i) => Number(!isKnown(i))),
    ),
    outOfScopeTexts: others.length,
  }
}
