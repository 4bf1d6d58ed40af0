import type { TraitValue, WorkspaceActivity } from '../activity/activity-index.ts'
import { createActivityNames } from '../activity/activity-names.ts'
import { createWorkspaceActivity } from '../activity/create-workspace-activity.ts'
import { fillEntries, newEventEntries } from '../activity/event-entries.ts'
import { keptTraits } from '../activity/kept-traits.ts'
import type { Item } from '../api/schemas/items.ts'
import { weightOf } from '../collect/weights.ts'
import type { BaseRhythm } from '../profile/portrait/rhythm.ts'
import { createItemFacts } from './evaluate/item-facts.ts'
import { createLocalTime } from './evaluate/local-time.ts'
import type { RuleSources } from './evaluate/rule-sources.ts'

/** An event as somebody would note it on paper. */
export interface Note {
  readonly time: number
  readonly event: string
  readonly device?: string
  readonly channel?: string
  readonly parts: readonly {
    readonly kind: string | null
    readonly item: string | null
    readonly amount: number
    readonly value: number
  }[]
}

export interface SmallWorld {
  readonly activity: WorkspaceActivity
  readonly sources: RuleSources
  /** Person (after merges) → everything they did, oldest first. */
  readonly notes: ReadonlyMap<string, readonly Note[]>
  readonly traits: ReadonlyMap<string, Readonly<Record<string, TraitValue>>>
  readonly catalogue: ReadonlyMap<string, Item>
  resolve(personId: string): string
  act(personId: string, note: Note): number
  state(personId: string, traits: Readonly<Record<string, TraitValue>>): number
  /** The slots that changed. */
  merge(from: string, into: string): readonly number[]
  forget(personId: string): readonly number[]
  put(item: Pick<Item, 'id'> & Partial<Item>): void
  /** The pace of everybody, in days. */
  readonly pace: { readonly orders?: number; readonly visits?: number }
  setPace(pace: SmallWorld['pace']): void
}

const anItem: Item = {
  id: '',
  kind: 'product',
  title: '',
  description: '',
  categories: [],
  tags: [],
  brand: null,
  price: null,
  currency: null,
  image: null,
  url: null,
  language: null,
  attributes: {},
  available: true,
  publishedAt: null,
  updatedAt: '',
}

/** People, their doings and a catalogue in memory, kept twice: in the packed index, and as plain notes for slow answers. */
export function smallWorld(more: Partial<RuleSources> = {}): SmallWorld {
  const names = createActivityNames()
  const merged = new Map<string, string>()
  const resolve = (personId: string): string => {
    let person = personId
    for (let into = merged.get(person); into !== undefined; into = merged.get(person)) person = into
    return person
  }
  const identity = { resolve: (_: string, id: string) => resolve(id), aliasesOf: () => [] }
  const own = createWorkspaceActivity({ workspace: 'w', identity, names })
  const activity: WorkspaceActivity = Object.assign(Object.create(own) as typeof own, names, { revision: 0 })
  const notes = new Map<string, Note[]>()
  const traits = new Map<string, Readonly<Record<string, TraitValue>>>()
  const catalogue = new Map<string, Item>()
  let revision = 0
  let pace: SmallWorld['pace'] = {}
  let rhythm: BaseRhythm = { orders: undefined, visits: undefined }
  const inMs = (days: number | undefined) =>
    days === undefined ? undefined : { atRiskMs: days * 86_400_000, lapsedMs: 2.5 * days * 86_400_000 }
  const scratch = newEventEntries()
  const facts = createItemFacts({ items: names.items, get: (id) => catalogue.get(id), revision: () => revision })
  return {
    activity,
    sources: {
      activity,
      facts,
      localTime: createLocalTime('Asia/Shanghai'),
      weightOf,
      computedTrait: () => undefined,
      scores: () => ({ of: () => Number.NaN }),
      segmentRule: () => undefined,
      rhythm: () => rhythm,
      ...more,
    },
    notes,
    traits,
    catalogue,
    resolve,
    act(personId, note) {
      const person = resolve(personId)
      notes.set(
        person,
        [...(notes.get(person) ?? []), note].toSorted((a, b) => a.time - b.time),
      )
      const signals =
        note.device === undefined && note.channel === undefined
          ? null
          : JSON.stringify([null, note.device ?? null, note.channel ?? null, null, null, null, null])
      const parts = note.parts.map(({ item, ...part }) => ({ ...part, itemId: item, currency: null }))
      return own.insert(personId, fillEntries(scratch, names, { time: note.time, name: note.event, signals }, parts))
    },
    state(personId, told) {
      const slot = own.meet(personId)
      traits.set(resolve(personId), told)
      own.state(slot, { traits: keptTraits(told, names.traits), at: 0 })
      return slot
    },
    merge(from, into) {
      const [a, b] = [resolve(from), resolve(into)]
      if (a === b) return []
      merged.set(a, b)
      const both = [...(notes.get(a) ?? []), ...(notes.get(b) ?? [])].toSorted((x, y) => x.time - y.time)
      const told = traits.get(b) ?? traits.get(a)
      notes.delete(a)
      traits.delete(a)
      if (both.length > 0) notes.set(b, both)
      const { slots } = own.join([a])
      if (told) {
        traits.set(b, told)
        const slot = own.meet(b)
        own.state(slot, { traits: keptTraits(told, names.traits), at: 0 })
        return [...new Set([...slots, slot])]
      }
      return slots
    },
    forget(personId) {
      notes.delete(personId)
      traits.delete(personId)
      return own.forget([personId])
    },
    get pace() {
      return pace
    },
    setPace(next) {
      pace = next
      rhythm = { orders: inMs(next.orders), visits: inMs(next.visits) }
    },
    put(item) {
      catalogue.set(item.id, { ...anItem, ...item })
      revision += 1
    },
  }
}
