import { comparableName, fieldClassOf } from './field-class.ts'
import { looksLikeEmail, looksPersonal } from './looks-personal.ts'

/** Parameters that say who somebody is, or open something in their name. */
const personalParameters = new Set(
  `token accesstoken idtoken refreshtoken csrftoken auth authorization authtoken authcode apikey key secret signature sig
  sign session sessionid sid jsessionid phpsessid code state ticket otp pin pass pwd passwd magic nonce invite hash
  uid userid user username login account accountid member memberid customer customerid contact contactid name nickname
  mail address addr zip postcode postalcode 用户 用户名 用户id 账号 帐号 会员 会员号 昵称 名字 地址 邮编 令牌 验证码`.split(
    /\s+/,
  ),
)
/** They look like secrets, and say only which advertisement was clicked. */
const clickIds = new Set(
  'gclid gbraid wbraid dclid msclkid fbclid ttclid twclid liclid yclid bdvid qzgdt clickid'.split(' '),
)

/** Whole, without its scheme, or relative; a search for “C#” is none. */
const addressStart = /^(?:[?#/]|[a-z][a-z0-9+.-]*:\/\/|[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$))/i

/** Whether there may be something to take away: most addresses have nothing of it, and cost one look. */
export const mayBePersonal = (address: string): boolean => /[?#;@]|%40/.test(address)

/**
 * An address of a page without what says who looks at it: user names and passwords before the host, parameters of the query
 * and the fragment that name or open somebody (`email`, `token`, `手机号`, …) or whose value looks like it, session ids, and
 * e-mail addresses in the path. Whole or relative; what is no address comes back as it is.
 *
 * @example reducedAddress('https://shop.example/tea?email=ann%40example.org&page=2') // 'https://shop.example/tea?page=2'
 */
export function reducedAddress(address: string): string {
  if (!mayBePersonal(address) || !addressStart.test(address)) return address
  const hashAt = address.indexOf('#')
  const whole = hashAt < 0 ? address : address.slice(0, hashAt)
  const fragment = hashAt < 0 ? '' : reducedFragment(address.slice(hashAt + 1))
  const queryAt = whole.indexOf('?')
  const place = queryAt < 0 ? whole : whole.slice(0, queryAt)
  const query = queryAt < 0 ? '' : reducedQuery(whole.slice(queryAt + 1))
  return reducedPlace(place) + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${fragment}`)
}

function reducedPlace(place: string): string {
  return place
    .replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*@/i, '$1//')
    .replace(/;[^/]*/g, '')
    .split('/')
    .map((part) => (looksLikeEmail(decoded(part)) ? '-' : part))
    .join('/')
}

/** `#/route?email=…` and `#access_token=…` carry parameters too. */
function reducedFragment(fragment: string): string {
  const queryAt = fragment.indexOf('?')
  if (queryAt >= 0) {
    const query = reducedQuery(fragment.slice(queryAt + 1))
    return reducedPlace(fragment.slice(0, queryAt)) + (query === '' ? '' : `?${query}`)
  }
  return fragment.includes('=') ? reducedQuery(fragment) : reducedPlace(fragment)
}

function reducedQuery(query: string): string {
  return query
    .split(/[&;]/)
    .filter((parameter) => !isPersonal(parameter))
    .join('&')
}

function isPersonal(parameter: string): boolean {
  const equals = parameter.indexOf('=')
  const name = comparableName(decoded(equals < 0 ? parameter : parameter.slice(0, equals)))
  const value = equals < 0 ? decoded(parameter) : decoded(parameter.slice(equals + 1))
  if (personalParameters.has(name)) return true
  const kind = fieldClassOf(name)
  if (kind !== undefined && kind !== 'address') return true
  // A page inside: where to go after signing in.
  if (mayBePersonal(value) && /^(?:[a-z]+:\/)?\//i.test(value) && reducedAddress(value) !== value) return true
  if (looksPersonal(value)) return true
  return !clickIds.has(name) && !name.startsWith('utm') && looksSecret(value)
}

/** A JSON Web Token, 32 hexadecimal digits and more, or as long a mixture of cases and digits as nobody types. */
function looksSecret(value: string): boolean {
  if (
    /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(value) ||
    /^(?:[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(value)
  )
    return true
  return /^[\w+/=-]{24,}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
