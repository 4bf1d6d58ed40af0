import { pino } from 'pino'
import type { Rerank } from '../packages/attune/src/api/schemas/rerank.ts'
import type { ParsedItem } from '../packages/attune/src/collect/item-catalogue.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import type { InteractionRow } from '../packages/attune/src/store/rows.ts'

export interface DecideData {
  readonly items: number
  readonly persons: number
  readonly history: number
}

/** What answers at the placement `home`. */
export interface DecideModel {
  readonly name: string
  readonly parameters?: Readonly<Record<string, number | string | boolean>>
  readonly rerank?: Rerank
}

export const userIdOf = (person: number): string => `shopper-${person}`
const itemIdOf = (item: number): string => `item-${item}`
const kinds = ['view', 'view', 'view', 'cart', 'order'] as const
/** Items that are taken together; a person has three such tastes. */
const tasteSize = 200

/** Uniform numbers in [0, 1) that a seed repeats (a linear congruential generator is random enough to pick items). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function catalogue(count: number): ParsedItem[] {
  return Array.from({ length: count }, (_, item) => ({
    id: itemIdOf(item),
    kind: 'product',
    title: `Tea number ${item}`,
    description: '',
    categories: [`taste-${Math.floor(item / tasteSize)}`],
    tags: [],
    price: (item % 90) + 10,
    currency: 'CNY',
    attributes: {},
    available: true,
  }))
}

/** Fills a data folder and trains and promotes a model in it. Returns a key that may ask for recommendations. */
export async function prepareDecideData(
  dataDir: string,
  { items, persons, history }: DecideData,
  note: (message: string) => void,
  model: DecideModel = { name: 'recencyItemKnn' },
): Promise<string> {
  const config = configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } })
  const attune = await createAttune({ config, log: pino({ level: 'error' }) })
  try {
    const { workspace } = config
    note(`${items} items`)
    const all = catalogue(items)
    for (let from = 0; from < all.length; from += 10_000)
      await attune.items.put(workspace, all.slice(from, from + 10_000))
    note(`${persons} persons with ${history} interactions each`)
    const rng = seeded(1)
    const tastes = Math.floor(items / tasteSize)
    const start = Date.now() - 30 * 86_400_000
    let rows: InteractionRow[] = []
    for (let person = 0; person < persons; person++) {
      const personId = attune.identity.personIdOf(workspace, { userId: userIdOf(person) })
      const own = [rng(), rng(), rng()].map((share) => Math.floor(share * tastes))
      for (let step = 0; step < history; step++) {
        const taste = own[Math.floor(rng() * own.length)] as number
        // Squared: a few items of a taste are taken by many.
        const item = taste * tasteSize + Math.floor(rng() ** 2 * tasteSize)
        const kind = kinds[Math.floor(rng() * kinds.length)] as string
        rows.push({
          workspace,
          messageId: `bench-${person}-${step}`,
          personId,
          itemId: itemIdOf(item),
          kind,
          amount: 1,
          value: null,
          currency: null,
          decisionId: null,
          position: null,
          ts: start + step * 3_600_000 + person,
        })
      }
      if (rows.length >= 5_000 || person === persons - 1) {
        await attune.events.append({ interactions: rows })
        rows = []
      }
    }
    note('training')
    const { name, parameters = {}, rerank } = model
    const { done } = await attune.models.train({ workspace, name, parameters, promote: true, actor: 'bench' })
    const trained = await done
    if (!trained.live) throw new Error(`The training of ${name} ended as ${trained.status}: ${trained.note?.en ?? ''}`)
    note(`version ${trained.version} trained in ${trained.seconds?.toFixed(1)} s`)
    // Everybody in the model's arm: the other one costs less.
    const home = attune.placements.get(workspace, 'home')
    if (!home) throw new Error('There is no placement home.')
    await attune.placements.put(
      workspace,
      {
        ...home,
        split: [{ variation: 'personalised', model: name, weight: 1 }],
        control: null,
        ...(rerank ? { rerank } : {}),
      },
      'bench',
    )
    return attune.keys.create({ workspace, name: 'bench', scopes: ['read'], actor: 'bench' }).secret
  } finally {
    await attune.close()
  }
}
