import { LearnError } from '../../learn-error.ts'

/** Models of one objective. */
export const rankerKinds = ['lr', 'fm', 'deepfm', 'dcnv2', 'finalmlp', 'din'] as const
/** Models of several objectives at once, also of one. */
export const multiTaskKinds = ['sharedBottom', 'mmoe', 'ple', 'esmm'] as const

export type RankerKind = (typeof rankerKinds)[number] | (typeof multiTaskKinds)[number]

export interface RankerOptions {
  readonly kind: RankerKind
  /** Numbers of the embedding of an id. Default 16. */
  readonly width?: number
  /** Widths of the perceptron; of the first stream of `finalmlp`; of the shared bottom or of each expert. Default 400, 400, 400; 128, 64 with several objectives. */
  readonly hidden?: readonly number[]
  /** Of the second stream of `finalmlp`. Default as `hidden`. */
  readonly otherHidden?: readonly number[]
  /** Widths of the perceptron on top for each objective, of models of several. Default 32. */
  readonly tower?: readonly number[]
  /** Layers of the cross network (`dcnv2`). Default 3. */
  readonly crossLayers?: number
  /** Of the bilinear aggregation (`finalmlp`). Default 1. */
  readonly heads?: number
  /** Shared experts (`mmoe`, `ple`). Default 4. */
  readonly experts?: number
  /** Experts of each objective, in each layer of `ple`. Default 2. */
  readonly ownExperts?: number
  /** Layers of `ple`. Default 2. */
  readonly levels?: number
  /** Behind each hidden layer. Default 0. */
  readonly dropout?: number
}

export type CompleteRankerOptions = Required<RankerOptions>

/** @throws LearnError `bad-option` */
export function completeRankerOptions(options: RankerOptions): CompleteRankerOptions {
  const { kind } = options
  const several = (multiTaskKinds as readonly string[]).includes(kind)
  if (!several && !(rankerKinds as readonly string[]).includes(kind))
    throw new LearnError(
      'bad-option',
      `There is no ranker ${kind}; there are ${[...rankerKinds, ...multiTaskKinds].join(', ')}.`,
    )
  const hidden = options.hidden ?? (several ? [128, 64] : [400, 400, 400])
  const complete: CompleteRankerOptions = {
    width: 16,
    tower: [32],
    crossLayers: 3,
    heads: 1,
    experts: 4,
    ownExperts: 2,
    levels: 2,
    dropout: 0,
    ...options,
    hidden,
    otherHidden: options.otherHidden ?? hidden,
  }
  const counts = ['width', 'crossLayers', 'heads', 'experts', 'ownExperts', 'levels'] as const
  const wrong = counts.find((name) => !(Number.isInteger(complete[name]) && complete[name] >= 1))
  if (wrong)
    throw new LearnError('bad-option', `${wrong} is a whole number of at least 1.`, { [wrong]: complete[wrong] })
  const widths = [complete.hidden, complete.otherHidden, complete.tower]
  if (widths.some((list) => list.length === 0 || list.some((width) => !(Number.isInteger(width) && width >= 1))))
    throw new LearnError('bad-option', 'Widths of layers are whole numbers of at least 1, one or more.', {})
  return complete
}
