import { murmur3 } from '@attune/kernels'
import { LearnError } from '../../learn-error.ts'
import {
  entriesOf,
  type FeatureDefinition,
  type FeatureRow,
  isMissing,
  type NumberFeature,
  numberOf,
  scaled,
} from './feature-definition.ts'
import { firstKnown, rankerShape } from './ranker-shape.ts'

/** Rows as numbers, one after the other. Ids are rows of the one table of all fields. */
export interface EncodedRows {
  readonly count: number
  /** [count × fields] */
  readonly ids: Int32Array
  /** [count × numbers] */
  readonly numbers: Float32Array
  /** By name, [count × length]. */
  readonly vectors: Readonly<Record<string, Float32Array>>
  /** By name, ids [count × longest] filled up from `lengths[row]` on. */
  readonly lists: Readonly<Record<string, { readonly ids: Int32Array; readonly lengths: Int32Array }>>
}

/**
 * What a definition makes of rows. Made once for a definition: its vocabularies are put into order then.
 *
 * @throws LearnError `bad-value` from the function that comes back, for a vector of another length
 */
export function rowEncoder(definition: FeatureDefinition): (rows: readonly FeatureRow[]) => EncodedRows {
  const shape = rankerShape(definition)
  const { features } = definition
  const placeOf = new Map(
    features.flatMap((feature): [string, (value: unknown) => number][] => {
      const place = placesOf(feature)
      return place ? [[feature.name, place]] : []
    }),
  )
  const numbers = features.filter((feature) => feature.kind === 'number')
  const listed = new Map(features.flatMap((feature) => (feature.kind === 'list' ? [[feature.name, feature]] : [])))
  return (rows) => {
    const count = rows.length
    const encoded = {
      count,
      ids: new Int32Array(count * shape.fields.length),
      numbers: new Float32Array(count * shape.numbers),
      vectors: Object.fromEntries(shape.vectors.map(({ name, length }) => [name, new Float32Array(count * length)])),
      lists: Object.fromEntries(
        shape.lists.map(({ name, longest, first }) => [
          name,
          { ids: new Int32Array(count * longest).fill(first), lengths: new Int32Array(count) },
        ]),
      ),
    }
    for (const [i, row] of rows.entries()) {
      for (const [f, { name, first }] of shape.fields.entries())
        encoded.ids[i * shape.fields.length + f] = first + (placeOf.get(name)?.(row[name]) ?? 0)
      for (const [f, feature] of numbers.entries()) encoded.numbers[i * numbers.length + f] = standardised(row, feature)
      for (const { name, length } of shape.vectors) encoded.vectors[name]?.set(vectorOf(row, name, length), i * length)
      for (const { name, longest, first } of shape.lists) {
        const { ids, lengths } = encoded.lists[name] as { ids: Int32Array; lengths: Int32Array }
        const place = placeOf.get(listed.get(name)?.of ?? name)
        const entries = entriesOf(row[name]).slice(-longest)
        lengths[i] = entries.length
        for (const [k, entry] of entries.entries()) ids[i * longest + k] = first + (place?.(entry) ?? 0)
      }
    }
    return encoded
  }
}

/** The row of a value within its field's rows. */
function placesOf(feature: FeatureDefinition['features'][number]): ((value: unknown) => number) | undefined {
  switch (feature.kind) {
    case 'ids':
    case 'list': {
      if (feature.kind === 'list' && feature.of !== undefined) return undefined
      const places = new Map(feature.vocabulary?.map((id, i) => [id, firstKnown + i]))
      return (value) => (isMissing(value) ? 1 : (places.get(String(value)) ?? 0))
    }
    case 'hash':
      return (value) => (isMissing(value) ? 0 : 1 + (murmur3(String(value)) % feature.buckets))
    case 'number':
      return (value) => bucketOf(value, feature)
    case 'vector':
      return undefined
  }
}

function bucketOf(value: unknown, { scale, edges }: NumberFeature): number {
  const number = numberOf(value)
  if (number === null) return 0
  const x = scaled(number, scale)
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) <= x) low = middle + 1
    else high = middle
  }
  return 1 + low
}

function standardised(row: FeatureRow, { name, scale, mean, deviation }: NumberFeature): number {
  const number = numberOf(row[name])
  return number === null ? 0 : (scaled(number, scale) - mean) / deviation
}

function vectorOf(row: FeatureRow, name: string, length: number): Float32Array {
  const entries = entriesOf(row[name])
  if (entries.length === 0) return new Float32Array(length)
  const vector = Float32Array.from(entries, Number)
  if (vector.length !== length || !vector.every(Number.isFinite))
    throw new LearnError('bad-value', `${name} takes vectors of ${length} finite numbers.`, { name, length })
  return vector
}
