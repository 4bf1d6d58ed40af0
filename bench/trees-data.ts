import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FeatureColumn } from '@attune/kernels'
import { dataFolder } from './accuracy-data.ts'

/** Rows with labels 0 and 1. */
export interface LabelledTable {
  readonly features: readonly FeatureColumn[]
  readonly labels: Float64Array
}

interface TableFile {
  readonly path: readonly [folder: string, file: string]
  readonly separator: string
  readonly label: string
  readonly yes: string
  /** Columns that say nothing. */
  readonly leftOut?: readonly string[]
  /** Whether a row that was there before counts again. */
  readonly repeats?: boolean
  /** Whether the first line names the columns; otherwise they are called 1, 2, 3, … */
  readonly header?: boolean
}

const files = {
  bank: { path: ['bank-marketing', 'bank-full.csv.gz'], separator: ';', label: 'y', yes: 'yes' },
  telco: {
    path: ['telco-churn', 'Telco-Customer-Churn.csv.gz'],
    separator: ',',
    label: 'Churn',
    yes: 'Yes',
    leftOut: ['customerID'],
  },
  shoppers: {
    path: ['online-shoppers', 'online_shoppers_intention.csv.gz'],
    separator: ',',
    label: 'Revenue',
    yes: 'TRUE',
    repeats: false,
  },
  additional: {
    path: ['bank-marketing', 'bank-additional-full.csv.gz'],
    separator: ';',
    label: 'y',
    yes: 'yes',
  },
  german: {
    path: ['german-credit', 'german.data.gz'],
    separator: ' ',
    label: '21',
    yes: '2',
    header: false,
  },
  fraud: {
    path: ['card-fraud-sample', 'creditcard_sample.csv.gz'],
    separator: ',',
    label: 'Class',
    leftOut: [''],
    yes: '1',
    repeats: false,
  },
} as const satisfies Record<string, TableFile>

export type TableName = keyof typeof files

export function hasTable(name: TableName): boolean {
  return existsSync(join(dataFolder, ...files[name].path))
}

/** A public table, without the columns `also` and those that say nothing: a column of numbers (missing where empty) is numeric, any other categorical, its texts in order. */
export function readTable(name: TableName, also: readonly string[] = []): LabelledTable {
  const { path, separator, label, yes, leftOut = [], repeats = true, header = true }: TableFile = files[name]
  const text = gunzipSync(readFileSync(join(dataFolder, ...path)))
    .toString('latin1')
    .replaceAll('\r', '')
    .replaceAll('"', '')
    .trimEnd()
  const all = text.split('\n')
  const lines = header ? all.slice(1) : all
  const rows = (repeats ? lines : [...new Set(lines)]).map((line) => line.split(separator))
  const fields = (all[0] ?? '').split(separator)
  const names = header ? fields : fields.map((_, at) => String(at + 1))
  const cells = (column: number): string[] => rows.map((row) => (row[column] ?? '').trim())
  const features = names.flatMap((column, at) =>
    column === label || leftOut.includes(column) || also.includes(column) ? [] : [columnOf(cells(at))],
  )
  return { features, labels: Float64Array.from(cells(names.indexOf(label)), (cell) => Number(cell === yes)) }
}

function columnOf(cells: readonly string[]): FeatureColumn {
  if (cells.every((cell) => Number.isFinite(Number(cell))))
    return { kind: 'numeric', values: Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell))) }
  const codes = new Map([...new Set(cells)].sort().map((cell, code) => [cell, code]))
  return { kind: 'categorical', values: Int32Array.from(cells, (cell) => codes.get(cell) ?? -1) }
}

/** The rows whose number modulo `folds` is `fold`, or the others, all of them `times` times over. */
export function foldRows(
  { features, labels }: LabelledTable,
  { folds, fold, part, times = 1 }: { folds: number; fold: number; part: 'test' | 'training'; times?: number },
): LabelledTable {
  const chosen = [...labels.keys()].filter((row) => (row % folds === fold) === (part === 'test'))
  const length = chosen.length * times
  const rowAt = (at: number): number => chosen[at % chosen.length]!
  return {
    features: features.map((column) =>
      column.kind === 'numeric'
        ? { kind: 'numeric', values: Float64Array.from({ length }, (_, at) => column.values[rowAt(at)]!) }
        : { kind: 'categorical', values: Int32Array.from({ length }, (_, at) => column.values[rowAt(at)]!) },
    ),
    labels: Float64Array.from({ length }, (_, at) => labels[rowAt(at)]!),
  }
}

/** Area under the ROC curve; equal scores count half. */
export function areaUnderCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const order = Array.from(labels, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!)
  let ranks = 0
  let positives = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++
    for (let place = from; place < to; place++) {
      if (labels[order[place]!] !== 1) continue
      ranks += (from + to + 1) / 2
      positives++
    }
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}
