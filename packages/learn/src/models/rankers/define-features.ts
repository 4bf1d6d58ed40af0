import { LearnError } from '../../learn-error.ts'
import { spreadOf } from '../../measures/spread-of.ts'
import {
  entriesOf,
  type Feature,
  type FeatureDefinition,
  type FeatureRow,
  isMissing,
  type NumberFeature,
  numberOf,
  scaled,
} from './feature-definition.ts'

export type ColumnKind =
  | { readonly kind: 'ids' }
  /** Default 2¹⁶ buckets. */
  | { readonly kind: 'hash'; readonly buckets?: number }
  | { readonly kind: 'number' }
  /** Default longest 50. */
  | { readonly kind: 'list'; readonly of?: string; readonly longest?: number }
  | { readonly kind: 'vector' }

export interface DefineFeaturesOptions {
  /** Ids that come less often than this in the rows share the row of unknown ones. Default 2. */
  readonly rare?: number
  /** Ids of a column at most; the commonest are kept. Default a million. */
  readonly mostIds?: number
  /** Buckets of a number at most, of about equally many rows. Default 32. */
  readonly buckets?: number
}

/**
 * Learns from rows how they become numbers: which ids there are, where numbers lie, how long vectors are.
 *
 * @param columns what each column is; columns that are not named are left out
 * @throws LearnError `bad-value` for no rows, or a vector that is none; `bad-option`
 * @example
 * const definition = defineFeatures(rows, { person: { kind: 'ids' }, item: { kind: 'ids' }, price: { kind: 'number' } })
 */
export function defineFeatures(
  rows: readonly FeatureRow[],
  columns: Readonly<Record<string, ColumnKind>>,
  options: DefineFeaturesOptions = {},
): FeatureDefinition {
  const { rare = 2, mostIds = 1_000_000, buckets = 32 } = options
  if (rows.length === 0) throw new LearnError('bad-value', 'Features are learnt from at least one row.')
  for (const [name, value] of Object.entries({ rare, mostIds, buckets }))
    if (!Number.isInteger(value) || value < 1)
      throw new LearnError('bad-option', `${name} is a whole number of at least 1.`, { [name]: value })
  const listsOf = Map.groupBy(
    Object.entries(columns).filter(([, column]) => column.kind === 'list' && column.of !== undefined),
    ([, column]) => (column as { of: string }).of,
  )
  const vocabulary = (single: readonly string[], lists: readonly string[]): string[] =>
    vocabularyOf(rows, single, lists, { rare, mostIds })
  const define = (name: string, column: ColumnKind): Feature => {
    switch (column.kind) {
      case 'ids':
        // Who only comes in the histories of others is known too.
        return {
          kind: 'ids',
          name,
          vocabulary: vocabulary(
            [name],
            (listsOf.get(name) ?? []).map(([list]) => list),
          ),
        }
      case 'hash':
        return { kind: 'hash', name, buckets: column.buckets ?? 65_536 }
      case 'number':
        return defineNumber(rows, name, buckets)
      case 'list': {
        const { longest = 50, of } = column
        if (of === undefined) return { kind: 'list', name, longest, vocabulary: vocabulary([], [name]) }
        const shared = columns[of]?.kind
        if (shared !== 'ids' && shared !== 'hash')
          throw new LearnError('bad-option', `${name} is a list of ${of}, which is no column of ids.`, { name, of })
        return { kind: 'list', name, longest, of }
      }
      case 'vector':
        return { kind: 'vector', name, length: vectorLength(rows, name) }
    }
  }
  const features = Object.entries(columns).map(([name, column]) => define(name, column))
  return { format: 'attune-features-1', features }
}

/** Ids by falling frequency, then by their order in the alphabet. */
function vocabularyOf(
  rows: readonly FeatureRow[],
  single: readonly string[],
  lists: readonly string[],
  { rare, mostIds }: { readonly rare: number; readonly mostIds: number },
): string[] {
  const counts = new Map<string, number>()
  const count = (value: unknown): void => {
    if (isMissing(value)) return
    const id = String(value)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  for (const row of rows) {
    for (const name of single) count(row[name])
    for (const name of lists) for (const entry of entriesOf(row[name])) count(entry)
  }
  return [...counts]
    .filter(([, times]) => times >= rare)
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))
    .slice(0, mostIds)
    .map(([id]) => id)
}

function defineNumber(rows: readonly FeatureRow[], name: string, buckets: number): NumberFeature {
  const plain = Float64Array.from(rows.flatMap((row) => numberOf(row[name]) ?? []))
  const scale = skewness(plain) > 2 ? 'log' : 'plain'
  const values = plain.map((value) => scaled(value, scale)).sort()
  const { mean, deviation } = spreadOf(values)
  const edges = new Set<number>()
  for (let i = 1; i < buckets && values.length > 0; i++)
    edges.add(values[Math.floor((i * values.length) / buckets)] as number)
  // Nothing lies below the least number.
  edges.delete(values[0] as number)
  return { kind: 'number', name, scale, mean, deviation: deviation || 1, edges: [...edges] }
}

/** Third standardised moment; above 2 a few large numbers would outweigh all others. */
function skewness(values: Float64Array): number {
  const { mean, deviation } = spreadOf(values)
  return deviation === 0 ? 0 : values.reduce((sum, x) => sum + ((x - mean) / deviation) ** 3, 0) / values.length
}

function vectorLength(rows: readonly FeatureRow[], name: string): number {
  const length = rows.map((row) => entriesOf(row[name]).length).find((entries) => entries > 0)
  if (length === undefined) throw new LearnError('bad-value', `No row has a vector in ${name}.`, { name })
  return length
}
