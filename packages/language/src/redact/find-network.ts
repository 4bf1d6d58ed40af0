import { findPattern, isOfGoods } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const four = new RegExp(`(?<![\\dA-Za-z.])(?:${octet}\\.){3}${octet}(?![\\d]|\\.\\d)`, 'dg')
const six = /(?<![\w:.])(?:[0-9a-f]{1,4}:){1,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4}){0,7}(?![\w:])/dgi
const mac = /(?<![\w:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\w:-])/dgi
/** Han characters and what is punctuation in both languages go on with the sentence. */
const address = /\bhttps?:\/\/[\w\-.~:/?#[\]@$&*+=%|]*[\w/=%&#]/dgi

/** Whether text is an IPv6 address (RFC 4291): eight groups, or fewer with one `::`. */
function isSix(text: string): boolean {
  const groups = text.split(':')
  const gaps = text.split('::').length - 1
  if (gaps > 1 || groups.some((group) => group.length > 4)) return false
  return gaps === 1 ? groups.length >= 4 && groups.length <= 9 : groups.length === 8
}

const secretName =
  /^(?:.*token|.*secret|.*key|sig|signature|.*session.*|sid|auth.*|pass.*|pwd|code|ticket|otp|hash|e-?mail|mail|phone|mobile|tel|user.*|uid|customer.*|member.*|openid|unionid|name|jwt)$/i

/** Whether an address opens something for whoever has it, or says who somebody is. */
function isPersonal(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return true
  const named = [...url.searchParams, ...new URLSearchParams(url.hash.slice(1))]
  if (named.some(([name, value]) => value !== '' && secretName.test(name))) return true
  return `${url.pathname}${url.hash}`.split(/[/#]/).some((part) => part.length >= 20 && isOpaque(part))
}

/** Letters and digits mixed without words: nobody chose them. */
function isOpaque(part: string): boolean {
  const digits = part.replace(/\D/g, '').length
  return (
    !part.includes('.') && part.split(/[-_]/).some((piece) => piece.length >= 16) && digits >= 4 && digits < part.length
  )
}

/** Addresses in networks, and web addresses that hold a secret or a person. */
export const findNetwork: Finder = (text) => [
  ...findPattern(text, 'URL', address, isPersonal),
  ...findPattern(text, 'IP', four, (_, start) => !isOfGoods(text, start)),
  ...findPattern(text, 'IP', six, isSix),
  ...findPattern(text, 'ID', mac),
]
