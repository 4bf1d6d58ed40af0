import type { JsonRecord } from '../read-record.ts'
import type { FieldTree } from './field-tree.ts'

/** A record in three, each of its shape: left to the defaults, kept as declared, and kept under the person's key. */
export interface Apart {
  readonly rest: JsonRecord
  readonly whole: JsonRecord | null
  readonly sealed: JsonRecord | null
}

type Side = 'rest' | 'whole' | 'sealed'

/** Takes apart what `admitFields` let through. */
export function setApart(record: JsonRecord, tree: FieldTree): Apart {
  const of = (side: Side): JsonRecord | undefined => sideOf(record, tree, side)
  return { rest: of('rest') ?? {}, whole: of('whole') ?? null, sealed: of('sealed') ?? null }
}

function sideOf(record: JsonRecord, { fields }: FieldTree, side: Side): JsonRecord | undefined {
  const part: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(record)) {
    const kept = partOf(value, fields?.get(key), side)
    if (kept !== undefined) part[key] = kept
  }
  return side === 'rest' || Object.keys(part).length > 0 ? part : undefined
}

function partOf(value: unknown, field: FieldTree | undefined, side: Side): unknown {
  if (field === undefined || !field.special) return side === 'rest' ? value : undefined
  const { entries, fields, leaf } = field
  if (Array.isArray(value) && entries !== undefined) {
    // Lists are put together again by place, which takes a record in every place.
    if (value.some((entry) => typeof entry !== 'object' || entry === null)) return side === 'sealed' ? value : undefined
    const parts = value.map((entry) => sideOf(entry as JsonRecord, entries, side) ?? {})
    return side === 'rest' || parts.some((part) => Object.keys(part).length > 0) ? parts : undefined
  }
  if (fields !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value))
    return sideOf(value as JsonRecord, field, side)
  const own: Side = leaf?.keep === 'sealed' ? 'sealed' : leaf?.keep === undefined ? 'rest' : 'whole'
  return own === side ? value : undefined
}
