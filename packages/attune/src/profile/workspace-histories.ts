import type { Identity } from '../collect/identity.ts'
import { createHistoryArena, type WorthOf } from './history-arena.ts'
import type { DenseHistory, PersonHistory, RankedItems } from './history-index.ts'
import { createPopularItems } from './popular-items.ts'
import { createShownTimes } from './shown-times.ts'
import { createTranslations } from './translations.ts'

/** What is remembered of one workspace. Person ids come in as events carry them; merges are applied here. */
export interface WorkspaceHistories {
  meet(personId: string): void
  add(personId: string, itemId: string, kind: string, amount: number, time: number): void
  /** An interaction already counted in what is popular: read again after an identity changed. */
  remember(personId: string, itemId: string, kind: string, amount: number, time: number): void
  /** The person was shown an item. */
  show(personId: string, itemId: string, time: number): void
  loadPopular(scores: Iterable<readonly [itemId: string, score: number]>): void
  /** Adds to how often an item was really shown. */
  addExposures(itemId: string, count: number): void
  /** Follows merges of these person ids; returns those that must be read again, because a merge was taken back. */
  join(personIds: readonly string[]): readonly string[]
  /** Forgets persons altogether. */
  forget(personIds: readonly string[]): void
  of(personId: string): PersonHistory
  densely(personId: string, indexOf: ReadonlyMap<string, number>): DenseHistory
  ratings(personId: string, indexOf: ReadonlyMap<string, number>): DenseHistory
  exposures(itemId: string): number
  seen(personId: string): ReadonlySet<string>
  lastSeen(personId: string): ReadonlyMap<string, number>
  knows(personId: string): boolean
  popular(n: number, accept: (itemId: string) => boolean, among?: readonly string[]): RankedItems
}

const stranger: PersonHistory = {
  itemIds: [],
  kinds: [],
  weights: new Float32Array(0),
  times: new Float64Array(0),
}
const nothing: ReadonlySet<string> = new Set()
const denseStranger: DenseHistory = {
  items: new Int32Array(0),
  weights: new Float32Array(0),
  times: new Float64Array(0),
  kinds: [],
  seen: new Int32Array(0),
}
/** Being shown an item is not doing something with it. */
export const exposureKind = 'exposure'
/** The kind whose amount is stars. */
const ratingKind = 'rating'

interface Names {
  /** The name's number, a new one where it has none. */
  numberOf(name: string): number
  find(name: string): number | undefined
  nameOf(number: number): string
}

function createNames(): Names {
  const names: string[] = []
  const numbers = new Map<string, number>()
  return {
    numberOf(name) {
      let number = numbers.get(name)
      if (number === undefined) {
        number = names.length
        names.push(name)
        numbers.set(name, number)
      }
      return number
    },
    find: (name) => numbers.get(name),
    nameOf: (number) => names[number] as string,
  }
}

/** Six digits: the rest depends on the order in which sums were made. */
const shown = (share: number): number => Number(share.toPrecision(6))

export function createWorkspaceHistories(options: {
  readonly workspace: string
  readonly identity: Pick<Identity, 'resolve' | 'aliasesOf'>
  readonly historyLength: number
  readonly limit: number
  readonly weightOf: (kind: string, amount: number) => number
}): WorkspaceHistories {
  const { workspace, identity, historyLength, limit, weightOf } = options
  const items = createNames()
  const kinds = createNames()
  const arena = createHistoryArena(limit)
  const popular = createPopularItems(items.nameOf)
  const translations = createTranslations(items.nameOf)
  const shownTimes = createShownTimes()
  /** By item number. */
  const exposures: number[] = []
  /** Person (after merges) → slot of the arena. */
  const slots = new Map<string, number>()
  /** Merged person id → the person whose slot holds its history. */
  const holders = new Map<string, string>()

  function slotOf(personId: string): number {
    const person = identity.resolve(workspace, personId)
    if (person !== personId) holders.set(personId, person)
    let slot = slots.get(person)
    if (slot === undefined) {
      slot = arena.allocate()
      slots.set(person, slot)
    }
    return slot
  }

  /** By kind number, of all but ratings: amounts say nothing about taste there. */
  const weights: number[] = []
  const ratings = kinds.numberOf(ratingKind)
  const weightIfAny: WorthOf = (kind, amount) => {
    const known = kind === ratings ? weightOf(ratingKind, amount) : weights[kind]
    const weight = known ?? weightOf(kinds.nameOf(kind), amount)
    if (kind !== ratings) weights[kind] = weight
    return weight > 0 ? weight : undefined
  }
  const starsIfAny: WorthOf = (kind, amount) => (kind === ratings ? amount : undefined)

  function remember(personId: string, itemId: string, kind: string, amount: number, time: number): void {
    const slot = slotOf(personId)
    if (kind === exposureKind) {
      shownTimes.add(slot, items.numberOf(itemId), time)
      return
    }
    arena.insert(slot, items.numberOf(itemId), kinds.numberOf(kind), amount, time)
  }

  function addExposures(itemId: string, count: number): void {
    const item = items.numberOf(itemId)
    exposures[item] = (exposures[item] ?? 0) + count
  }

  /** The newest entries that have a value, and all that was seen, in the numbers of a model. */
  function densely(personId: string, indexOf: ReadonlyMap<string, number>, worthOf: WorthOf): DenseHistory {
    const slot = slots.get(identity.resolve(workspace, personId))
    const count = slot === undefined ? 0 : arena.count(slot)
    if (slot === undefined || count === 0) return denseStranger
    const translate = translations(indexOf)
    const { items: numbers, kinds: kindNumbers, values, times } = arena.valued(slot, historyLength, worthOf)
    const kindsOf: string[] = []
    let size = 0
    for (let at = 0; at < numbers.length; at++) {
      const dense = translate(numbers[at] as number)
      if (dense < 0) continue
      numbers[size] = dense
      values[size] = values[at] as number
      times[size] = times[at] as number
      kindsOf.push(kinds.nameOf(kindNumbers[at] as number))
      size++
    }
    const seen = new Int32Array(count)
    let seenSize = 0
    for (let at = 0; at < count; at++) {
      const dense = translate(arena.item(slot, at))
      if (dense >= 0) seen[seenSize++] = dense
    }
    return {
      items: numbers.subarray(0, size),
      weights: values.subarray(0, size),
      times: times.subarray(0, size),
      kinds: kindsOf,
      seen: seen.subarray(0, seenSize),
    }
  }

  function move(from: number, into: number): void {
    for (let index = 0; index < arena.count(from); index++) {
      const { item, kind, amount, time } = arena.at(from, index)
      arena.insert(into, item, kind, amount, time)
    }
    arena.clear(from)
    shownTimes.move(from, into)
  }

  return {
    meet: slotOf,
    show: (personId, itemId, time) => shownTimes.add(slotOf(personId), items.numberOf(itemId), time),
    remember,
    add(personId, itemId, kind, amount, time) {
      remember(personId, itemId, kind, amount, time)
      if (kind === exposureKind) addExposures(itemId, 1)
      else popular.add(items.numberOf(itemId), weightOf(kind, amount), time)
    },
    addExposures,
    loadPopular(scores) {
      popular.load(Iterator.from(scores).map(([itemId, score]) => [items.numberOf(itemId), score] as const))
    },
    join(personIds) {
      const again = new Set<string>()
      for (const personId of personIds) {
        const before = holders.get(personId) ?? personId
        const now = identity.resolve(workspace, personId)
        if (now === before) continue
        const slot = slots.get(personId)
        if (before === personId) {
          holders.set(personId, now)
          if (slot === undefined) continue
          // Both slots hold the newest interactions of their persons, so together they hold those of the merged person.
          move(slot, slotOf(now))
          slots.delete(personId)
          continue
        }
        // A merge was taken back: nobody can tell any more whose interactions are whose without the store.
        if (now === personId) holders.delete(personId)
        else holders.set(personId, now)
        for (const person of [before, now]) for (const alias of identity.aliasesOf(workspace, person)) again.add(alias)
      }
      for (const personId of again) {
        const slot = slots.get(personId)
        if (slot === undefined) continue
        arena.clear(slot)
        shownTimes.clear(slot)
      }
      return [...again]
    },
    forget(personIds) {
      for (const personId of personIds) {
        const slot = slots.get(personId)
        if (slot !== undefined) {
          arena.clear(slot)
          shownTimes.clear(slot)
        }
        slots.delete(personId)
        holders.delete(personId)
      }
    },
    of(personId) {
      const slot = slots.get(identity.resolve(workspace, personId))
      const count = slot === undefined ? 0 : arena.count(slot)
      if (slot === undefined || count === 0) return stranger
      const { items: itemNumbers, kinds: kindNumbers, values, times } = arena.valued(slot, historyLength, weightIfAny)
      return {
        itemIds: Array.from(itemNumbers, items.nameOf),
        kinds: Array.from(kindNumbers, kinds.nameOf),
        weights: values,
        times,
      }
    },
    densely: (personId, indexOf) => densely(personId, indexOf, weightIfAny),
    ratings: (personId, indexOf) => densely(personId, indexOf, starsIfAny),
    exposures: (itemId) => exposures[items.find(itemId) ?? -1] ?? 0,
    seen(personId) {
      const slot = slots.get(identity.resolve(workspace, personId))
      if (slot === undefined) return nothing
      const seen = new Set<string>()
      for (let index = arena.count(slot) - 1; index >= 0; index--) seen.add(items.nameOf(arena.item(slot, index)))
      return seen
    },
    lastSeen(personId) {
      const slot = slots.get(identity.resolve(workspace, personId))
      const times = new Map<string, number>()
      if (slot === undefined) return times
      // Oldest first, so that the last time stays.
      for (const [item, time] of shownTimes.of(slot)) times.set(items.nameOf(item), time)
      for (let index = 0; index < arena.count(slot); index++) {
        const { item, time } = arena.at(slot, index)
        const itemId = items.nameOf(item)
        times.set(itemId, Math.max(time, times.get(itemId) ?? time))
      }
      return times
    },
    knows: (personId) => slots.has(identity.resolve(workspace, personId)),
    popular(n, accept, among) {
      if (among) {
        const found = among.flatMap((itemId) => {
          const item = items.find(itemId)
          const share = item === undefined ? 0 : popular.shareOf(item)
          return share > 0 && accept(itemId) ? [{ itemId, item: item as number, share }] : []
        })
        const best = found.sort((a, b) => b.share - a.share || (a.itemId < b.itemId ? -1 : 1)).slice(0, n)
        return { itemIds: best.map(({ itemId }) => itemId), scores: best.map(({ share }) => shown(share)) }
      }
      const itemIds: string[] = []
      const scores: number[] = []
      for (const { item, share } of popular.ranked()) {
        if (itemIds.length >= n) break
        const itemId = items.nameOf(item)
        if (!accept(itemId)) continue
        itemIds.push(itemId)
        scores.push(shown(share))
      }
      return { itemIds, scores }
    },
  }
}
