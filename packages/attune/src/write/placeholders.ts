import type { Attribute } from './attributes.ts'

/**
 * Values that stand in texts word for word are learnt as placeholders and filled in when the text is written: names that were
 * never learnt come out right, and a small model need not learn to copy.
 */
export interface Placeholders {
  /** Names of the attributes whose values are replaced. */
  readonly names: readonly string[]
  /** Of these, values that were learnt often enough to be told to the model as well: they may say how to write. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

/** Share of values that are found in the texts, from which on an attribute is replaced. */
const enough = 0.8

const open = '⟦'
const close = '⟧'
const marker = /⟦[^⟦⟧]*⟧/g

/** Texts that have a value before it counts as known. */
const oftenEnough = 10

/** Which attributes have values that stand in the texts, and which of these values are frequent. */
export function learnPlaceholders(
  rows: readonly { readonly attributes: readonly Attribute[]; readonly text: string }[],
): Placeholders {
  const counts = new Map<string, { all: number; found: number; values: Map<string, number> }>()
  for (const { attributes, text } of rows)
    for (const { name, value } of attributes) {
      const count = counts.get(name) ?? { all: 0, found: 0, values: new Map<string, number>() }
      count.all++
      if (patternOf(value).test(text)) count.found++
      count.values.set(value, (count.values.get(value) ?? 0) + 1)
      counts.set(name, count)
    }
  const replaced = [...counts].filter(([, { all, found }]) => found >= enough * all)
  return {
    names: replaced.map(([name]) => name),
    known: Object.fromEntries(
      replaced.map(([name, { values }]) => [
        name,
        [...values].filter(([, count]) => count >= oftenEnough).map(([value]) => value),
      ]),
    ),
  }
}

/** Nothing is replaced. */
export const noPlaceholders: Placeholders = { names: [], known: {} }

/**
 * The prompt of a model: attributes in a line. Where a value has a placeholder, that is told, and the value behind it if it
 * is known.
 *
 * @param telling whether a known value is told; default always. A model that is to write without, too, learns without at times
 */
export function promptOf(
  attributes: readonly Attribute[],
  placeholders: Placeholders,
  telling: (attribute: Attribute) => boolean = () => true,
): string {
  const told = ({ name, value }: Attribute): boolean =>
    Object.hasOwn(placeholders.known, name) &&
    placeholders.known[name]?.includes(value) === true &&
    telling({ name, value })
  return marked(attributes, placeholders)
    .map(({ name, value, mark }) => {
      const whole = told({ name, value }) ? `${mark} ${clean(value)}` : mark
      return `${clean(name)}: ${mark === undefined ? clean(value) : whole}`
    })
    .join('; ')
    .concat('\n')
}

/** A text with placeholders for the values that stand in it. */
export function hideValues(text: string, attributes: readonly Attribute[], placeholders: Placeholders): string {
  const hidden = marked(attributes, placeholders).flatMap(({ value, mark }) =>
    mark === undefined ? [] : [{ value, mark }],
  )
  // The longest first: “silk shirt” before “shirt”.
  hidden.sort((a, b) => b.value.length - a.value.length)
  return hidden.reduce(
    (rest, { value, mark }) => outside(rest, (part) => part.replaceAll(patternOf(value), mark)),
    clean(text),
  )
}

/**
 * A text with the values in place of their placeholders.
 *
 * @returns the text, and how many placeholders were left out because there is no such attribute
 */
export function fillValues(
  text: string,
  attributes: readonly Attribute[],
  placeholders: Placeholders,
): { readonly text: string; readonly unknown: number } {
  const values = new Map(marked(attributes, placeholders).map(({ value, mark }) => [mark, value]))
  let unknown = 0
  const filled = text.replaceAll(marker, (mark, at: number) => {
    const value = values.get(mark)
    if (value === undefined) {
      unknown++
      return ''
    }
    return startsSentence(text.slice(0, at)) ? value.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : value
  })
  return { text: articles(filled).replaceAll(/ {2,}/g, ' ').trim(), unknown }
}

/** Whether a token is a placeholder. */
export const isMark = (token: string): boolean => token.startsWith(open) && token.endsWith(close)

/** The placeholders that a text about these attributes may have. */
export const marksFor = (attributes: readonly Attribute[], placeholders: Placeholders): readonly string[] =>
  marked(attributes, placeholders).flatMap(({ mark }) => mark ?? [])

/** Values with the mark that stands for them, where there is one; the second of a name has a mark of its own. */
function marked(attributes: readonly Attribute[], { names }: Placeholders) {
  const seen = new Map<string, number>()
  return attributes.map(({ name, value }) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    const mark = `${open}${name}${before === 0 ? '' : ` ${before + 1}`}${close}`
    return { name, value, mark: names.includes(name) ? mark : undefined }
  })
}

/** A value where it is no part of a longer word, in upper or lower case. */
function patternOf(value: string): RegExp {
  const literal = value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const word = (side: string | undefined): boolean => /[\p{Script=Latin}\p{N}]/u.test(side ?? '')
  const before = word(value.at(0)) ? String.raw`(?<![\p{Script=Latin}\p{N}])` : ''
  const behind = word(value.at(-1)) ? String.raw`(?![\p{Script=Latin}\p{N}])` : ''
  return new RegExp(before + literal + behind, 'giu')
}

/** Does something with the parts of a text that are no placeholders. */
function outside(text: string, work: (part: string) => string): string {
  const marks = text.match(marker) ?? []
  return text
    .split(marker)
    .map((part, i) => work(part) + (marks[i] ?? ''))
    .join('')
}

const clean = (text: string): string => text.replaceAll(/[⟦⟧]/g, ' ').replaceAll(/\s+/g, ' ').trim()

const startsSentence = (before: string): boolean => before.trim() === '' || /[.!?]\s+$/.test(before)

/** “a” or “an” as the word behind it begins. */
const articles = (text: string): string =>
  text.replaceAll(
    /\b([Aa])n? (?=(\p{Script=Latin}))/gu,
    (whole, article: string, letter: string, at: number, all: string) => {
      const next = /^\p{Script=Latin}+/u.exec(all.slice(at + whole.length))?.[0] ?? ''
      // A letter alone is no word, and “one”, “unique” begin with a consonant to the ear.
      if (next.length < 2 || /^(one|once|uni|eu|use|usu|hour|hon|heir)/i.test(next)) return whole
      return `${article}${/[aeiou]/i.test(letter) ? 'n' : ''} `
    },
  )
