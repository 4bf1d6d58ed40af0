import { coarseUserAgent } from '../coarse-user-agent.ts'
import { joined } from '../json-hygiene.ts'
import { parseTimestamp } from '../parse-timestamp.ts'
import type { JsonRecord } from '../read-record.ts'
import { looksPersonal } from '../reduce/looks-personal.ts'
import { reducedNetworkAddress } from '../reduce/reduced-network-address.ts'
import { coarseGeohash, roundedDegrees, roundedDegreesText, roundedPointText } from '../reduce/rounded-location.ts'
import type { FieldType } from './declaration.ts'
import type { FieldTree } from './field-tree.ts'

/** A field that was left out. `declared`: it is known, and not wanted (`keep: 'drop'`). */
export interface Drop {
  /** Such as `properties.products[].note`; a name that is none, or looks personal, is `*`. */
  readonly field: string
  readonly reason: 'undeclared' | 'wrong-type' | 'declared'
}

/**
 * Of a record what is declared, and of the declared type; rounded where the declaration says so. What is left out is put
 * into `drops`. The same object where all of it stays as it is.
 */
export function admitFields(
  record: JsonRecord,
  tree: FieldTree,
  path: string,
  decimals: number,
  drops: Drop[],
): JsonRecord {
  return allStays(record, tree) ? record : admitted(record, tree, path, decimals, drops)
}

/** A walk without allocations: what is sent is what was declared, nearly always. */
function allStays(record: object, { fields }: FieldTree): boolean {
  for (const key in record) {
    const field = fields?.get(key)
    if (field === undefined || !stays((record as JsonRecord)[key], field)) return false
  }
  return true
}

function stays(value: unknown, field: FieldTree): boolean {
  const { leaf, entries } = field
  if (leaf?.keep === 'drop' || leaf?.keep === 'rounded') return false
  if (value === null) return true
  if (Array.isArray(value) && entries !== undefined) {
    for (const entry of value)
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
        if (!allStays(entry, entries)) return false
      } else if (leaf === undefined || !isScalar(entry)) return false
    return true
  }
  if (field.fields !== undefined && typeof value === 'object' && !Array.isArray(value))
    return allStays(value as object, field)
  return leaf !== undefined && isOf(value, leaf.type)
}

function admitted(
  record: JsonRecord,
  { fields }: FieldTree,
  path: string,
  decimals: number,
  drops: Drop[],
): JsonRecord {
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(record)) {
    const field = fields?.get(key)
    const at = named(path, key)
    if (field === undefined) drops.push({ field: at, reason: 'undeclared' })
    else {
      const value = admittedValue(record[key], field, at, decimals, drops)
      if (value !== undefined) kept[key] = value
    }
  }
  return kept
}

function admittedValue(value: unknown, field: FieldTree, path: string, decimals: number, drops: Drop[]): unknown {
  const { leaf, entries, fields } = field
  const drop = (reason: Drop['reason']): undefined => void drops.push({ field: path, reason })
  if (leaf?.keep === 'drop') return drop('declared')
  if (value === null) return null
  if (Array.isArray(value) && entries !== undefined) {
    const inside = `${path}[]`
    return value.flatMap((entry: unknown) => {
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry))
        return [admitted(entry as JsonRecord, entries, inside, decimals, drops)]
      if (leaf !== undefined && isScalar(entry)) return [entry]
      drops.push({ field: inside, reason: 'wrong-type' })
      return []
    })
  }
  if (fields !== undefined && typeof value === 'object' && !Array.isArray(value))
    return admitted(value as JsonRecord, field, path, decimals, drops)
  if (leaf === undefined || !isOf(value, leaf.type)) return drop('wrong-type')
  if (leaf.keep !== 'rounded') return value
  const rounded = roundedValue(value, leaf, decimals)
  return rounded === undefined ? drop('wrong-type') : rounded
}

function roundedValue(value: unknown, { type, kind }: NonNullable<FieldTree['leaf']>, decimals: number): unknown {
  if (type === 'time') return roundedTime(value)
  if (typeof value === 'number')
    return kind === 'coordinate' ? roundedDegrees(value, decimals) : Number(value.toPrecision(2))
  const text = String(value)
  switch (kind) {
    case 'network':
      return reducedNetworkAddress(text)
    case 'agent':
      return coarseUserAgent(text)
    case 'coordinate':
      return roundedDegreesText(text, decimals) ?? roundedPointText(text, decimals)
    case 'point':
      return roundedPointText(text, decimals)
    case 'geohash':
      return coarseGeohash(text, decimals)
    default:
      return undefined
  }
}

function roundedTime(value: unknown): unknown {
  if (typeof value === 'string') return new Date(parseTimestamp(value)).toISOString().slice(0, 10)
  // Seconds, or milliseconds where they would be past the year 5000.
  const day = Math.abs(value as number) < 1e11 ? 86_400 : 86_400_000
  return Math.floor((value as number) / day) * day
}

const isScalar = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function isOf(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'time':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(parseTimestamp(value)))
    case 'value':
      return typeof value !== 'object'
    case 'list':
      return Array.isArray(value) && value.every(isScalar)
    case 'any':
      return true
  }
}

/** Names are counted and shown, so one that may be somebody's data is not taken over. */
export const plainName = (name: string): string =>
  name.length > 64 || looksPersonal(name) || !/^[\p{L}\p{N}_$][\p{L}\p{N}_$ :/-]*$/u.test(name) ? '*' : name

function named(path: string, key: string): string {
  const name = plainName(key)
  return name === '*' ? (path === '' ? '*' : `${path}.*`) : joined(path, name)
}
