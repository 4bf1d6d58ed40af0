import {
  type FeatureColumn,
  fitTrees,
  type Kernels,
  predictTrees,
  type RunOptions,
  type TreesModel,
} from '@attune/kernels'
import { areaUnderCurve } from '../calibrate/area-under-curve.ts'
import { logLoss } from '../calibrate/log-loss.ts'
import { LearnError } from '../learn-error.ts'
import { fitBlend } from './fit-blend.ts'
import { fitLinear, type LinearModel, scoreLinear } from './linear-model.ts'
import { blended, type TreeEnsemble } from './tree-ensemble.ts'

export interface LabelledColumns {
  readonly features: readonly FeatureColumn[]
  /** 0 or 1, [rows]. */
  readonly labels: ArrayLike<number>
}

export interface TreeEnsembleOptions {
  /** Parts of the rows, and trees' models: each learns from all parts but one, which says when it has learnt enough. Default 10, and 5 from 5,000 rows on. */
  readonly members?: number
  /** Leaves of a tree that are tried, rising, until more do no better on rows left out. Default 4, 12, 32. */
  readonly leaves?: readonly number[]
  /** Trees of a member at most. Default 3,000. */
  readonly rounds?: number
  /** Default .05, and .1 from 20,000 rows on. */
  readonly learningRate?: number
  /** Default 1. */
  readonly seed?: number
}

export interface FittedTreeEnsemble extends TreeEnsemble {
  /** Calibrated chance of each training row by the member that did not learn from it. */
  readonly leftOut: Float32Array
  /** Of `leftOut`, the mean over the members’ parts. */
  readonly auc: number
  readonly logLoss: number
  /** What was taken. */
  readonly leaves: number
  readonly trees: number
}

/**
 * A classifier of tables that needs no tuning: boosted trees on parts of rows and columns, cross-validated bagging, and a logistic
 * regression beside each; rows left out say how much either counts, and calibrate. The regression helps where rows are few.
 *
 * @throws LearnError `bad-value` for labels other than 0 and 1 or fewer of either class than members, `bad-option`; KernelError
 * @example
 * await using kernels = await createKernels({ threads: 2 })
 * const model = await fitTreeEnsemble(kernels, { features, labels })
 * scoreTreeEnsemble(model, features) // chances of label 1
 */
export async function fitTreeEnsemble(
  kernels: Kernels,
  { features, labels }: LabelledColumns,
  options: TreeEnsembleOptions = {},
  run: RunOptions = {},
): Promise<FittedTreeEnsemble> {
  const { members = labels.length < 5000 ? 10 : 5, leaves = [4, 12, 32], rounds = 3000, seed = 1 } = options
  const learningRate = options.learningRate ?? (labels.length >= 20_000 ? 0.1 : 0.05)
  if (!Number.isInteger(members) || members < 2 || members > 100)
    throw new LearnError('bad-option', 'members must be a whole number from 2 to 100.', { members })
  if (leaves.length === 0) throw new LearnError('bad-option', 'Give at least one number of leaves.')
  const parts = partsOf(labels, members)
  let best: (Bag & { readonly loss: number; readonly leaves: number }) | undefined
  for (const maxLeaves of leaves) {
    const bag = await fitBag(
      kernels,
      { features, labels, parts },
      { members, maxLeaves, rounds, learningRate, seed },
      run,
    )
    const loss = logLoss(
      bag.leftOut.map((raw) => 1 / (1 + Math.exp(-raw))),
      labels,
    )
    if (best && loss >= best.loss) break
    best = { ...bag, loss, leaves: maxLeaves }
  }
  const { models, leftOut: ofTrees, leaves: taken } = best as NonNullable<typeof best>
  const { linear, leftOut: ofLinear } = fitLinears({ features, labels, parts }, members)
  const blend = fitBlend(ofTrees, linear.length > 0 ? ofLinear : undefined, labels)
  const leftOut = Float32Array.from(ofTrees, (raw, row) => blended(blend, raw, ofLinear[row] as number))
  const byPart = Array.from({ length: members }, (_, part) => rowsWhere(parts, (other) => other === part))
  return {
    members: models,
    linear,
    blend,
    leftOut,
    auc:
      byPart.reduce(
        (sum, rows) =>
          sum +
          areaUnderCurve(
            rows.map((r) => leftOut[r] as number),
            rows.map((r) => labels[r] as number),
          ),
        0,
      ) / members,
    logLoss: logLoss(leftOut, labels),
    leaves: taken,
    trees: models.reduce((sum, { roots }) => sum + roots.length - 1, 0),
  }
}

interface Bag {
  readonly models: readonly TreesModel[]
  /** Log-odds of each row by the member that did not learn from it. */
  readonly leftOut: Float64Array
}

/** The same with regressions; none where they would be too wide. */
function fitLinears(
  { features, labels, parts }: LabelledColumns & { readonly parts: Int32Array },
  members: number,
): { readonly linear: readonly LinearModel[]; readonly leftOut: Float64Array } {
  const linear: LinearModel[] = []
  const leftOut = new Float64Array(labels.length)
  for (let part = 0; part < members; part++) {
    const other = rowsWhere(parts, (one) => one === part)
    const own = takeRows(
      { features, labels },
      rowsWhere(parts, (one) => one !== part),
    )
    const model = fitLinear(own.features, own.labels)
    if (!model) return { linear: [], leftOut }
    linear.push(model)
    for (const [at, raw] of scoreLinear(model, takeRows({ features, labels }, other).features).entries())
      leftOut[other[at] as number] = raw
  }
  return { linear, leftOut }
}

async function fitBag(
  kernels: Kernels,
  { features, labels, parts }: LabelledColumns & { readonly parts: Int32Array },
  how: {
    readonly members: number
    readonly maxLeaves: number
    readonly rounds: number
    readonly learningRate: number
    readonly seed: number
  },
  run: RunOptions,
): Promise<Bag> {
  const models: TreesModel[] = []
  const leftOut = new Float64Array(labels.length)
  const { members, seed, ...parameters } = how
  // Small tables need strong smoothing, large ones can tell on their own.
  const minRows = Math.min(40, Math.max(5, Math.round(labels.length / 100)))
  for (let part = 0; part < members; part++) {
    run.signal?.throwIfAborted()
    const [own, other] = [rowsWhere(parts, (one) => one !== part), rowsWhere(parts, (one) => one === part)]
    const validation = takeRows({ features, labels }, other)
    const model = await fitTrees(
      kernels,
      { ...takeRows({ features, labels }, own), validation },
      {
        loss: 'logistic',
        rowShare: 0.7,
        featureShare: 0.5,
        l2: 5,
        minRows,
        patience: 60,
        seed: seed + part,
        ...parameters,
      },
      run.signal ? { signal: run.signal } : {},
    )
    models.push(model)
    for (const [at, raw] of predictTrees(model, validation.features, { raw: true }).entries())
      leftOut[other[at] as number] = raw
    run.onProgress?.(part + 1, members)
  }
  return { models, leftOut }
}

/** Parts with equal shares of both classes; rows in their order, dealt out like cards after a fixed shuffle. */
function partsOf(labels: ArrayLike<number>, members: number): Int32Array {
  const parts = new Int32Array(labels.length)
  for (const truth of [0, 1]) {
    const rows = [...Array(labels.length).keys()].filter((row) => labels[row] === truth)
    if (rows.length < members)
      throw new LearnError(
        'bad-value',
        `At least ${members} rows of each label are needed; label ${truth} has ${rows.length}.`,
      )
    // Multiplicative hashing spreads rows that come in groups (by day, by class) over the parts.
    const order = rows.map((row) => ({ row, key: Math.imul(row + 1, 0x9e3779b1) >>> 0 })).sort((a, b) => a.key - b.key)
    for (const [at, { row }] of order.entries()) parts[row] = at % members
  }
  for (let row = 0; row < labels.length; row++)
    if (labels[row] !== 0 && labels[row] !== 1)
      throw new LearnError('bad-value', `Label ${row} is not 0 or 1.`, { row })
  return parts
}

function rowsWhere(parts: Int32Array, keeps: (part: number) => boolean): number[] {
  return [...parts.keys()].filter((row) => keeps(parts[row] as number))
}

function takeRows({ features, labels }: LabelledColumns, rows: readonly number[]) {
  return {
    features: features.map((column): FeatureColumn => {
      const at = (row: number): number => column.values[row] as number
      return column.kind === 'numeric'
        ? { kind: 'numeric', values: Float64Array.from(rows, at) }
        : { kind: 'categorical', values: Int32Array.from(rows, at) }
    }),
    labels: Float64Array.from(rows, (row) => labels[row] as number),
  }
}
