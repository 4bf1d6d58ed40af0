/** A row as it comes: values by column. Null, undefined and empty text are missing. */
export type FeatureRow = Readonly<Record<string, unknown>>

/** An id by its text. Row 0 of the field's table is for unknown and rare ids, 1 for a missing one, from 2 on come these. */
export interface IdFeature {
  readonly kind: 'ids'
  readonly name: string
  readonly vocabulary: readonly string[]
}

/** An id by a hash of its text (MurmurHash3): row 0 is for a missing one, then come the buckets. For ids without end. */
export interface HashFeature {
  readonly kind: 'hash'
  readonly name: string
  readonly buckets: number
}

/**
 * A number, used twice: standardised, (scaled − mean) / deviation with 0 where it is missing; and as the id of the bucket that it
 * falls into, where row 0 is for a missing one.
 */
export interface NumberFeature {
  readonly kind: 'number'
  readonly name: string
  /** `log`: sign(x) · ln(1 + |x|), for counts and amounts; before everything else. */
  readonly scale: 'plain' | 'log'
  readonly mean: number
  readonly deviation: number
  /** Bounds between buckets, rising, after scaling: x is in bucket i + 1 when i bounds are at most x. */
  readonly edges: readonly number[]
}

/** Several ids, as a history. The newest stand last, and of longer lists the first are left out. */
export interface ListFeature {
  readonly kind: 'list'
  readonly name: string
  readonly longest: number
  /** The column of ids whose table it shares, so that items of a history and the item in question are the same. */
  readonly of?: string
  /** Its own, where it shares none. */
  readonly vocabulary?: readonly string[]
}

/** Numbers as they are, such as the vector of a text. A missing one is 0. */
export interface VectorFeature {
  readonly kind: 'vector'
  readonly name: string
  readonly length: number
}

export type Feature = IdFeature | HashFeature | NumberFeature | ListFeature | VectorFeature

/** How rows become numbers; plain JSON that is saved with a model, so that training and serving do the same. */
export interface FeatureDefinition {
  readonly format: 'attune-features-1'
  readonly features: readonly Feature[]
}

export const isMissing = (value: unknown): boolean => value === null || value === undefined || value === ''

/** A number, or null where there is none. */
export function numberOf(value: unknown): number | null {
  if (isMissing(value) || (typeof value === 'string' && value.trim() === '')) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

export const scaled = (value: number, scale: NumberFeature['scale']): number =>
  scale === 'log' ? Math.sign(value) * Math.log1p(Math.abs(value)) : value

/**
 * The entries of a list: an array, a JSON array in text, or a text cut at `|`, `;`, commas or blanks, whichever of them comes
 * first in this order.
 */
export function entriesOf(value: unknown): readonly unknown[] {
  if (isMissing(value)) return []
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>)
  const text = String(value).trim()
  if (text.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(text)
      if (Array.isArray(parsed)) return parsed
    } catch {
      // No JSON: cut as text.
    }
  }
  const mark = ['|', ';', ','].find((one) => text.includes(one))
  const parts = mark === undefined ? text.split(/\s+/) : text.split(mark)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
