/** A word as it is cut now, and how often it came. */
interface Word {
  readonly symbols: number[]
  readonly count: number
}

interface Pair {
  readonly count: number
  readonly left: number
  readonly right: number
}

export interface Merge {
  readonly left: string
  readonly right: string
}

export interface MergesOptions {
  /** Tokens in the end, those it begins with counted. */
  readonly size: number
  /** Pairs that come together less often stay apart. */
  readonly minimumCount: number
  /** What pieces within a word begin with, as `##`; empty for none. */
  readonly prefix: string
  /** Token ids it begins with; the tokens that are learnt are added to it. */
  readonly vocabulary: Map<string, number>
}

/**
 * Byte-pair encoding (Sennrich et al. 2016): from single characters on, the pair that comes most often becomes a token,
 * again and again. Of pairs that come equally often the one with the smaller ids goes first, so that the result depends
 * on the counts alone.
 *
 * @param words how often each word came
 * @returns the merges in order; `vocabulary` has grown by their tokens
 */
export function learnMerges(words: ReadonlyMap<string, number>, options: MergesOptions): readonly Merge[] {
  const { size, minimumCount, prefix, vocabulary } = options
  const tokens: string[] = []
  for (const [token, id] of vocabulary) tokens[id] = token
  const idOf = (token: string): number => {
    const known = vocabulary.get(token)
    if (known !== undefined) return known
    vocabulary.set(token, tokens.length)
    return tokens.push(token) - 1
  }
  const cut: Word[] = [...words].map(([word, count]) => ({
    symbols: Array.from(word, (character, i) => idOf(i === 0 ? character : prefix + character)),
    count,
  }))
  const counts = new Map<number, number>()
  const places = new Map<number, Set<Word>>()
  const change = (left: number, right: number, by: number, word: Word): number => {
    const key = keyOf(left, right)
    counts.set(key, (counts.get(key) ?? 0) + by)
    if (by > 0) {
      const at = places.get(key)
      if (at) at.add(word)
      else places.set(key, new Set([word]))
    }
    return key
  }
  for (const word of cut)
    for (let i = 1; i < word.symbols.length; i++)
      change(word.symbols[i - 1] as number, word.symbols[i] as number, word.count, word)
  const queue = createQueue()
  for (const [key, count] of counts) queue.push({ count, ...pairOf(key) })

  const merges: Merge[] = []
  while (vocabulary.size < size) {
    const top = queue.pop()
    if (!top) break
    const key = keyOf(top.left, top.right)
    const now = counts.get(key) as number
    if (top.count !== now) {
      if (now > 0) queue.push({ ...top, count: now })
      continue
    }
    if (now < Math.max(1, minimumCount)) break
    const [left, right] = [tokens[top.left] as string, tokens[top.right] as string]
    const joined = idOf(left + (prefix !== '' && right.startsWith(prefix) ? right.slice(prefix.length) : right))
    merges.push({ left, right })
    const touched = new Set<number>()
    for (const word of places.get(key) ?? [])
      join(word, top, joined, (a, b, by) => {
        const other = change(a, b, by, word)
        if (by > 0) touched.add(other)
      })
    counts.set(key, 0)
    places.delete(key)
    for (const other of touched) queue.push({ count: counts.get(other) as number, ...pairOf(other) })
  }
  return merges
}

/** Ids stay below 2²⁶, so that two of them are one exact number. */
const span = 2 ** 26
const keyOf = (left: number, right: number): number => left * span + right
const pairOf = (key: number): { left: number; right: number } => ({ left: Math.floor(key / span), right: key % span })

/** Puts `joined` in the place of each pair, and tells how often the pairs around it come now. */
function join(
  { symbols, count }: Word,
  { left, right }: Pair,
  joined: number,
  tell: (a: number, b: number, by: number) => void,
): void {
  for (let i = 0; i + 1 < symbols.length; i++) {
    if (symbols[i] !== left || symbols[i + 1] !== right) continue
    const before = symbols[i - 1]
    const after = symbols[i + 2]
    if (before !== undefined) {
      tell(before, left, -count)
      tell(before, joined, count)
    }
    if (after !== undefined) {
      tell(right, after, -count)
      tell(joined, after, count)
    }
    symbols.splice(i, 2, joined)
  }
}

/** A heap: the pair that comes most often first, then the one with the smaller ids. */
function createQueue(): { push(pair: Pair): void; pop(): Pair | undefined } {
  const heap: Pair[] = []
  const before = (a: Pair, b: Pair): boolean =>
    a.count !== b.count ? a.count > b.count : a.left !== b.left ? a.left < b.left : a.right < b.right
  return {
    push(pair) {
      let at = heap.push(pair) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!before(pair, heap[parent] as Pair)) break
        heap[at] = heap[parent] as Pair
        at = parent
      }
      heap[at] = pair
    },
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (last === undefined || heap.length === 0) return first
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && before(heap[child + 1] as Pair, heap[child] as Pair)) child++
        if (!before(heap[child] as Pair, last)) break
        heap[at] = heap[child] as Pair
        at = child
      }
      heap[at] = last
      return first
    },
  }
}
