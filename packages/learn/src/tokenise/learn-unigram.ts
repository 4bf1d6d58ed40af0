export interface UnigramOptions {
  /** Tokens in the end, those in `specials` not counted. */
  readonly size: number
  /** Longest piece in characters. Default 16. */
  readonly longestPiece?: number
  /** Candidates to begin with. Default 1,000,000. */
  readonly seedSize?: number
  /** Share of pieces that stay in a round. Default .75. */
  readonly shrink?: number
}

export interface Piece {
  readonly text: string
  /** Natural logarithm of its probability. */
  readonly score: number
}

const rounds = 2

/**
 * Unigram language model over pieces of words (Kudo 2018), as SentencePiece trains it: begin with substrings that
 * words share, fit their probabilities by expectation and maximisation (with the digamma step of variational Bayes, which
 * drops what is rare), drop the pieces whose loss hurts least, and again until the size is reached. Single characters stay.
 *
 * @param words how often each word came
 * @returns pieces by falling score
 */
export function learnUnigram(words: ReadonlyMap<string, number>, options: UnigramOptions): readonly Piece[] {
  const { size, longestPiece = 16, seedSize = 1_000_000, shrink = 0.75 } = options
  const cut = [...words].map(([word, count]) => ({ characters: Array.from(word), count }))
  const characters = new Set(cut.flatMap((word) => word.characters))
  let pieces = seed(cut, characters, longestPiece, seedSize)
  // A little more than asked for, since the last step drops by score.
  const aim = Math.max(Math.floor(size * 1.1), characters.size)
  for (;;) {
    for (let round = 0; round < rounds; round++) pieces = maximise(expect(cut, pieces, longestPiece), characters)
    if (pieces.size <= aim) break
    pieces = prune(cut, pieces, characters, { longestPiece, keep: Math.max(aim, Math.floor(shrink * pieces.size)) })
  }
  return finish(pieces, characters, size)
}

interface CutWord {
  readonly characters: readonly string[]
  readonly count: number
}
type Scores = ReadonlyMap<string, number>

/**
 * Substrings after which the words do not all go on alike, by how many words have them times their length: the inner nodes of
 * a suffix tree, where SentencePiece begins too. Whole words are seldom among them; with them everything else would be dropped.
 */
function seed(words: readonly CutWord[], characters: ReadonlySet<string>, longest: number, most: number): Scores {
  const found = new Map<string, { count: number; next: string | undefined; branches: boolean }>()
  for (const { characters: own } of words)
    for (let from = 0; from < own.length; from++) {
      let text = ''
      for (let to = from; to < Math.min(own.length, from + longest); to++) {
        text += own[to]
        const next = own[to + 1]
        const known = found.get(text)
        if (!known) found.set(text, { count: 1, next, branches: false })
        else {
          known.count++
          known.branches ||= known.next !== next
        }
      }
    }
  const weights: (readonly [text: string, weight: number])[] = []
  for (const [text, { count, branches }] of found)
    if (branches && !characters.has(text)) weights.push([text, count * Array.from(text).length])
  weights.sort(([textA, a], [textB, b]) => b - a || (textA < textB ? -1 : 1))
  const single = [...characters].map((text) => [text, found.get(text)?.count ?? 1] as const)
  const all = [...single, ...weights.slice(0, Math.max(0, most - characters.size))]
  const total = Math.log(all.reduce((sum, [, weight]) => sum + weight, 0))
  return new Map(all.map(([text, weight]) => [text, Math.log(weight) - total]))
}

const logAdd = (a: number, b: number): number => {
  if (a === Number.NEGATIVE_INFINITY) return b
  const [low, high] = a < b ? [a, b] : [b, a]
  return high + Math.log1p(Math.exp(low - high))
}

/** Every piece that fits at a place: calls back with where it ends and its score. */
function eachPiece(
  characters: readonly string[],
  from: number,
  pieces: Scores,
  longest: number,
  call: (to: number, score: number, text: string) => void,
): void {
  let text = ''
  for (let to = from; to < Math.min(characters.length, from + longest); to++) {
    text += characters[to]
    const score = pieces.get(text)
    if (score !== undefined) call(to + 1, score, text)
  }
}

/** How often each piece is expected to come, over all ways to cut the words. */
function expect(words: readonly CutWord[], pieces: Scores, longest: number): Map<string, number> {
  const expected = new Map<string, number>()
  for (const { characters, count } of words) {
    const length = characters.length
    const forward = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY)
    const backward = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY)
    forward[0] = 0
    backward[length] = 0
    for (let from = 0; from < length; from++)
      eachPiece(characters, from, pieces, longest, (to, score) => {
        forward[to] = logAdd(forward[to] as number, (forward[from] as number) + score)
      })
    for (let from = length - 1; from >= 0; from--)
      eachPiece(characters, from, pieces, longest, (to, score) => {
        backward[from] = logAdd(backward[from] as number, (backward[to] as number) + score)
      })
    const whole = forward[length] as number
    for (let from = 0; from < length; from++)
      eachPiece(characters, from, pieces, longest, (to, score, text) => {
        const share = Math.exp((forward[from] as number) + score + (backward[to] as number) - whole)
        expected.set(text, (expected.get(text) ?? 0) + count * share)
      })
  }
  return expected
}

/** Pieces that are expected less than half a time go; characters stay. */
function maximise(expected: ReadonlyMap<string, number>, characters: ReadonlySet<string>): Scores {
  const kept = [...expected].filter(([text, count]) => count >= 0.5 || characters.has(text))
  const total = digamma(kept.reduce((sum, [, count]) => sum + count, 0))
  return new Map(kept.map(([text, count]) => [text, digamma(Math.max(count, 0.5)) - total]))
}

/** ψ(x) for x > 0: recurrence up to 7, then the asymptotic series (Abramowitz and Stegun 6.3.18). */
function digamma(x: number): number {
  let result = 0
  let at = x
  for (; at < 7; at++) result -= 1 / at
  at -= 0.5
  const inverse = 1 / (at * at)
  return (
    result + Math.log(at) + inverse * (1 / 24 - inverse * (7 / 960 - inverse * (31 / 8064 - inverse * (127 / 30_720))))
  )
}

/** The best way to cut, and its score; `without` may not be used. */
function best(
  characters: readonly string[],
  pieces: Scores,
  longest: number,
  without?: string,
): { texts: string[]; score: number } {
  const length = characters.length
  const scores = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY)
  const back: { from: number; text: string }[] = []
  scores[0] = 0
  for (let from = 0; from < length; from++)
    eachPiece(characters, from, pieces, longest, (to, score, text) => {
      const sum = (scores[from] as number) + score
      if (text === without || sum <= (scores[to] as number)) return
      scores[to] = sum
      back[to] = { from, text }
    })
  const texts: string[] = []
  for (let at = length; at > 0; ) {
    const step = back[at] as { from: number; text: string }
    texts.unshift(step.text)
    at = step.from
  }
  return { texts, score: scores[length] as number }
}

/** Drops the pieces whose loss lowers the likelihood of the words least. */
function prune(
  words: readonly CutWord[],
  pieces: Scores,
  characters: ReadonlySet<string>,
  { longestPiece, keep }: { readonly longestPiece: number; readonly keep: number },
): Scores {
  const used = new Map<string, number>()
  let total = 0
  for (const { characters: own, count } of words)
    for (const text of best(own, pieces, longestPiece).texts) {
      used.set(text, (used.get(text) ?? 0) + count)
      total += count
    }
  const losses: (readonly [text: string, loss: number])[] = []
  for (const [text] of pieces) {
    const count = used.get(text) ?? 0
    if (characters.has(text) || count === 0) continue
    const instead = best(Array.from(text), pieces, longestPiece, text).texts
    const before = Math.log(count) - Math.log(total)
    // Its uses go over to what stands in its place.
    const after = instead.reduce(
      (sum, other) => sum + Math.log((used.get(other) ?? 0) + count) - Math.log(total + count * (instead.length - 1)),
      0,
    )
    losses.push([text, (count / total) * (before - after)])
  }
  losses.sort(([textA, a], [textB, b]) => b - a || (textA < textB ? -1 : 1))
  const staying = new Set([
    ...characters,
    ...losses.slice(0, Math.max(0, keep - characters.size)).map(([text]) => text),
  ])
  return new Map([...pieces].filter(([text]) => staying.has(text)))
}

function finish(pieces: Scores, characters: ReadonlySet<string>, size: number): readonly Piece[] {
  const sorted = [...pieces].sort(([textA, a], [textB, b]) => b - a || (textA < textB ? -1 : 1))
  const long = sorted.filter(([text]) => !characters.has(text)).slice(0, Math.max(0, size - characters.size))
  const lowest = Math.min(...sorted.map(([, score]) => score))
  const single = [...characters].map((text): [string, number] => [text, pieces.get(text) ?? lowest - 1])
  return [...single, ...long]
    .sort(([textA, a], [textB, b]) => b - a || (textA < textB ? -1 : 1))
    .map(([text, score]) => ({ text, score }))
}
