import { type AttuneError, attuneError } from '../../errors.ts'
import { type AnyWord, type RuleLanguage, wordForms, written } from './words.ts'

/** Something that could stand at a place: a word, a sign, or a kind of value. */
export type Expected = AnyWord | { readonly en: string; readonly zh: string }

/** Reads a rule's text from the left; remembers what was looked for at the furthest place, for the error. */
export interface Scanner {
  readonly at: number
  /** The longest of the words that stands here, read over. */
  word<Name extends AnyWord>(names: readonly Name[]): Name | undefined
  /** One of the signs, read over; full-width ones are taken as their plain forms. */
  sign<Sign extends string>(signs: readonly Sign[]): Sign | undefined
  /** What a sticky pattern matches here. */
  pattern(pattern: RegExp, expected: { readonly en: string; readonly zh: string }): string | undefined
  /** A text in "", “” or 「」. */
  quoted(): string | undefined
  readonly ended: boolean
  /** Says that what was looked for last is not here. */
  fail(): never
  /** Says what is wrong with what begins at a place. */
  failAt(at: number, wrong: { readonly en: string; readonly zh: string }): never
}

const signForms: Readonly<Record<string, string>> = {
  '(': '（',
  ')': '）',
  ',': '，',
  '!=': '≠',
  '<=': '≤',
  '>=': '≥',
  '%': '％',
  '..': '～',
}
const textWanted = { en: 'a text in quotes', zh: '引号中的文字' }
const endWanted = { en: 'the end', zh: '结尾' }

export function createScanner(source: string): Scanner {
  let at = 0
  let furthest = 0
  let wanted = new Map<string, Expected>()

  function skipSpace(): void {
    const space = /[\s　]*/uy
    space.lastIndex = at
    space.exec(source)
    at = space.lastIndex
  }
  function want(expected: Expected): void {
    if (at > furthest) {
      furthest = at
      wanted = new Map()
    }
    if (at === furthest) wanted.set(typeof expected === 'string' ? expected : expected.en, expected)
  }

  const scanner: Scanner = {
    get at() {
      skipSpace()
      return at
    },
    word(names) {
      skipSpace()
      let found: (typeof names)[number] | undefined
      let end = at
      for (const name of names) {
        want(name)
        for (const form of wordForms.get(name) ?? []) {
          form.lastIndex = at
          if (form.test(source) && form.lastIndex > end) {
            found = name
            end = form.lastIndex
          }
        }
      }
      at = end
      return found
    },
    sign(signs) {
      skipSpace()
      let found: (typeof signs)[number] | undefined
      let length = 0
      for (const sign of signs) {
        want({ en: sign, zh: sign })
        for (const form of [sign, signForms[sign] ?? sign, ...(sign === ',' ? ['、'] : [])])
          if (form.length > length && source.startsWith(form, at)) {
            found = sign
            length = form.length
          }
      }
      at += length
      return found
    },
    pattern(pattern, expected) {
      skipSpace()
      want(expected)
      pattern.lastIndex = at
      const [text] = pattern.exec(source) ?? []
      if (text !== undefined) at += text.length
      return text
    },
    quoted() {
      skipSpace()
      want(textWanted)
      const plain = /"(?:[^"\\]|\\.)*"/suy
      plain.lastIndex = at
      const [text] = plain.exec(source) ?? []
      if (text !== undefined) {
        const from = at
        at += text.length
        try {
          // Line breaks may stand in a text as they are; JSON wants them escaped.
          return JSON.parse(text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')) as string
        } catch {
          return scanner.failAt(from, {
            en: 'after a backslash in a text comes a quote, a backslash, n, r, t or u with four digits',
            zh: '文字里的反斜杠之后应为引号、反斜杠、n、r、t 或 u 加四位十六进制数',
          })
        }
      }
      const curly = /“([^”]*)”|「([^」]*)」/uy
      curly.lastIndex = at
      const match = curly.exec(source)
      if (match === null) return undefined
      at += match[0].length
      return match[1] ?? match[2]
    },
    get ended() {
      skipSpace()
      want(endWanted)
      return at >= source.length
    },
    fail() {
      const expected = [...wanted.values()]
      const say = (language: RuleLanguage): string =>
        [...new Set(expected.map((one) => (typeof one === 'string' ? written(one, language) : one[language])))].join(
          language === 'en' ? ', ' : '、',
        )
      throw syntaxError(source, furthest, { en: `expected one of: ${say('en')}`, zh: `应为以下之一：${say('zh')}` })
    },
    failAt(place, wrong) {
      throw syntaxError(source, place, wrong)
    },
  }
  return scanner
}

/** Lines and columns count from 1; columns in characters as people see them. Nothing of the text is repeated. */
function syntaxError(source: string, at: number, wrong: { readonly en: string; readonly zh: string }): AttuneError {
  const before = source.slice(0, at).split('\n')
  const line = before.length
  const column = [...(before.at(-1) ?? '')].length + 1
  return attuneError('rule-syntax', `Line ${line}, column ${column}: ${wrong.en}.`, {
    details: { field: 'text', line, column, zh: `第 ${line} 行第 ${column} 列：${wrong.zh}。` },
  })
}
