/** A text as token ids; or a text and a second one behind it, as one list of tokens. */
export type EncodedText = readonly number[] | TextPair

export interface TextPair {
  readonly tokens: readonly number[]
  /** Place of the first token that belongs to the second text: its segment is 1. */
  readonly second: number
}

export const tokensOf = (text: EncodedText): readonly number[] => ('tokens' in text ? text.tokens : text)

/** Place from which on tokens are of the second text; behind the last where there is none. */
export const secondOf = (text: EncodedText): number => ('tokens' in text ? text.second : text.length)
