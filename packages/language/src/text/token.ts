/**
 * What a token is: a word (with units and hyphens: `5G`, `12-pack`), a number (with its sign of currency or per cent), an emoji,
 * an address, a mark of the normalisation (`‹url›`), or a sign.
 */
export type TokenKind = 'word' | 'number' | 'emoji' | 'url' | 'email' | 'mark' | 'punctuation'

/** A piece of a text. `text` is exactly what stands between the UTF-16 offsets `start` and `end`. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: TokenKind
  /** Of sub-words alone: whether it goes on with the word before it. */
  readonly goesOn?: boolean
}
