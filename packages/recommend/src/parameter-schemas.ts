import { recencyItemKnnDefaults } from './models/recency-item-knn-parameters.ts'

/** A text in both languages of the interface. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/** Something that a kind of recommender can be told, for forms, documentation and validation. */
export type ParameterSchema = NumberParameter | ChoiceParameter

export interface NumberParameter {
  readonly name: string
  readonly type: 'number'
  readonly integer: boolean
  readonly default: number
  readonly min: number
  readonly max: number
  readonly description: Text
  /** Where tuning looks for a good value. Without it tuning leaves the parameter at its default. */
  readonly tune?: TuneRange
}

/** Values from `min` to `max`, on a log scale so that equal ratios are equally likely. */
export interface TuneRange {
  readonly min: number
  readonly max: number
  readonly scale: 'linear' | 'log'
}

/** One of a few words. */
export interface ChoiceParameter {
  readonly name: string
  readonly type: 'choice'
  readonly choices: readonly string[]
  readonly default: string
  readonly description: Text
  /** The choices that tuning tries. Without it tuning leaves the parameter at its default. */
  readonly tune?: readonly string[]
}

export const popularityParameters: readonly ParameterSchema[] = [
  number('halfLifeDays', 30, 0, 36_500, {
    en: 'An interaction this many days old counts half; 0 counts all the same.',
    zh: '互动经过这么多天后权重减半；0 表示不随时间衰减。',
    tune: log(1, 365),
  }),
]

const knn = recencyItemKnnDefaults

export const recencyItemKnnParameters: readonly ParameterSchema[] = [
  whole('neighbours', knn.neighbours, 1, 10_000, {
    en: 'Most neighbours kept per item.',
    zh: '每个物品保留的最多近邻数。',
    tune: log(20, 500),
  }),
  number('shrinkage', knn.shrinkage, 0, 1e6, {
    en: 'How much rare pairs of items are mistrusted.',
    zh: '对少见物品对的收缩强度，越大越保守。',
    tune: log(1, 200),
  }),
  number('personExponent', knn.personExponent, 0, 2, {
    en: 'How much people with many items count less; 0: everybody counts the same.',
    zh: '物品很多的人权重降低的程度；0 表示人人相同。',
    tune: linear(0, 1),
  }),
  number('decay', knn.decay, 0, 1, {
    en: 'Each step back in the history counts this many times the step after it.',
    zh: '历史中每往前一步，权重乘以该系数。',
    tune: linear(0.4, 1),
  }),
  whole('transitionSteps', knn.transitionSteps, 0, 100, {
    en: 'How many interactions ahead a transition reaches; 0 leaves transitions out.',
    zh: '转移向后看的步数；0 表示不使用转移。',
    tune: linear(0, 15),
  }),
  number('transitionDecay', knn.transitionDecay, 0, 1, {
    en: 'Each further step of a transition counts this many times the one before.',
    zh: '转移每多一步，权重乘以该系数。',
    tune: linear(0.3, 1),
  }),
  number('transitionWeight', knn.transitionWeight, 0, 1000, {
    en: 'How much following an item counts beside being taken by the same people.',
    zh: '“随后选择”相对于“同一批人选择”的权重。',
    tune: log(0.1, 20),
  }),
  number('halfLifeDays', knn.halfLifeDays, 0, 36_500, {
    en: 'Besides its position, a history item this many days old counts half; 0: position alone.',
    zh: '除位置外，历史项经过这么多天后权重减半；0 表示只看位置。',
  }),
  whole('longestHistory', knn.longestHistory, 1, 1_000_000, {
    en: 'Only this many of a person’s latest interactions are learnt from.',
    zh: '训练时每个人只使用最近的这么多次互动。',
  }),
]

/** What is said of a parameter, and where tuning looks for it. */
type Notes<Tune> = Text & { readonly tune?: Tune }

/** A number from `min` to `max`. */
export function number(
  name: string,
  standard: number,
  min: number,
  max: number,
  { tune, ...description }: Notes<TuneRange>,
): NumberParameter {
  return { name, type: 'number', integer: false, default: standard, min, max, description, ...(tune ? { tune } : {}) }
}

/** A whole number from `min` to `max`. */
export function whole(
  name: string,
  standard: number,
  min: number,
  max: number,
  notes: Notes<TuneRange>,
): NumberParameter {
  return { ...number(name, standard, min, max, notes), integer: true }
}

/** One of `choices`. */
export function choice<Choice extends string>(
  name: string,
  standard: Choice,
  choices: readonly Choice[],
  { tune, ...description }: Notes<readonly NoInfer<Choice>[]>,
): ChoiceParameter {
  return { name, type: 'choice', choices, default: standard, description, ...(tune ? { tune } : {}) }
}

/** A range for tuning in which equal differences are equally likely. */
export function linear(min: number, max: number): TuneRange {
  return { min, max, scale: 'linear' }
}

/** A range for tuning in which equal ratios are equally likely. */
export function log(min: number, max: number): TuneRange {
  return { min, max, scale: 'log' }
}
