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

/**
 * An English word without its endings of number, tense and manner, so that "loved", "loving" and "lovely" meet. Lighter than a
 * stemmer: for Porter's "use" and "useful" are one.
 *
 * @example wordForm('disappointing') // → 'disappoint'
 */
export function wordForm(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word
  let form = word
    .replace(/ies$|ied$/, 'y')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/([^su])s$/, '$1')
  for (const ending of ['ingly', 'edly', 'ing', 'ed', 'ly']) {
    const rest = form.slice(0, -ending.length)
    if (form.endsWith(ending) && rest.length >= 3 && /[aeiouy]/.test(rest)) {
      form = rest
      break
    }
  }
  if (/([bdgklmnprt])\1$/.test(form) && form.length > 4) form = form.slice(0, -1)
  return form.length > 3 && form.endsWith('e') ? form.slice(0, -1) : form
}
