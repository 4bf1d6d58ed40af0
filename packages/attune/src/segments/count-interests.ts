import { setImmediate as pause } from 'node:timers/promises'
import { noKind } from '../activity/activity-index.ts'
import { exposureKind } from '../activity/event-entries.ts'
import { compileRule } from './evaluate/compile-rule.ts'
import { openContext } from './evaluate/open-context.ts'
import type { RuleSources } from './evaluate/rule-sources.ts'
import { rounded, type Taste, tasteOf } from './evaluate/taste-of.ts'
import type { Rule } from './rules/rule.ts'

export const interestParts = ['category', 'brand', 'tag', 'item'] as const
export type InterestPart = (typeof interestParts)[number]

/** From this share of what somebody likes on a category or brand is an interest of theirs. */
export const leastShare = 0.1

/** Who is interested in what, counted; of categories, brands, tags or items. */
export interface InterestCounts {
  /** People who were looked at: who allow profiling, and belong to the rule. */
  readonly base: number
  /** Of them those with an interest. */
  readonly people: number
  /** By node: its name (of an item the id, of a tag without regard to case), and how many people. */
  readonly names: readonly string[]
  readonly counts: readonly number[]
  /** Interests of one person after the other, as nodes: those of the i-th are `nodes[starts[i]]` … `nodes[starts[i + 1] − 1]`. */
  readonly starts: readonly number[]
  readonly nodes: readonly number[]
  /** By node: item id → how many of the people who are interested did something with it. Empty where the nodes are items. */
  readonly items: readonly ReadonlyMap<string, number>[]
}

export interface CountInterestsOptions {
  readonly part: InterestPart
  /** Only people whom it selects; everybody where it is left out. */
  readonly rule?: Rule | undefined
  /** Whole milliseconds. */
  readonly now: number
  /** By slot, 1 where somebody may be looked at; asked for anew after each pause. */
  readonly admitted: () => Uint8Array
  /** For pauses only; without one it runs through. */
  readonly clockMs?: (() => number) | undefined
}

const slotsAtOnce = 1024
/** Others get their turn after so long. */
const turnMs = 40

/**
 * Counts interests as rules have them, so that a segment of an interest has as many people: `interest category X >= 10%` for
 * categories and brands, `did anything item X` and `did anything tag X` for items and tags. What happens later is not counted.
 */
export async function countInterests(sources: RuleSources, options: CountInterestsOptions): Promise<InterestCounts> {
  const { part, rule, now, admitted, clockMs } = options
  const { activity, facts } = sources
  const context = openContext(sources, now)
  const tasteFor = part === 'category' || part === 'brand' ? tasteOf(part, context) : undefined
  const selected = rule && compileRule(rule, sources)
  if (selected) selected.moment.now = now
  const counter = createCounter()
  const met = { seen: new Int32Array(0), items: [] as number[] }
  const keep = new Uint8Array(slotsAtOnce)
  let base = 0
  let since = clockMs?.() ?? 0
  for (let from = 0; from < activity.slots; from += slotsAtOnce) {
    if (clockMs && clockMs() - since > turnMs) {
      await pause()
      since = clockMs()
    }
    facts.refresh()
    for (const refresh of context.refreshers) refresh()
    selected?.refresh()
    const open = admitted()
    const to = Math.min(from + slotsAtOnce, activity.slots, open.length)
    keep.set(open.subarray(from, Math.max(from, to)))
    selected?.select(from, to, keep)
    if (met.seen.length < facts.size) met.seen = grown(met.seen, facts.size)
    const shown = activity.kinds.find(exposureKind) ?? noKind + 1
    for (let slot = from; slot < to; slot++) {
      if (keep[slot - from] !== 1) continue
      base++
      if (activity.countOf(slot) === 0) continue
      const { items, kinds, times, from: first, to: last } = activity.entriesOf(slot)
      met.items.length = 0
      for (let at = first; at < last; at++) {
        const item = items[at] as number
        if (item < 0 || item >= facts.size || kinds[at] === shown || (times[at] as number) > now) continue
        if (met.seen[item] === slot + 1) continue
        met.seen[item] = slot + 1
        met.items.push(item)
      }
      if (met.items.length === 0) continue
      if (part === 'item') {
        for (const item of met.items) counter.add(item, () => facts.idOf(item))
      } else if (part === 'tag') {
        const own = new Set<string>()
        for (const item of met.items) for (const tag of facts.of(item)?.tags ?? []) own.add(tag)
        for (const tag of own) counter.add(tag, () => tag)
        for (const item of met.items)
          for (const tag of new Set(facts.of(item)?.tags)) counter.addItem(tag, facts.idOf(item))
      } else if (tasteFor !== undefined) {
        const names = part === 'category' ? facts.categories : facts.brands
        const liked = likedIn(tasteFor(slot))
        for (const number of liked) counter.add(number, () => names.nameOf(number))
        const { starts, numbers } = part === 'category' ? facts.categoryLists : facts.brandLists
        for (const item of met.items)
          for (let place = starts[item] as number; place < (starts[item + 1] as number); place++)
            if (liked.has(numbers[place] as number)) counter.addItem(numbers[place] as number, facts.idOf(item))
      }
      counter.nextPerson()
    }
  }
  return { base, ...counter.result() }
}

function likedIn({ met, size, weights }: Taste): ReadonlySet<number> {
  let total = 0
  for (let at = 0; at < size; at++) {
    const weight = weights[met[at] as number] as number
    if (weight > 1e-9) total += weight
  }
  const liked = new Set<number>()
  for (let at = 0; at < size; at++) {
    const number = met[at] as number
    const weight = weights[number] as number
    if (weight > 1e-9 && rounded(weight / total) >= leastShare) liked.add(number)
  }
  return liked
}

function grown(seen: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(size, 2 * seen.length))
  larger.set(seen)
  return larger
}

/** Numbers nodes in the order in which they are met. */
function createCounter() {
  const numbers = new Map<number | string, number>()
  const names: string[] = []
  const counts: number[] = []
  const items: Map<string, number>[] = []
  const starts: number[] = [0]
  const nodes: number[] = []
  return {
    add(key: number | string, nameOf: () => string): void {
      let node = numbers.get(key)
      if (node === undefined) {
        node = names.push(nameOf()) - 1
        numbers.set(key, node)
        counts.push(0)
        items.push(new Map())
      }
      counts[node] = (counts[node] as number) + 1
      nodes.push(node)
    },
    addItem(key: number | string, itemId: string): void {
      const own = items[numbers.get(key) as number]
      own?.set(itemId, (own.get(itemId) ?? 0) + 1)
    },
    nextPerson(): void {
      if (nodes.length > (starts.at(-1) as number)) starts.push(nodes.length)
    },
    result: () => ({ people: starts.length - 1, names, counts, starts, nodes, items }),
  }
}
