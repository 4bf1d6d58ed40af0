import { KernelError } from '../kernel-error.ts'
import { checkColumns, type FeatureColumn } from './feature-column.ts'
import { isLabel, type TreeLoss } from './tree-loss.ts'

type Numbers = Float32Array | Float64Array

/** Labelled rows. */
export interface TreesPart {
  readonly features: readonly FeatureColumn[]
  /** [rows], in the loss's domain, at most 1e30 from 0. */
  readonly labels: Numbers
  /** [rows], at least 0, not all 0; default all 1. */
  readonly weights?: Numbers
  /** [rows], raw scores that the trees add to; default 0. They are no part of the model. */
  readonly offsets?: Numbers
}

export interface TreesInput extends TreesPart {
  /** Rows that no tree is fitted to, which say when to stop. Same features, in the same order. */
  readonly validation?: TreesPart
}

/** Rows a matrix may have: what whole-number sums hold, and more than the memory does. */
const mostRows = 2 ** 28

/** @throws KernelError `bad-shape`, `bad-value` */
export function checkTreesInput(input: TreesInput, loss: TreeLoss): void {
  checkPart(input, loss, '')
  const { validation } = input
  if (!validation) return
  checkPart(validation, loss, 'validation ')
  const kinds = (part: TreesPart) => part.features.map(({ kind }) => kind).join()
  if (kinds(input) !== kinds(validation))
    throw new KernelError('bad-shape', 'The validation part must have the same kinds of features in the same order.')
}

function checkPart({ features, labels, weights, offsets }: TreesPart, loss: TreeLoss, part: string): void {
  const rows = checkColumns(features, `${part}features`)
  if (rows < 1 || rows > mostRows)
    throw new KernelError('bad-shape', `${part}features: from 1 to ${mostRows} rows are needed, not ${rows}.`, { rows })
  const domain = { squared: 'finite', logistic: 'from 0 to 1', poisson: 'at least 0 and finite' }[loss]
  check(labels, `${part}labels`, rows, domain, (label) => isLabel(loss, label))
  if (offsets) check(offsets, `${part}offsets`, rows, 'finite', (offset) => Math.abs(offset) <= 1e30)
  if (!weights) return
  check(weights, `${part}weights`, rows, 'finite and at least 0', (weight) => weight >= 0 && weight <= 1e30)
  if (!weights.some((weight) => weight > 0))
    throw new KernelError('bad-value', `${part}weights must not all be 0.`, { rows })
}

function check(values: Numbers, name: string, rows: number, domain: string, good: (value: number) => boolean): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array) || values.length !== rows)
    throw new KernelError('bad-shape', `${name} must be ${rows} floats, one a row.`, { name, length: values?.length })
  for (let at = 0; at < rows; at++) {
    const value = values[at] as number
    if (good(value)) continue
    throw new KernelError('bad-value', `${name}: row ${at} is ${value}; it must be ${domain}.`, { name, at })
  }
}
