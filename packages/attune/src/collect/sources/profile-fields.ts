import { parseTimestamp } from '../parse-timestamp.ts'
import type { JsonRecord } from '../read-record.ts'
import { plainName } from './admit-fields.ts'
import type { FieldType } from './declaration.ts'

/** A field as it was found in records: never a value of it. */
export interface FieldProfile {
  /** As a declaration names it: `products[].price`. */
  readonly path: string
  readonly type: FieldType
  /** Records that have it, from 0 to 1. */
  readonly share: number
}

/** Fields told apart; names come from outside. */
const maxFields = 500
const maxLevels = 8

/**
 * The fields of many records, most often filled first. Names that cannot be declared (with dots, or that look like
 * somebody's data) are left out, and what is nested deeper than eight levels is `any`.
 */
export function profileFields(records: readonly JsonRecord[]): readonly FieldProfile[] {
  const found = new Map<string, { records: number; last: number; readonly types: Set<FieldType> }>()
  const note = (path: string, type: FieldType, index: number): void => {
    const known = found.get(path)
    if (known === undefined) {
      if (found.size < maxFields) found.set(path, { records: 1, last: index, types: new Set([type]) })
      return
    }
    known.types.add(type)
    if (known.last !== index) known.records += 1
    known.last = index
  }

  function walk(record: JsonRecord, before: string, level: number, index: number): void {
    for (const [key, value] of Object.entries(record)) {
      if (value === null || value === undefined || /[\s.[\]]/.test(key) || plainName(key) === '*') continue
      const path = `${before}${key}`
      if (Array.isArray(value)) list(value, path, level, index)
      else if (typeof value === 'object') {
        if (level >= maxLevels) note(path, 'any', index)
        else walk(value as JsonRecord, `${path}.`, level + 1, index)
      } else note(path, scalarType(value), index)
    }
  }
  function list(entries: readonly unknown[], path: string, level: number, index: number): void {
    const nested = entries.filter((entry) => typeof entry === 'object' && entry !== null)
    if (nested.some(Array.isArray) || (nested.length > 0 && level >= maxLevels)) note(path, 'any', index)
    else if (nested.length < entries.length || entries.length === 0) note(path, 'list', index)
    for (const entry of nested)
      if (!Array.isArray(entry) && level < maxLevels) walk(entry as JsonRecord, `${path}[].`, level + 1, index)
  }
  for (const [index, record] of records.entries()) walk(record, '', 1, index)

  const branches = [...found.keys()]
  return [...found]
    .map(([path, { records: filled, types }]) => ({ path, type: typeOfAll(types), share: filled / records.length }))
    .filter(({ path, type }) =>
      // Where records and values were mixed under one name, the fields inside say more.
      type === 'list'
        ? true
        : !branches.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[].`)),
    )
    .toSorted((a, b) => b.share - a.share || (a.path < b.path ? -1 : 1))
}

function scalarType(value: unknown): FieldType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' && value.length >= 10 && !Number.isNaN(parseTimestamp(value)) ? 'time' : 'text'
}

function typeOfAll(types: ReadonlySet<FieldType>): FieldType {
  const [only] = types
  if (types.size === 1 && only !== undefined) return only
  if (types.has('any') || types.has('list')) return 'any'
  return types.size === 2 && types.has('time') && types.has('text') ? 'text' : 'value'
}
