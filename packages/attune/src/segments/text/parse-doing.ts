import type { Doing, ItemFilter, Range, Window } from '../rules/rule.ts'
import { type Aggregate, aggregates, calendarPeriods, type NumberOp } from '../rules/rule-words.ts'
import { parseDate, parseNumber, parseNumberOp, parseRange, parseText, verbalOps } from './parse-values.ts'
import type { Scanner } from './scanner.ts'
import { type AnyWord, type KindWord, kindWords } from './words.ts'

const verbs = [...(Object.keys(kindWords) as KindWord[]), 'kind', 'event', 'anything'] as const
const windowWords = ['last', 'between', ...calendarPeriods] as const
/** What a condition on doings may begin with. */
export const doingWords = [...verbs, ...windowWords] as const

const lists = { ids: 'ids', category: 'categories', brand: 'brands', tag: 'tags' } as const
const filterWords = ['ids', 'category', 'brand', 'tag', 'price', 'title'] as const

export interface ParsedDoing {
  readonly doing?: Doing
  readonly window?: Window
  readonly aggregate?: { readonly aggregate: Aggregate; readonly op: NumberOp; readonly number: number }
}

type Draft = { -readonly [Key in keyof ParsedDoing]: ParsedDoing[Key] }

/**
 * What is done, to what, when, and how often: `[window] VERB [category "…"] [brand "…"] [item "…"] [tag "…"] [price A..B]
 * [title "…"] [value A..B] [amount A..B] [window] [at least N times | AGGREGATE op N]`, each part at most once, in any order
 * after the verb.
 *
 * @param start the word that was read already: a verb, or the first of a window before the verb; none: no verb
 */
export function parseDoing(
  scanner: Scanner,
  start: (typeof doingWords)[number] | undefined,
  { aggregates: withAggregate = false, windows = true }: { aggregates?: boolean; windows?: boolean },
): ParsedDoing {
  const draft: Draft = {}
  let verb = start
  if (verb !== undefined && isWindow(verb)) {
    if (!windows) scanner.fail()
    draft.window = parseWindow(scanner, verb)
    verb = scanner.word(verbs) ?? scanner.fail()
  }
  if (verb !== undefined && !isWindow(verb)) draft.doing = { did: parseDid(scanner, verb) }
  const item: ItemFilter = {}
  for (;;) {
    const rest: readonly AnyWord[] = [
      ...(draft.doing === undefined ? [] : filterWords.filter((name) => item[keyOf(name)] === undefined)),
      ...(draft.doing === undefined ? [] : (['value', 'amount'] as const).filter((name) => !draft.doing?.[name])),
      ...(windows && draft.window === undefined ? windowWords : []),
      ...(withAggregate && draft.aggregate === undefined ? [...aggregates, ...verbalOps] : []),
    ]
    const next = scanner.word(rest)
    if (next === undefined) break
    readPart(scanner, next, draft, item)
  }
  if (draft.doing !== undefined && Object.keys(item).length > 0) draft.doing = { ...draft.doing, item }
  return draft
}

const keyOf = (name: (typeof filterWords)[number]): keyof ItemFilter =>
  name === 'price' || name === 'title' ? name : lists[name]

const isWindow = (name: AnyWord): name is (typeof windowWords)[number] =>
  (windowWords as readonly AnyWord[]).includes(name)

function parseDid(scanner: Scanner, verb: (typeof verbs)[number]): Doing['did'] {
  if (verb === 'anything') return 'anything'
  if (verb === 'kind') return { kind: parseText(scanner) }
  if (verb === 'event') return { event: parseText(scanner) }
  return { kind: verb }
}

function readPart(scanner: Scanner, name: AnyWord, draft: Draft, item: ItemFilter): void {
  if (isWindow(name)) {
    draft.window = parseWindow(scanner, name)
    return
  }
  switch (name) {
    case 'ids':
    case 'category':
    case 'brand':
    case 'tag':
      item[lists[name]] = parseTexts(scanner)
      return
    case 'price':
      item.price = parseRange(scanner)
      return
    case 'title':
      item.title = parseText(scanner)
      return
    case 'value':
    case 'amount': {
      const range: Range = parseRange(scanner)
      if (draft.doing) draft.doing = { ...draft.doing, [name]: range }
      return
    }
    default:
      draft.aggregate = parseAggregate(scanner, name as Aggregate | (typeof verbalOps)[number])
  }
}

/** Without brackets, so that `category "a", "b"` reads as people write it. */
function parseTexts(scanner: Scanner): string[] {
  const texts = [parseText(scanner)]
  while (scanner.sign([','])) texts.push(parseText(scanner))
  return texts
}

function parseWindow(scanner: Scanner, name: (typeof windowWords)[number]): Window {
  if (name === 'between') {
    const from = parseDate(scanner)
    if (!scanner.word(['until', 'and'])) scanner.fail()
    return { type: 'between', from, to: parseDate(scanner) }
  }
  if (name !== 'last') return { type: 'calendar', period: name }
  const days = parseNumber(scanner)
  if (!scanner.word(['days'])) scanner.fail()
  return { type: 'last', days }
}

function parseAggregate(
  scanner: Scanner,
  name: Aggregate | (typeof verbalOps)[number],
): NonNullable<ParsedDoing['aggregate']> {
  if ((verbalOps as readonly string[]).includes(name)) {
    const op = parseNumberOp(scanner, name as (typeof verbalOps)[number])
    const number = parseNumber(scanner)
    if (!scanner.word(['countUnit'])) scanner.fail()
    return { aggregate: 'count', op, number }
  }
  return { aggregate: name as Aggregate, op: parseNumberOp(scanner), number: parseNumber(scanner) }
}
