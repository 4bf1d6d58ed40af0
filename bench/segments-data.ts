import type { WorkspaceActivity } from '../packages/attune/src/activity/activity-index.ts'
import { createActivityNames } from '../packages/attune/src/activity/activity-names.ts'
import { createSlotChanges, type SlotChanges } from '../packages/attune/src/activity/create-slot-changes.ts'
import {
  type ActivityOfWorkspace,
  createWorkspaceActivity,
} from '../packages/attune/src/activity/create-workspace-activity.ts'
import { fillEntries, newEventEntries, type Part } from '../packages/attune/src/activity/event-entries.ts'
import { keptTraits } from '../packages/attune/src/activity/kept-traits.ts'
import type { Item } from '../packages/attune/src/api/schemas/items.ts'
import { weightOf } from '../packages/attune/src/collect/weights.ts'
import { createActivitySummary } from '../packages/attune/src/segments/evaluate/activity-summary.ts'
import { createItemFacts } from '../packages/attune/src/segments/evaluate/item-facts.ts'
import { createLocalTime } from '../packages/attune/src/segments/evaluate/local-time.ts'
import type { RuleSources } from '../packages/attune/src/segments/evaluate/rule-sources.ts'

const itemCount = 20_000
const categoryCount = 200
const yearMs = 365 * 86_400_000
const kinds = [
  ['Product Viewed', 'view', 0.7],
  ['Product Clicked', 'click', 0.82],
  ['Product Added', 'cart', 0.92],
  ['Order Completed', 'order', 0.97],
  ['page', null, 1],
] as const

/** A small generator of the family xorshift: the same shop each time. */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

export interface BenchShop {
  readonly sources: RuleSources
  readonly own: ActivityOfWorkspace
  /** One more event of somebody: returns what the activity would tell. */
  act(person: number, time: number): SlotChanges
}

/** A shop in memory: people with events over the year before `now`, a few with many and many with a few, and traits. */
export function benchShop(people: number, entries: number, now: number): BenchShop {
  const random = numbersFrom(7)
  const names = createActivityNames()
  const identity = { resolve: (_: string, id: string) => id, aliasesOf: (_: string, id: string) => [id] }
  const own = createWorkspaceActivity({ workspace: 'bench', identity, names })
  const activity: WorkspaceActivity = Object.assign(Object.create(own) as ActivityOfWorkspace, names, { revision: 0 })
  const items = Array.from({ length: itemCount }, (_, at) => itemOf(at, random))
  const byId = new Map(items.map((item) => [item.id, item]))
  const cities = ['上海', '北京', '深圳', '杭州', '成都']
  const scratch = newEventEntries()
  const parts: Part[] = []
  const record = (personId: string, time: number): number => {
    const which = random()
    const [event, kind] = kinds.find(([, , upTo]) => which < upTo) ?? kinds[0]
    // Few items are done most of the time.
    const itemId = kind === null ? null : `item-${Math.floor(itemCount * random() ** 2)}`
    parts[0] = { kind, itemId, amount: 1, value: kind === 'order' ? 10 + 300 * random() : Number.NaN, currency: 'CNY' }
    return own.insert(personId, fillEntries(scratch, names, { time, name: event, signals: null }, parts))
  }
  const share = entries / people
  for (let person = 0; person < people; person++) {
    const personId = `p_${person}`
    const slot = own.meet(personId)
    own.state(slot, {
      traits: keptTraits(
        {
          city: cities[Math.floor(5 * random() ** 2)] ?? '上海',
          age: 18 + Math.floor(50 * random()),
          member: random() < 0.3,
        },
        names.traits,
      ),
      at: now,
    })
    const count = Math.floor(share * 3 * random() ** 2)
    own.reserve(slot, count)
    let time = now - yearMs * random()
    for (let at = 0; at < count; at++) {
      record(personId, time)
      time += ((now - time) * 2 * random()) / (count - at + 1)
    }
  }
  const facts = createItemFacts({ items: names.items, get: (id) => byId.get(id), revision: () => 1 })
  return {
    own,
    sources: {
      activity,
      summary: createActivitySummary(activity, facts),
      facts,
      localTime: createLocalTime('UTC'),
      weightOf,
      computedTrait: () => undefined,
      scores: () => ({ of: () => Number.NaN }),
      segmentRule: () => undefined,
      rhythm: () => ({ orders: undefined, visits: undefined }),
    },
    act(person, time) {
      const changes = createSlotChanges()
      changes.did(record(`p_${person}`, time), scratch)
      return changes
    },
  }
}

function itemOf(at: number, random: () => number): Item {
  return {
    id: `item-${at}`,
    kind: 'product',
    title: `Item ${at}`,
    description: '',
    categories: [`category-${at % categoryCount}`],
    tags: [],
    brand: `brand-${at % 500}`,
    price: Math.round(1000 * random()),
    currency: 'CNY',
    image: null,
    url: null,
    language: null,
    attributes: {},
    available: true,
    publishedAt: null,
    updatedAt: '',
  }
}
