export interface MaskedText {
  /** As the network sees them. */
  readonly tokens: readonly number[]
  /** Rising: which of the tokens are predicted. */
  readonly places: readonly number[]
  /** What stood there. */
  readonly labels: readonly number[]
}

export interface MaskOptions {
  /** Tokens that are predicted at most; at least one is where there is a word. */
  readonly most: number
  /** Id of the token that hides others. */
  readonly mask: number
  readonly vocabulary: number
  /** Ids that never stand in for another. */
  readonly special: ReadonlySet<number>
  /** From 0 to below 1. */
  readonly random: () => number
}

/**
 * Hides whole words of a text (Cui et al. 2021 for Chinese; BERT's whole-word masking for English): of the chosen tokens
 * 80 % become the mask, 10 % another token, 10 % stay.
 *
 * Words are taken in random order as long as they fit. Where every word is longer than `most`, the beginning of the shortest
 * one is taken.
 *
 * @param words number of the word of each token, rising; −1: never hidden
 */
export function maskWords(tokens: readonly number[], words: readonly number[], options: MaskOptions): MaskedText {
  const { most, mask, vocabulary, special, random } = options
  const chosen = chooseWords(words, most, random)
  const seen = [...tokens]
  for (const place of chosen) {
    const dice = random()
    if (dice < 0.8) seen[place] = mask
    else if (dice < 0.9) seen[place] = otherToken(vocabulary, special, random)
  }
  return { tokens: seen, places: chosen, labels: chosen.map((place) => tokens[place] as number) }
}

function chooseWords(words: readonly number[], most: number, random: () => number): number[] {
  const byWord = Map.groupBy(words.keys(), (place) => words[place] as number)
  byWord.delete(-1)
  const left = [...byWord.values()]
  const chosen: number[] = []
  let shortest: readonly number[] = left[0] ?? []
  for (let n = left.length; n > 0 && chosen.length < most; n--) {
    const at = Math.floor(random() * n)
    const word = left[at] as number[]
    left[at] = left[n - 1] as number[]
    if (word.length < shortest.length) shortest = word
    if (chosen.length + word.length <= most) chosen.push(...word)
  }
  if (chosen.length === 0) chosen.push(...shortest.slice(0, most))
  return chosen.sort((a, b) => a - b)
}

function otherToken(vocabulary: number, special: ReadonlySet<number>, random: () => number): number {
  for (;;) {
    const token = Math.floor(random() * vocabulary)
    if (!special.has(token) || special.size >= vocabulary) return token
  }
}
