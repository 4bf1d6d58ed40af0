import {
  askAs,
  createShopperStates,
  type LivedVisit,
  liveVisit,
  type Shopper,
  type ShopperStates,
  type Visit,
  visitEvents,
  type World,
} from '@attune/simulate'
import type { RecommendationResponse } from '../api/schemas/decide.ts'
import type { ShopApi } from './shop-api.ts'
import { personalised, popular } from './shop-placements.ts'
import { type TruthKeeper, truthKeeper } from './truth.ts'

/** Items on the shop's first page. */
export const listLength = 10
const hourMs = 3_600_000

/** A shop that is open: what its shoppers remember, under either arm, and what was counted. */
export interface OpenShop {
  readonly world: World
  readonly api: ShopApi
  readonly setClock: (ms: number) => void
  readonly indexOf: ReadonlyMap<string, number>
  /** Every visit is lived twice, under both arms, with the same luck; the server hears of the one that it decided. */
  readonly states: { readonly treated: ShopperStates; readonly control: ShopperStates }
  readonly truth: TruthKeeper
  readonly counts: { events: number; decisions: number; clicks: number; orders: number }
}

export function openShop(world: World, api: ShopApi, setClock: (ms: number) => void): OpenShop {
  const states = { treated: createShopperStates(world), control: createShopperStates(world) }
  return {
    world,
    api,
    setClock,
    indexOf: new Map(world.products.map(({ id, index }) => [id, index])),
    states,
    truth: truthKeeper(world, states),
    counts: { events: 0, decisions: 0, clicks: 0, orders: 0 },
  }
}

interface Told {
  readonly lived: LivedVisit
  readonly decisionId: string
}

/**
 * Lives through planned visits, an hour of the world at a time. The clock stands at the beginning of the hour when lists
 * are asked for, and what happened in an hour is told while the lists of the next one are asked for: so decisions come
 * before what they lead to, and nothing is told before it happened.
 *
 * @param measured whether both arms exist: then the other arm's list is asked for too, as a preview, for the truth
 */
export async function liveThrough(
  shop: OpenShop,
  visits: readonly Visit[],
  { measured, until, onProgress }: { measured: boolean; until: number; onProgress: (done: number) => void },
): Promise<void> {
  const hours = Map.groupBy(visits, ({ at }) => Math.floor((at - shop.world.startAt) / hourMs))
  let told: readonly Told[] = []
  let done = 0
  for (const [hour, together] of hours) {
    shop.setClock(shop.world.startAt + hour * hourMs)
    const [asked] = await Promise.all([
      Promise.all(together.map((visit) => askBoth(shop, visit, measured))),
      tell(shop, told),
    ])
    told = together.map((visit, at) => live(shop, visit, asked[at] as Lists, measured))
    done += together.length
    onProgress(done)
  }
  shop.setClock(until)
  await tell(shop, told)
}

interface Lists {
  readonly answer: RecommendationResponse
  readonly treated: readonly number[]
  readonly control: readonly number[]
}

async function askBoth(shop: OpenShop, visit: Visit, measured: boolean): Promise<Lists> {
  const { api, world, indexOf, counts } = shop
  const shopper = world.shoppers[visit.shopper] as Shopper
  const who = askAs(shopper, visit)
  const listOf = (response: RecommendationResponse): readonly number[] =>
    response.items.flatMap(({ itemId }) => indexOf.get(itemId) ?? [])
  const answer = await api.recommend(who, listLength, { language: shopper.language })
  counts.decisions += 1
  const own = listOf(answer)
  if (!measured) return { answer, treated: own, control: own }
  return answer.variation === personalised
    ? { answer, treated: own, control: listOf(await api.preview(who, listLength, popular)) }
    : { answer, treated: listOf(await api.preview(who, listLength, personalised)), control: own }
}

function live(shop: OpenShop, visit: Visit, { answer, treated, control }: Lists, measured: boolean): Told {
  const { world, states, truth, counts } = shop
  if (measured) truth.add(visit, treated, control)
  const underTreatment = liveVisit(world, states.treated, visit, treated)
  const underControl = liveVisit(world, states.control, visit, control)
  const lived = answer.variation === personalised ? underTreatment : underControl
  counts.clicks += lived.looks.filter(({ clicked }) => clicked).length
  counts.orders += [...lived.looks, ...lived.browsed].some(({ bought }) => bought) ? 1 : 0
  return { lived, decisionId: answer.decisionId ?? '' }
}

async function tell({ api, world, counts }: OpenShop, told: readonly Told[]): Promise<void> {
  const events = told.flatMap(({ lived, decisionId }) => visitEvents(world, lived, decisionId))
  const [stored] = await Promise.all([
    api.send(events),
    ...told.map(({ lived, decisionId }) =>
      api.expose({ decisionId, timestamp: new Date(lived.visit.at + 1500).toISOString() }),
    ),
  ])
  counts.events += stored + told.length
}
