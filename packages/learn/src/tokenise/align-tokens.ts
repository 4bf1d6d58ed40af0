import type { Tokenizer } from './open-tokenizer.ts'

/** Characters of a text, from `from` up to but not including `to`, as JavaScript counts them. */
export interface CharacterSpan {
  readonly from: number
  readonly to: number
}

/**
 * Which characters of a text its tokens stand for; null for those that stand for none, as what begins and ends a text.
 *
 * Tokens are looked up in the text one after another, without regard to case and accents, for a tokeniser may have changed both.
 * Those that are not found stand for the words before the next that is, as for words that the vocabulary lacks; bytes of parts of
 * characters stand together for these.
 *
 * @param ids what the tokeniser made of the text, cut or not
 */
export function alignTokens(tokenizer: Tokenizer, text: string, ids: readonly number[]): (CharacterSpan | null)[] {
  const { folded, sources } = fold(text)
  const { unknown } = tokenizer.ids
  const spans: (CharacterSpan | null)[] = ids.map(() => null)
  let at = 0
  /** Tokens that were not found yet. */
  let open: number[] = []
  const skipSpace = (): void => {
    while (at < folded.length && /\s/.test(folded[at] as string)) at++
  }
  const settle = (places: readonly number[], from: number, to: number): void => {
    for (const place of places) spans[place] = { from: startOf(sources, from), to: endOf(sources, to) }
    at = to
    skipSpace()
  }
  /** One word each; the last ones share where there are fewer. */
  const share = (places: readonly number[], end: number): void => {
    const words = [...folded.slice(at, end).matchAll(/\S+/g)]
    const start = at
    for (const [i, place] of places.entries()) {
      const word = words[Math.min(i, words.length - 1)]
      if (word) settle([place], start + word.index, start + word.index + word[0].length)
    }
  }
  skipSpace()
  for (const [i, id] of ids.entries()) {
    if (id !== unknown && tokenizer.isSpecial(id)) continue
    const surface = id === unknown ? '' : fold(tokenizer.surfaceOf([id])).folded.trim()
    if (surface === '' && id !== unknown) continue
    const found = surface === '' ? -1 : folded.indexOf(surface, at)
    if (found >= 0 && (open.length > 0 || found <= at + farthest)) {
      share(open, found)
      open = []
      settle([i], found, found + surface.length)
      continue
    }
    open.push(i)
    // Bytes that are one character only together.
    const whole = fold(tokenizer.surfaceOf(open.map((place) => ids[place] as number))).folded.trim()
    if (whole !== '' && folded.startsWith(whole, at)) {
      settle(open, at, at + whole.length)
      open = []
    }
  }
  share(open, folded.length)
  return spans
}

/** Characters that a tokeniser may leave out between two tokens, such as control characters. */
const farthest = 4

/** Lower case, without accents; `sources[i]` are the characters of the text that character i comes from. */
function fold(text: string): { readonly folded: string; readonly sources: readonly CharacterSpan[] } {
  let folded = ''
  const sources: CharacterSpan[] = []
  let from = 0
  for (const character of text) {
    const to = from + character.length
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    folded += plain
    for (let i = 0; i < plain.length; i++) sources.push({ from, to })
    from = to
  }
  return { folded, sources }
}

const startOf = (sources: readonly CharacterSpan[], at: number): number => (sources[at] as CharacterSpan).from
const endOf = (sources: readonly CharacterSpan[], at: number): number => (sources[at - 1] as CharacterSpan).to
