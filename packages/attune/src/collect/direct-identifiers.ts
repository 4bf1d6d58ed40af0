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

/** The record without direct identifiers at its first level, its keys put into `ignored` as paths; the same object when it has none. */
export function withoutIdentifiers(record: JsonRecord, path: string, ignored: string[]): JsonRecord {
  let rest: Record<string, unknown> | undefined
  for (const key in record)
    if (names.has(key)) {
      rest ??= { ...record }
      delete rest[key]
      ignored.push(`${path}.${key}`)
    }
  return rest ?? record
}
