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
/** Time of the world that is lived through at once: the fewer steps, the fewer commits to wait for. */
const stepMs = 2 * 3_600_000

/** Steps that may wait for the server's word that they are stored, while the next ones go on. */
const stepsUnderWay = 4

/** A shop that is open: what its shoppers remember, under either arm, and what was counted. */
export interface OpenShop {
  readonly world: World
  readonly api: ShopApi
  readonly setClock: (ms: number) => void
  readonly indexOf: ReadonlyMap<string, number>
  /** Every visit is lived twice, under both arms, with the same luck; the server hears of the one that it decided. */
  readonly states: { readonly treated: ShopperStates; readonly control: ShopperStates }
  readonly truth: TruthKeeper
  /** Products that each shopper opened in either world (by shopper index): they are not offered again there. */
  readonly opened: { readonly treated: Map<number, Set<string>>; readonly control: Map<number, Set<string>> }
  /** Shopper → the arm of their last list: so both lists can be asked for at once. */
  readonly armOf: Map<number, string>
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
    opened: { treated: new Map(), control: new Map() },
    armOf: new Map(),
    counts: { events: 0, decisions: 0, clicks: 0, orders: 0 },
  }
}

interface Told {
  readonly lived: LivedVisit
  readonly decisionId: string
}

/**
 * Lives through planned visits, two hours of the world at a time. The clock stands at the beginning of a step when lists
 * are asked for, and what happened in a step is told while the lists of the next ones are asked for: so decisions come
 * before what they lead to, and nothing is told before it happened.
 *
 * @param measured whether both arms exist: then the other arm's list is asked for too, as a preview, for the truth
 */
export async function liveThrough(
  shop: OpenShop,
  visits: readonly Visit[],
  { measured, until, onProgress }: { measured: boolean; until: number; onProgress: (done: number) => void },
): Promise<void> {
  const steps = Map.groupBy(visits, ({ at }) => Math.floor((at - shop.world.startAt) / stepMs))
  const underWay: Promise<void>[] = []
  let happened: readonly Told[] = []
  let done = 0
  for (const [step, together] of steps) {
    shop.setClock(shop.world.startAt + step * stepMs)
    underWay.push(tell(shop, happened))
    const [lists] = await Promise.all([
      Promise.all(together.map((visit) => askBoth(shop, visit, measured))),
      underWay.length >= stepsUnderWay ? underWay.shift() : undefined,
    ])
    happened = together.map((visit, at) => live(shop, visit, lists[at] as Lists, measured))
    done += together.length
    onProgress(done)
  }
  shop.setClock(until)
  await Promise.all([...underWay, tell(shop, happened)])
}

interface Lists {
  readonly answer: RecommendationResponse
  readonly treated: readonly number[]
  readonly control: readonly number[]
}

/** The list that the server decides on and, where both arms exist, the one that the other arm would have given. */
async function askBoth(shop: OpenShop, visit: Visit, measured: boolean): Promise<Lists> {
  const { api, world, counts, armOf } = shop
  const shopper = world.shoppers[visit.shopper] as Shopper
  const who = askAs(shopper, visit)
  const other = (arm: string): Promise<RecommendationResponse> => {
    const [variation, opened] =
      arm === personalised ? [popular, shop.opened.control] : [personalised, shop.opened.treated]
    return api.preview(who, listLength, variation, [...(opened.get(visit.shopper) ?? [])])
  }
  const expectedArm = measured ? armOf.get(visit.shopper) : undefined
  const [answer, early] = await Promise.all([
    api.recommend(who, listLength, { language: shopper.language }),
    expectedArm === undefined ? undefined : other(expectedArm),
  ])
  counts.decisions += 1
  const own = listOf(shop, answer)
  if (!measured) return { answer, treated: own, control: own }
  armOf.set(visit.shopper, answer.variation)
  const preview = early && expectedArm === answer.variation ? early : await other(answer.variation)
  const theirs = listOf(shop, preview)
  return answer.variation === personalised
    ? { answer, treated: own, control: theirs }
    : { answer, treated: theirs, control: own }
}

export function listOf({ indexOf }: Pick<OpenShop, 'indexOf'>, { items }: RecommendationResponse): readonly number[] {
  return items.flatMap(({ itemId }) => indexOf.get(itemId) ?? [])
}

function live(shop: OpenShop, visit: Visit, { answer, treated, control }: Lists, measured: boolean): Told {
  const { world, states, truth, counts } = shop
  if (measured) truth.add(visit, treated, control)
  const underTreatment = liveVisit(world, states.treated, visit, treated)
  const underControl = liveVisit(world, states.control, visit, control)
  noteOpened(shop.opened.treated, underTreatment, world)
  noteOpened(shop.opened.control, underControl, world)
  const lived = answer.variation === personalised ? underTreatment : underControl
  counts.clicks += lived.looks.filter(({ clicked }) => clicked).length
  counts.orders += [...lived.looks, ...lived.browsed].some(({ bought }) => bought) ? 1 : 0
  return { lived, decisionId: answer.decisionId ?? '' }
}

function noteOpened(opened: Map<number, Set<string>>, lived: LivedVisit, { products }: World): void {
  const { shopper } = lived.visit
  const known = opened.get(shopper) ?? new Set()
  opened.set(shopper, known)
  for (const { product, clicked } of [...lived.looks, ...lived.browsed])
    if (clicked) known.add(products[product]?.id ?? '')
}

async function tell({ api, world, counts }: OpenShop, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const events = told.flatMap(({ lived, decisionId }) => visitEvents(world, lived, decisionId))
  const [stored] = await Promise.all([
    api.send(events),
    ...told.map(({ lived, decisionId }) =>
      api.expose({ decisionId, timestamp: new Date(lived.visit.at + 1500).toISOString() }),
    ),
  ])
  counts.events += stored + told.length
}
