import type { FeatureRow } from '@attune/learn'
import type { Entity } from '../finetune/train-tagger.ts'

/** A text, or two where the model looks at two: a scorer of pairs; a query (`text`) and a candidate (`second`). */
export interface TextInput {
  readonly text: string
  readonly second?: string | undefined
}

export interface LikelyLabel {
  readonly label: string
  readonly probability: number
}

export interface ClassPrediction extends LikelyLabel {
  /** Larger: less likely to belong to any class. Its unit depends on the predictor's `scope`. */
  readonly outOfScope: number
  /** The likeliest first; where they were asked for. */
  readonly top?: readonly LikelyLabel[]
}

export interface LabelsPrediction {
  /** Those that the text has, the likeliest first. */
  readonly labels: readonly LikelyLabel[]
  /** The likeliest, whether the text has them or not; where they were asked for. */
  readonly top?: readonly LikelyLabel[]
}

export interface NumberPrediction {
  /** In the unit of the numbers that were learnt. */
  readonly value: number
}

export interface EntitiesPrediction {
  /** Each as sure as the least sure of its tokens, in [0, 1]. */
  readonly entities: readonly (Entity & { readonly text: string; readonly confidence: number })[]
}

export interface VectorPrediction {
  /** 1 long: a scalar product is the cosine. */
  readonly vector: Float32Array
}

export interface RankPrediction {
  /** How well the candidate answers the query; only the order means something. */
  readonly score: number
}

export interface ChancePrediction {
  /** Of label 1; calibrated where the model is. */
  readonly probability: number
}

/** What each kind of model of texts says of one. */
export interface TextPredictions {
  readonly classify: ClassPrediction
  readonly label: LabelsPrediction
  readonly score: NumberPrediction
  readonly tag: EntitiesPrediction
  readonly similar: VectorPrediction
  readonly rank: RankPrediction
}
export type TextKind = keyof TextPredictions

export interface TextPredictorOf<Kind extends TextKind> {
  readonly kind: Kind
  /** Texts that it looks at together. */
  readonly needs: 1 | 2
  /** Of what knows classes, labels or types; else none. */
  readonly labels: readonly string[]
  /** Of a classifier: how it is told that a text belongs to no class. */
  readonly scope?: string
  /**
   * Texts are cut where training cut them.
   *
   * @param top so many of the likeliest classes or labels too
   * @throws AttuneError `empty-text`, `bad-parameter` for one text in the place of two and the other way round,
   *   `prediction-failed`
   */
  predict(
    texts: readonly (string | TextInput)[],
    asked?: { readonly top?: number | undefined },
  ): Promise<readonly TextPredictions[Kind][]>
  [Symbol.asyncDispose](): Promise<void>
}

export type TextPredictor = { [Kind in TextKind]: TextPredictorOf<Kind> }[TextKind]

/** A model of `attune train ranker`: the chance of a label for a row of features. */
export interface RowPredictor {
  readonly kind: 'chance'
  /** What the chance is of. */
  readonly label: string
  /** Columns that a row has. Null, undefined and empty text are missing values. */
  readonly columns: readonly string[]
  readonly calibrated: boolean
  /** @throws AttuneError `prediction-failed` for a vector that does not fit */
  predict(rows: readonly FeatureRow[]): Promise<readonly ChancePrediction[]>
  [Symbol.asyncDispose](): Promise<void>
}

export type Predictor = TextPredictor | RowPredictor
