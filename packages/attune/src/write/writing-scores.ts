import type { Attribute } from './attributes.ts'

export interface WritingScores {
  /** Corpus BLEU with n-grams of one to four words against all references (Papineni et al. 2002), from 0 to 1. */
  readonly bleu: number
  /** Mean F1 of the longest common subsequence with the reference that fits best (Lin 2004). */
  readonly rougeL: number
  /** Distinct pairs of words, of all. */
  readonly distinct2: number
  /** Of the values that are asked for, the share that stands in the text word for word. */
  readonly coverage: number
}

export interface WrittenText {
  readonly attributes: readonly Attribute[]
  readonly text: string
  /** At least one. */
  readonly references: readonly string[]
}

/** How well texts fit what people wrote. Words are those of Latin script and numbers, and single Han characters. */
export function writingScores(written: readonly WrittenText[]): WritingScores {
  const parts = written.map(({ text, references }) => ({ words: wordsOf(text), references: references.map(wordsOf) }))
  const pairs = parts.flatMap(({ words }) => gramsOf(words, 2))
  return {
    bleu: bleu(parts),
    rougeL: mean(parts.map(({ words, references }) => Math.max(...references.map((one) => rougeL(words, one))))),
    distinct2: pairs.length === 0 ? 0 : new Set(pairs).size / pairs.length,
    coverage: coverageOf(written),
  }
}

/** Of the values that are asked for, the share that stands in the text word for word. */
export function coverageOf(written: readonly Pick<WrittenText, 'attributes' | 'text'>[]): number {
  const found = written.flatMap(({ attributes, text }) =>
    attributes.map(({ value }) => text.toLowerCase().includes(value.toLowerCase())),
  )
  return found.length === 0 ? 1 : found.filter(Boolean).length / found.length
}

const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+(?:['’][\p{L}]+)?|[^\s\p{L}\p{N}]/gu) ?? []

const gramsOf = (words: readonly string[], n: number): string[] =>
  Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(' '))

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

interface Cut {
  readonly words: readonly string[]
  readonly references: readonly (readonly string[])[]
}

function bleu(parts: readonly Cut[]): number {
  let logs = 0
  for (let n = 1; n <= 4; n++) {
    let [matched, all] = [0, 0]
    for (const { words, references } of parts) {
      const own = countsOf(gramsOf(words, n))
      const theirs = references.map((one) => countsOf(gramsOf(one, n)))
      for (const [gram, count] of own) {
        all += count
        matched += Math.min(count, Math.max(...theirs.map((counts) => counts.get(gram) ?? 0)))
      }
    }
    if (matched === 0) return 0
    logs += Math.log(matched / all) / 4
  }
  const length = parts.reduce((sum, { words }) => sum + words.length, 0)
  const expected = parts.reduce((sum, { words, references }) => sum + closest(words.length, references), 0)
  return Math.exp(logs + Math.min(0, 1 - expected / length))
}

/** Length of the reference that is nearest to a length, the shorter of two. */
const closest = (length: number, references: Cut['references']): number =>
  references
    .map((one) => one.length)
    .reduce((best, own) =>
      Math.abs(own - length) < Math.abs(best - length) ||
      (Math.abs(own - length) === Math.abs(best - length) && own < best)
        ? own
        : best,
    )

function countsOf(grams: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  return counts
}

function rougeL(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const word of a) {
    const next = [0]
    for (const [j, other] of b.entries())
      next.push(word === other ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number))
    row = next
  }
  const common = row.at(-1) ?? 0
  return common === 0 ? 0 : (2 * common) / (a.length + b.length)
}
