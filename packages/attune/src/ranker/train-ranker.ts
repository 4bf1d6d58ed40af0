import {
  areaUnderCurve,
  type Calibrator,
  type ColumnKind,
  calibrate,
  calibrationError,
  defineFeatures,
  type FeatureDefinition,
  type FitProgress,
  type FitRankerOptions,
  fitIsotonic,
  fitPlatt,
  fitRanker,
  logLoss,
  openRanker,
  type RankerOptions,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from '../finetune/as-training-failed.ts'
import { holdOutRows, type LabelledPart } from './hold-out-rows.ts'

/** Plain JSON. */
export interface RankerSettings {
  readonly model: RankerOptions
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly calibrate?: 'platt' | 'isotonic' | undefined
  /** Share of the training rows that judge the model between epochs, and teach the calibration. */
  readonly validationShare: number
  readonly epochs: number
  readonly patience: number
  readonly batch: number
  readonly learningRate: number
  /** Ids that come less often share a row. */
  readonly rare: number
  readonly seed: number
  readonly threads: number
}

export interface RankerScores {
  /** Chance that a row with label 1 is scored above one with label 0; ties count half. */
  readonly auc: number
  /** In nats. */
  readonly logloss: number
  /** Expected calibration error over 15 bins of equal width. */
  readonly ece: number
  /** The same over 15 bins of equally many rows. */
  readonly eceEqualMass: number
}

export interface TrainedRanker {
  readonly definition: FeatureDefinition
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly shapes: ReadonlyMap<string, readonly number[]>
  readonly calibrator: Calibrator | null
  /** On the test rows. */
  readonly scores: RankerScores
  /** Without the calibration, where there is one. */
  readonly uncalibrated: RankerScores | null
  readonly validationAuc: number
  readonly epochs: number
  readonly trainableParameters: number
  readonly seconds: number
}

export interface TrainRankerTools extends Pick<FitRankerOptions, 'clock' | 'keep' | 'from' | 'signal'> {
  readonly onProgress?: (progress: FitProgress) => void
}

/**
 * Learns features and a ranker from the training rows and tries it on the test rows.
 *
 * @throws AttuneError `one-class`, `too-few-rows`, `no-history`, `cancelled`, `training-failed`
 */
export async function trainRanker(
  data: { readonly train: LabelledPart; readonly test: LabelledPart },
  settings: RankerSettings,
  { clock, onProgress, ...tools }: TrainRankerTools,
): Promise<TrainedRanker> {
  const began = clock()
  const { model, columns, rare, seed, threads } = settings
  refuseOneClass(data.train, 'training')
  refuseOneClass(data.test, 'test')
  if (
    model.kind === 'din' &&
    !Object.values(columns).some((column) => column.kind === 'list' && column.of !== undefined)
  )
    throw attuneError(
      'no-history',
      'din looks at those items of a history that are like the item in question: name both with --history LIST=COLUMN.',
      { details: { field: 'history' } },
    )
  const { train, aside } = holdOutRows(data.train, { share: settings.validationShare, seed })
  return asTrainingFailed(async () => {
    const definition = defineFeatures(train.rows, columns, { rare })
    const objectives = ['label']
    const { epochs, patience, batch, learningRate } = settings
    const fitted = await fitRanker({
      definition,
      options: model,
      data: train,
      validation: aside,
      objectives,
      epochs,
      patience,
      batch,
      learningRate,
      seed,
      threads,
      clock,
      ...tools,
      ...(onProgress ? { onProgress } : {}),
    })
    tools.signal?.throwIfAborted()
    if (fitted.result.ended === 'cancelled') throw attuneError('cancelled', 'The training was cancelled.')
    const { parameters, shapes, trainableParameters } = fitted
    await using ranker = openRanker({ definition, options: model, objectives, parameters }, { threads })
    const calibrator = await calibratorOf(settings.calibrate, aside, (rows) => ranker.score(rows))
    const plain = await ranker.score(data.test.rows)
    return {
      definition,
      parameters,
      shapes,
      calibrator,
      scores: scoresOf(calibrator ? calibrate(calibrator, plain) : plain, data.test.truths),
      uncalibrated: calibrator ? scoresOf(plain, data.test.truths) : null,
      validationAuc: fitted.result.state.best?.judgement ?? Number.NaN,
      epochs: fitted.epochs,
      trainableParameters,
      seconds: (clock() - began) / 1000,
    }
  })
}

async function calibratorOf(
  kind: RankerSettings['calibrate'],
  { rows, truths }: LabelledPart,
  score: (rows: LabelledPart['rows']) => Promise<Float32Array>,
): Promise<Calibrator | null> {
  if (kind === undefined) return null
  const probabilities = await score(rows)
  return kind === 'platt' ? fitPlatt(probabilities, truths) : fitIsotonic(probabilities, truths)
}

function scoresOf(probabilities: Float32Array, truths: Float32Array): RankerScores {
  return {
    auc: areaUnderCurve(probabilities, truths),
    logloss: logLoss(probabilities, truths),
    ece: calibrationError(probabilities, truths),
    eceEqualMass: calibrationError(probabilities, truths, { bins: 'mass' }),
  }
}

function refuseOneClass({ truths }: LabelledPart, which: 'training' | 'test'): void {
  const [first] = truths
  if (truths.every((truth) => truth === first))
    throw attuneError('one-class', `All ${which} rows have the label ${first ?? '–'}: there is nothing to tell apart.`)
}
