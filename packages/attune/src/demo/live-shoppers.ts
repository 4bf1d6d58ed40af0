import { askAs, draw, liveVisit, type SegmentEvent, type Shopper, type Visit, visitEvents } from '@attune/simulate'
import { listLength, listOf, type OpenShop } from './live-through.ts'
import { personalised } from './shop-placements.ts'

export interface LiveShoppersOptions {
  readonly shop: OpenShop
  readonly now: () => number
  /** Milliseconds between two arrivals. */
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** A visit of minutes is told within seconds, so that the stream stays lively. */
const hurry = 8

/** After the month: shoppers keep coming in real time, at an even pace, until stopped. */
export async function liveShoppers({ shop, now, everyMs, signal, onError }: LiveShoppersOptions): Promise<void> {
  for (let count = 0; !signal.aborted; count++) {
    const at = now()
    const shopper = Math.floor(draw(shop.world.seed, 'live', count) * shop.world.shoppers.length)
    // Numbered beyond all planned visits: their luck and message ids are their own.
    const visit = { shopper, index: 1_000_000 + count, at, day: shop.world.days }
    void liveOnce(shop, visit, now, signal).catch(onError)
    await pause(everyMs, signal)
  }
}

async function liveOnce(shop: OpenShop, visit: Visit, now: () => number, signal: AbortSignal): Promise<void> {
  const { world, api, states } = shop
  const shopper = world.shoppers[visit.shopper] as Shopper
  const answer = await api.recommend(askAs(shopper, visit), listLength, { language: shopper.language })
  if (answer.decisionId === null) return
  const list = listOf(shop, answer)
  const own = answer.variation === personalised ? states.treated : states.control
  const lived = liveVisit(world, own, visit, list)
  await api.expose({ decisionId: answer.decisionId, timestamp: new Date(now()).toISOString() })
  let last = visit.at
  for (const event of visitEvents(world, lived, answer.decisionId)) {
    const due = Date.parse(event.timestamp)
    await pause((due - last) / hurry, signal)
    if (signal.aborted) return
    last = due
    await api.send([{ ...event, timestamp: new Date(now()).toISOString() } satisfies SegmentEvent])
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(done, ms)
  function done(): void {
    clearTimeout(timer)
    signal.removeEventListener('abort', done)
    resolve()
  }
  signal.addEventListener('abort', done, { once: true })
  if (signal.aborted) done()
  return promise
}
