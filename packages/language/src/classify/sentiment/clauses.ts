import { stemmer } from 'stemmer'

/** A clause of a text: what stands between two marks. */
export interface Clause {
  /** Han characters one by one, other words in lower case, emoji; `not` for every "n't". */
  readonly units: readonly string[]
  /** As it stands in the text. */
  readonly text: string
}

export interface Sentence {
  readonly text: string
  readonly clauses: readonly Clause[]
}

const sentence = /[^。！？!?\n.；;]+(?:\.(?=\S)[^。！？!?\n.；;]*)*[。！？!?.；;]*/g
const clause = /[^，,、：:()（）~～—]+/g
const unit = /\p{Script=Han}|[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu

/** Sentences and their clauses, in the order of the text. */
export function sentencesOf(text: string): readonly Sentence[] {
  return [...text.matchAll(sentence)].flatMap(([own]) => {
    const clauses = [...own.matchAll(clause)].map(([part]) => ({ text: part.trim(), units: unitsOfClause(part) }))
    const kept = clauses.filter(({ units }) => units.length > 0)
    return kept.length === 0 ? [] : [{ text: own.trim(), clauses: kept }]
  })
}

/** @example unitsOfClause("I can't 推荐") // → ['i', 'can', 'not', '推', '荐'] */
export function unitsOfClause(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\bcan't\b|\bcannot\b/g, 'can not')
    .replace(/\bwon't\b/g, 'will not')
    .replace(/n't\b/g, ' not')
  return plain.match(unit) ?? []
}

const stems = new Map<string, string>()

/** Porter's stem of an English word; other words as they are. */
export function stemOf(word: string): string {
  if (!/^[a-z]{3,}$/.test(word)) return word
  const known = stems.get(word)
  if (known !== undefined) return known
  const found = stemmer(word)
  // Words repeat; what does not is not worth remembering.
  if (stems.size < 20_000) stems.set(word, found)
  return found
}
