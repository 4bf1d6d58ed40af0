import { joined } from './json-hygiene.ts'
import type { JsonRecord } from './read-record.ts'

/**
 * Names of facts that point at a person directly. They may live in the state store only (as traits), so that encrypting,
 * exporting and erasing them has one place; in the properties of an event they are left out and reported.
 */
const names = new Set(
  [
    'email',
    'e_mail',
    'email_address',
    'phone',
    'phone_number',
    'mobile',
    'mobile_phone',
    'telephone',
    'first_name',
    'last_name',
    'full_name',
    'birthday',
    'date_of_birth',
    'street',
    'id_card',
    'id_number',
    'passport',
    'password',
    'credit_card',
    'card_number',
    'ip',
    'ip_address',
    '邮箱',
    '手机',
    '手机号',
    '电话',
    '姓名',
    '身份证',
    '身份证号',
    '密码',
  ].flatMap((name) => [
    name,
    name.replaceAll(/_(\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
    name.replaceAll(/(?:^|_)(\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
    name.replaceAll('_', ' '),
    name.toUpperCase(),
  ]),
)

export function isDirectIdentifier(key: string): boolean {
  return names.has(key)
}

/** The record without direct identifiers at any depth, their keys put into `ignored` as paths; the same object when it has none. */
export function withoutIdentifiers(record: JsonRecord, path: string, ignored: string[]): JsonRecord {
  return hasIdentifier(record) ? (stripped(record, path, ignored) as JsonRecord) : record
}

/** A walk without allocations: nearly every event has none. */
function hasIdentifier(value: object): boolean {
  if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object' && entry !== null && hasIdentifier(entry)) return true
    return false
  }
  for (const key in value) {
    if (names.has(key)) return true
    const entry = (value as JsonRecord)[key]
    if (typeof entry === 'object' && entry !== null && hasIdentifier(entry)) return true
  }
  return false
}

function stripped(value: unknown, path: string, ignored: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((entry, index) => stripped(entry, `${path}[${index}]`, ignored))
  const rest: Record<string, unknown> = {}
  for (const key of Object.keys(value))
    if (names.has(key)) ignored.push(joined(path, key))
    else rest[key] = stripped((value as JsonRecord)[key], joined(path, key), ignored)
  return rest
}
