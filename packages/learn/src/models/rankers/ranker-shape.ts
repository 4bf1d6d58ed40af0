import { LearnError } from '../../learn-error.ts'
import type { Feature, FeatureDefinition } from './feature-definition.ts'

/** A field of ids: its rows in the one table of all fields are first … first + rows − 1. */
export interface IdField {
  readonly name: string
  readonly first: number
  readonly rows: number
}

export interface ListField {
  readonly name: string
  readonly longest: number
  readonly first: number
  /** Place of the field whose rows it shares; null where it has its own. */
  readonly target: number | null
}

/** What the network of a ranker must know of its features. */
export interface RankerShape {
  /** Rows of the one table of all fields. */
  readonly rows: number
  readonly fields: readonly IdField[]
  readonly lists: readonly ListField[]
  /** Standardised numbers. */
  readonly numbers: number
  readonly vectors: readonly { readonly name: string; readonly length: number }[]
}

/** Rows that the features of ids take before their vocabulary. */
export const firstKnown = 2

/** @throws LearnError `bad-value` for no features, or a list of a column that is not there */
export function rankerShape({ features }: FeatureDefinition): RankerShape {
  if (features.length === 0) throw new LearnError('bad-value', 'A ranker takes at least one feature.')
  let rows = 0
  const take = (count: number): number => {
    rows += count
    return rows - count
  }
  const fields = features.flatMap((feature): IdField[] => {
    const count = rowsOf(feature)
    return count === 0 || feature.kind === 'list' ? [] : [{ name: feature.name, first: take(count), rows: count }]
  })
  const lists = features.flatMap((feature): ListField[] => {
    if (feature.kind !== 'list') return []
    const { name, longest, of } = feature
    if (of === undefined) return [{ name, longest, first: take(rowsOf(feature)), target: null }]
    const target = fields.findIndex((field) => field.name === of)
    const field = fields[target]
    if (!field) throw new LearnError('bad-value', `${name} is a list of ${of}, which is no feature.`, { name, of })
    return [{ name, longest, first: field.first, target }]
  })
  return {
    rows,
    fields,
    lists,
    numbers: features.filter(({ kind }) => kind === 'number').length,
    vectors: features.flatMap((feature) =>
      feature.kind === 'vector' ? [{ name: feature.name, length: feature.length }] : [],
    ),
  }
}

function rowsOf(feature: Feature): number {
  switch (feature.kind) {
    case 'ids':
      return firstKnown + feature.vocabulary.length
    case 'list':
      return feature.of === undefined ? firstKnown + (feature.vocabulary?.length ?? 0) : 0
    case 'hash':
      return 1 + feature.buckets
    case 'number':
      return 2 + feature.edges.length
    case 'vector':
      return 0
  }
}
