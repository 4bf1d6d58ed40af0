import { findPattern } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

/** Also as people write them for people: `ann at example dot org`, `ann (at) example.org`, `ann#qq.com`. */
const written =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63} ?@ ?(?:[\p{L}\p{N}-]{1,63}\.){1,5}[\p{L}]{2,24}(?![\p{L}\p{N}-])/dgu
const ascii = /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@ ?(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9-])/dg
const spelt =
  /\b[A-Za-z0-9][A-Za-z0-9._%+-]{1,63}(?: ?[([{] ?at ?[)\]}] ?| at )[A-Za-z0-9-]{2,63}(?:(?: ?[([{] ?dot ?[)\]}] ?| dot |\.)[A-Za-z]{2,24}){1,3}\b/dgi

/** E-mail addresses. Han characters before one belong to the sentence. */
export const findEmails: Finder = (text) => [
  ...findPattern(text, 'EMAIL', ascii),
  ...findPattern(text, 'EMAIL', written, (value) => !/\p{Script=Han}/u.test(value)),
  ...findPattern(text, 'EMAIL', spelt, (value) => /\bdot\b|[([{] ?at/i.test(value)),
]
