import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { createWorld, itemRecord, planVisits, type ShopLanguage } from '@attune/simulate'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { EffectReport } from '../api/schemas/report.ts'
import { liveShoppers } from './live-shoppers.ts'
import { liveThrough, openShop } from './live-through.ts'
import { sharedClock } from './shared-clock.ts'
import { createShopApi, type ShopKeys } from './shop-api.ts'
import { demoModel } from './shop-placements.ts'
import type { Truth } from './truth.ts'

export interface ShopOrder {
  readonly url: string
  readonly keys: ShopKeys
  readonly seed: number
  readonly shoppers: number
  readonly products: number
  readonly language: ShopLanguage
  /** Milliseconds since the epoch: the first and the last moment of the simulated time. */
  readonly startAt: number
  readonly endAt: number
  /** Days before personalisation begins. */
  readonly learningDays: number
  readonly clock: SharedArrayBuffer
}

export type Stage = 'items' | 'learning' | 'training' | 'measured'

export interface ShopResult {
  readonly effect: EffectReport
  readonly truth: Truth
  readonly truthVisits: number
  readonly model: ModelVersion
  readonly visits: number
  readonly shoppers: number
  readonly events: number
  readonly decisions: number
  readonly measuredFrom: number
}

export type ShopMessage =
  | { readonly type: 'progress'; readonly stage: Stage; readonly done: number; readonly total: number }
  | { readonly type: 'done'; readonly result: ShopResult }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }

/** `live`: shoppers keep coming; `stop`: leave. */
export type ShopCommand = { readonly type: 'live'; readonly everyMs: number } | { readonly type: 'stop' }

const dayMs = 86_400_000
const retrainDays = 7

async function run(order: ShopOrder, tell: (message: ShopMessage) => void): Promise<ReturnType<typeof openShop>> {
  const progress = (stage: Stage, done: number, total: number): void => tell({ type: 'progress', stage, done, total })
  const clock = sharedClock(Date.now, order.clock)
  const days = Math.round((order.endAt - order.startAt) / dayMs)
  const { seed, shoppers, products, startAt, learningDays } = order
  const world = createWorld({ seed, startAt, days, products, shoppers, signUpBeforeDay: learningDays })
  const api = createShopApi(order)
  const shop = openShop(world, api, clock.set)

  progress('items', 0, 1)
  await api.putItems(world.products.map((product) => itemRecord(product, order.language)))
  await api.putPlacements('everybody-popular')
  progress('items', 1, 1)

  const visits = planVisits(world)
  const measuredFrom = startAt + learningDays * dayMs
  const learning = visits.filter(({ day }) => day < learningDays)
  const measured = visits.filter(({ day }) => day >= learningDays)
  await liveThrough(shop, learning, {
    measured: false,
    until: measuredFrom,
    onProgress: (done) => progress('learning', done, learning.length),
  })
  let model = await api.train(demoModel, (share) => progress('training', share, 1))
  progress('training', 1, 1)
  await api.putPlacements('half-personalised')
  let before = 0
  for (let from = learningDays; from < days; from += retrainDays) {
    // What was learnt in the week before is trained on; the gate decides whether it goes live.
    if (from > learningDays) model = await api.train(demoModel, () => {})
    const week = measured.filter(({ day }) => day >= from && day < from + retrainDays)
    const offset = before
    await liveThrough(shop, week, {
      measured: true,
      until: Math.min(order.endAt, startAt + (from + retrainDays) * dayMs),
      onProgress: (done) => progress('measured', offset + done, measured.length),
    })
    before += week.length
  }
  tell({
    type: 'done',
    result: {
      effect: await api.effect(measuredFrom),
      truth: shop.truth.result(),
      truthVisits: shop.truth.visits,
      model,
      visits: visits.length,
      shoppers: new Set(visits.map(({ shopper }) => shopper)).size,
      events: shop.counts.events,
      decisions: shop.counts.decisions,
      measuredFrom,
    },
  })
  return shop
}

/** The thread of the demonstration's shoppers: it knows the server only by its address and its keys. */
if (!isMainThread && parentPort) {
  const port = parentPort
  const order = workerData as ShopOrder
  const tell = (message: ShopMessage): void => port.postMessage(message)
  const fail = (error: unknown): void => {
    const { code = 'demo-failed', message } = error as Error & { code?: string }
    tell({ type: 'failed', code, message })
  }
  const stopping = new AbortController()
  const opened = run(order, tell)
  opened.catch(fail)
  port.on('message', (command: ShopCommand) => {
    if (command.type === 'stop') {
      stopping.abort()
      port.close()
      return
    }
    void opened.then((shop) =>
      liveShoppers({
        shop,
        now: Date.now,
        everyMs: command.everyMs,
        signal: stopping.signal,
        onError: (error) => {
          if (!stopping.signal.aborted) fail(error)
        },
      }),
    )
  })
}
