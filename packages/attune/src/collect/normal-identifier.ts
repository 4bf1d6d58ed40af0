import { comparableName } from './reduce/field-class.ts'

/** What may tell that two identities are one person. */
export const identifierKinds = ['email', 'phone', 'device'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

const names: Readonly<Record<IdentifierKind, string>> = {
  email: 'email mail emailaddress 邮箱 电子邮箱 电子邮件 邮件地址',
  phone: `phone phonenumber mobile mobilephone mobilenumber telephone tel cellphone
    手机 手机号 手机号码 电话 电话号码 联系电话`,
  device: 'deviceid deviceuuid idfa idfv gaid aaid oaid imei androidid advertisingid 设备号 设备标识',
}
const kindOfName: ReadonlyMap<string, IdentifierKind> = new Map(
  identifierKinds.flatMap((kind) => names[kind].split(/\s+/).map((name) => [name, kind] as const)),
)

/** The kind of identifier that a trait of this name holds; undefined where it is none. */
export const identifierKindOf = (trait: string): IdentifierKind | undefined => kindOfName.get(comparableName(trait))

/**
 * The one way of writing an identifier: e-mail addresses in small letters, phone numbers as E.164 (`+8613800138000`),
 * device ids in small letters. Undefined for what is none: a number without its country (except a Chinese mobile's) may
 * be anybody's in another country, and an empty device id (all zeros, when tracking is off) is everybody's.
 */
export function normalIdentifier(kind: IdentifierKind, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).normalize('NFKC').trim().toLowerCase()
  switch (kind) {
    case 'email':
      return text.length <= 254 && /^[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+$/.test(text) ? text : undefined
    case 'phone':
      return normalPhone(text)
    case 'device': {
      const plain = text.replace(/[^\p{L}\p{N}]/gu, '')
      return plain.length >= 12 && plain.length <= 64 && new Set(plain).size > 2 ? plain : undefined
    }
  }
}

function normalPhone(text: string): string | undefined {
  const digits = text.replace(/^tel:/, '').replace(/[\s().\-‐-―/]/g, '')
  if (/^(?:\+|00)[1-9]\d{6,14}$/.test(digits)) return `+${digits.replace(/^(?:\+|00)/, '')}`
  return /^(?:86)?1[3-9]\d{9}$/.test(digits) ? `+86${digits.slice(-11)}` : undefined
}
