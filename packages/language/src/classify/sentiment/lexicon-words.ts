/** The words of one language; lists are separated by white space, in English with `_` for the spaces of phrases. */
export interface LexiconWords {
  readonly praise: { readonly strong: string; readonly plain: string; readonly weak: string }
  readonly complaint: { readonly strong: string; readonly plain: string; readonly weak: string }
  /** What is missed where it is absent, and says nothing where it is there. */
  readonly wanted: string
  readonly negators: string
  readonly intensifiers: string
  readonly softeners: string
  /** What comes after counts more than what came before. */
  readonly contrasts: string
  /** What comes until the next clause counts less. */
  readonly concessions: string
  /** Look like one of the others and are none. */
  readonly neutral: string
  /** Phrases whose polarity cannot be put together from their words. */
  readonly phrases: readonly (readonly [phrase: string, polarity: number])[]
}
