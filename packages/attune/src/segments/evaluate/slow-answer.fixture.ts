import type { TraitValue } from '../../activity/activity-index.ts'
import { weightOf } from '../../collect/weights.ts'
import type { Comparison, Doing, Rule, Window } from '../rules/rule.ts'
import type { Aggregate, NumberOp } from '../rules/rule-words.ts'
import type { Note, SmallWorld } from '../small-world.fixture.ts'
import { createLocalTime } from './local-time.ts'

const day = 86_400_000
const zone = createLocalTime('Asia/Shanghai')
const low = (text: string): string => text.normalize('NFKC').toLowerCase()
const compare = (op: NumberOp, a: number, b: number): boolean =>
  ({ '=': a === b, '!=': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b })[op]

/** Whether a person fits a rule, worked out from plain notes the slow and obvious way: what the packed evaluation must say. */
export function slowAnswer(world: SmallWorld, rule: Rule, person: string, now: number): boolean {
  const notes = (world.notes.get(person) ?? []).filter(({ time }) => time <= now)
  const ask = (one: Rule): boolean => {
    switch (one.type) {
      case 'all':
        return one.of.every(ask)
      case 'any':
        return one.of.some(ask)
      case 'not':
        return !ask(one.rule)
      case 'trait':
        return fits(one.is, world.traits.get(person)?.[one.name])
      case 'events': {
        const value = aggregate(one.aggregate, one.doing, one.window)
        if (value === undefined) return false
        const age = one.aggregate === 'sinceFirst' || one.aggregate === 'sinceLast'
        return age ? compare(one.op, value, Math.round(one.number * day)) : compare(one.op, value, one.number)
      }
      case 'mostFrequent':
        return one.in.some((name) => low(name) === frequent(one.part, one.doing ?? { did: 'anything' }, one.window))
      case 'sequence':
        return notes.some(
          (b, at) =>
            does(b, one.next) &&
            inWindow(b.time, one.window) &&
            notes.some(
              (a, from) =>
                from < at &&
                does(a, one.first) &&
                b.time - a.time <= Math.round(one.withinDays * day) &&
                !notes.some((c, between) => between > from && between < at && one.without && does(c, one.without)),
            ),
        )
      case 'interest': {
        const taste = tasteOf(one.part)
        const liked = [...taste].filter(([, weight]) => weight > 1e-9)
        const total = liked.reduce((sum, [, weight]) => sum + weight, 0)
        const own = liked.find(([name]) => name === low(one.name))?.[1]
        // As exactly as sums in another order can be.
        return compare(one.op, own === undefined ? 0 : Math.round((own / total) * 1e9) / 1e9, one.share)
      }
      case 'similar': {
        const taste = [...tasteOf('category')]
        const wanted = (name: string) =>
          one.to.filter(({ category }) => low(category) === name).reduce((sum, { weight }) => sum + weight, 0)
        const dot = taste.reduce((sum, [name, weight]) => sum + weight * wanted(name), 0)
        const names = [...new Set(one.to.map(({ category }) => low(category)))]
        const lengths = Math.hypot(...taste.map(([, weight]) => weight)) * Math.hypot(...names.map(wanted))
        return lengths > 0 && Math.round((dot / lengths) * 1e9) / 1e9 >= one.atLeast
      }
      case 'lifecycle':
        return one.in.some((stage) => stage === stageOf())
      default:
        throw new Error(`no slow answer for ${one.type}`)
    }
  }

  function bounds(window: Window | undefined): { from: number; to: number } {
    if (window === undefined) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    if (window.type === 'last') return { from: now - Math.round(window.days * day), to: Number.POSITIVE_INFINITY }
    if (window.type === 'calendar') return zone.periodOf(window.period, now)
    const end = window.to.includes('T') ? Date.parse(window.to) : Date.parse(`${window.to}T00:00:00+08:00`) + day
    return {
      from: window.from.includes('T') ? Date.parse(window.from) : Date.parse(`${window.from}T00:00:00+08:00`),
      to: end,
    }
  }
  const inWindow = (time: number, window: Window | undefined): boolean => {
    const { from, to } = bounds(window)
    return time >= from && time < to
  }
  const partsThatFit = (note: Note, { did, item, value, amount }: Doing): Note['parts'] =>
    note.parts.filter((part) => {
      if (
        did === 'anything'
          ? part.kind === 'exposure'
          : 'kind' in did
            ? part.kind !== did.kind
            : note.event !== did.event
      )
        return false
      const within = (
        range: { from?: number | undefined; to?: number | undefined } | undefined,
        number: number | null,
      ) =>
        range === undefined ||
        (number !== null && number >= (range.from ?? -Infinity) && number <= (range.to ?? Infinity))
      if (!within(amount, part.amount) || !within(value, part.value)) return false
      if (item === undefined) return true
      if (part.item === null) return false
      const known = world.catalogue.get(part.item)
      const among = (wanted: readonly string[] | undefined, has: readonly string[] | undefined): boolean =>
        wanted === undefined || (has ?? []).some((one) => wanted.map(low).includes(low(one)))
      return (
        (item.ids === undefined || item.ids.includes(part.item)) &&
        among(item.categories, known?.categories) &&
        among(item.brands, known?.brand == null ? [] : [known.brand]) &&
        among(item.tags, known?.tags) &&
        (item.price === undefined || within(item.price, known?.price ?? null)) &&
        (item.title === undefined || (known !== undefined && low(known.title).includes(low(item.title))))
      )
    })
  const does = (note: Note, doing: Doing): boolean => partsThatFit(note, doing).length > 0

  function aggregate(name: Aggregate, doing: Doing, window: Window | undefined): number | undefined {
    const own = notes.filter((note) => inWindow(note.time, window) && does(note, doing))
    const parts = own.flatMap((note) => partsThatFit(note, doing))
    const values = parts.map(({ value }) => value).filter((value) => !Number.isNaN(value))
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
    const amounts = parts.map(({ amount }) => amount)
    switch (name) {
      case 'count':
        return own.length
      case 'sumOfValue':
        return sum(values)
      case 'sumOfAmount':
        return sum(amounts)
      case 'averageValue':
        return values.length === 0 ? undefined : sum(values) / values.length
      case 'averageAmount':
        return amounts.length === 0 ? undefined : sum(amounts) / amounts.length
      case 'distinctItems':
        return new Set(parts.flatMap(({ item }) => item ?? [])).size
      case 'distinctDays':
        return new Set(own.map(({ time }) => zone.dayOf(time))).size
      case 'sinceFirst':
        return own[0] && now - own[0].time
      case 'sinceLast': {
        const last = own.at(-1)
        return last && now - last.time
      }
      case 'perDay': {
        const { from, to } = bounds(window)
        const days = window?.type === 'last' ? Math.round(window.days * day) / day : (to - from) / day
        // A window of no length has no rate.
        return days === 0 ? undefined : own.length / days
      }
    }
  }

  /** The definition of `lifecycleOf`, day by day. */
  function stageOf(): string | undefined {
    const [seen] = notes
    if (seen === undefined) return undefined
    const isOrder = (note: Note): boolean => note.parts[0]?.kind === 'order'
    const daysWith = (of: readonly Note[]): number[] => [...new Set(of.map(({ time }) => Math.floor(time / day)))]
    const orders = notes.filter(isOrder)
    const of = daysWith(orders).length > 1 ? orders : notes
    const days = daysWith(of)
    const pauses = days.slice(1).map((one, at) => one - (days[at] as number))
    const ofAll = of === orders && daysWith(orders).length > 1 ? world.pace.orders : world.pace.visits
    const own = Math.max(share(pauses, 0.9), 1.5 * share(pauses, 0.5))
    const least = pauses.length >= 3 ? own : (ofAll ?? 30)
    const most = pauses.length >= 3 || ofAll !== undefined ? 2.5 * least : 90
    const since = (now - (of.at(-1) as Note).time) / day
    if (now - seen.time <= 30 * day && orders.length <= 1) return 'new'
    return since <= least ? 'active' : since <= most ? 'atRisk' : 'lapsed'
  }
  /** The quantile of type 7. */
  function share(values: readonly number[], of: number): number {
    const sorted = values.toSorted((a, b) => a - b)
    const place = of * (sorted.length - 1)
    const low = sorted[Math.floor(place)] as number
    return low + (place % 1) * ((sorted[Math.ceil(place)] as number) - low)
  }

  function frequent(part: string, doing: Doing, window: Window | undefined): string | undefined {
    const counts = new Map<string, number>()
    // The newest first: of equally frequent ones the one met first stays.
    for (const note of notes.toReversed().filter(({ time }) => inWindow(time, window))) {
      const parts = partsThatFit(note, doing).toReversed()
      if (parts.length === 0) continue
      const names =
        part === 'hour'
          ? [String(zone.hourOf(note.time))]
          : part === 'device'
            ? [note.device]
            : part === 'channel'
              ? [note.channel]
              : parts.flatMap(({ item }) => {
                  const known = world.catalogue.get(item ?? '')
                  return part === 'category'
                    ? [...new Set(known?.categories.map(low))]
                    : known?.brand
                      ? [low(known.brand)]
                      : []
                })
      for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    const most = Math.max(...counts.values())
    return [...counts].find(([, count]) => count === most)?.[0]
  }

  function tasteOf(part: 'category' | 'brand'): Map<string, number> {
    const taste = new Map<string, number>()
    const latest = notes.at(-1)?.time ?? 0
    for (const { time, parts } of notes.toReversed())
      for (const { kind, item, amount } of parts) {
        if (kind === null || item === null) continue
        const known = world.catalogue.get(item)
        const names =
          part === 'category' ? [...new Set(known?.categories.map(low))] : known?.brand ? [low(known.brand)] : []
        const weight = weightOf(kind, amount) * 2 ** (-Math.floor((latest - time) / 3_600_000) / (24 * 30))
        for (const name of names) taste.set(name, (taste.get(name) ?? 0) + weight / names.length)
      }
    return taste
  }
  return ask(rule)
}

function fits(is: Comparison, value: TraitValue | undefined): boolean {
  if (is.op === 'exists') return value !== undefined
  if (is.op === '!=') return !fits({ op: '=', value: is.value }, value)
  if (value === undefined) return false
  const list: readonly (string | number | boolean)[] = Array.isArray(value) ? value : [value as string]
  if (is.op === 'contains')
    return Array.isArray(value)
      ? list.some((one) => low(String(one)) === low(is.value))
      : typeof value === 'string' && low(value).includes(low(is.value))
  return list.some((one) => {
    switch (is.op) {
      case '=':
        return one === is.value
      case 'in':
        return is.values.includes(one)
      case 'startsWith':
        return typeof one === 'string' && low(one).startsWith(low(is.value))
      default: {
        if (typeof one !== typeof is.value) return false
        const order = one < is.value ? -1 : one > is.value ? 1 : 0
        return compare(is.op as NumberOp, order, 0)
      }
    }
  })
}
