import type { ItemRecord, SegmentEvent } from '@attune/simulate'
import type { CollectResult } from '../api/schemas/collect.ts'
import type { RecommendationResponse } from '../api/schemas/decide.ts'
import type { ModelList, ModelVersion } from '../api/schemas/models.ts'
import type { EffectReport } from '../api/schemas/report.ts'
import { attuneError } from '../errors.ts'
import { httpCaller } from './http-caller.ts'
import { type HomePhase, homePlacement, productPlacement } from './shop-placements.ts'

export interface ShopKeys {
  /** Scopes write and read: sends events, asks for lists, previews and reports. */
  readonly server: string
  /** Scope admin: items, placements, training. */
  readonly admin: string
}

export type Asker = { readonly userId: string } | { readonly anonymousId: string }

/** What the simulated shop asks of the server; every call is one HTTP request (a large batch several). */
export interface ShopApi {
  putItems(items: readonly ItemRecord[]): Promise<void>
  putPlacements(phase: HomePhase): Promise<void>
  recommend(who: Asker, n: number, context: Readonly<Record<string, string>>): Promise<RecommendationResponse>
  /** What the other arm would offer somebody who has opened `opened` and nothing else. */
  preview(who: Asker, n: number, variation: string, opened: readonly string[]): Promise<RecommendationResponse>
  expose(exposure: { readonly decisionId: string; readonly timestamp: string }): Promise<void>
  /** Returns how many were stored. */
  send(events: readonly SegmentEvent[]): Promise<number>
  /** Trains, waits until the gate has promoted or held the version, and returns it. */
  train(model: string, onProgress: (share: number) => void): Promise<ModelVersion>
  effect(from: number): Promise<EffectReport>
  close(): void
}

const batchSize = 200
const itemsAtOnce = 200
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function createShopApi({ url, keys }: { readonly url: string; readonly keys: ShopKeys }): ShopApi {
  const http = httpCaller(url, 'AttuneDemoShop/1.0')
  const versionOf = (list: ModelList, model: string, version: number): ModelVersion | undefined =>
    list.models.find(({ name }) => name === model)?.versions.find((one) => one.version === version)

  return {
    async putItems(items) {
      for (let at = 0; at < items.length; at += itemsAtOnce)
        await http.call('PUT', '/v1/items', keys.admin, { items: items.slice(at, at + itemsAtOnce) })
    },
    async putPlacements(phase) {
      await http.call('PUT', '/v1/placements/home', keys.admin, homePlacement(phase))
      await http.call('PUT', '/v1/placements/product', keys.admin, productPlacement)
    },
    recommend: (who, n, context) =>
      http.call('POST', '/v1/recommendations', keys.server, { placement: 'home', ...who, n, context }),
    preview: (who, n, variation, opened) =>
      http.call('POST', '/v1/recommendations', keys.server, {
        placement: 'home',
        ...who,
        n,
        preview: true,
        variation,
        filter: { includeSeen: true, excludeItems: opened },
      }),
    async expose(exposure) {
      await http.call('POST', '/v1/exposures', keys.server, exposure)
    },
    async send(events) {
      const batches = Array.from({ length: Math.ceil(events.length / batchSize) }, (_, at) =>
        events.slice(at * batchSize, (at + 1) * batchSize),
      )
      const results = await Promise.all(
        batches.map((batch) => http.call<CollectResult>('POST', '/v1/batch', keys.server, { batch })),
      )
      const refused = results.flatMap(({ rejected }) => rejected)[0]
      if (refused) throw attuneError(refused.code, `The server refused an event of the shop: ${refused.message}`)
      return results.reduce((sum, { accepted }) => sum + accepted, 0)
    },
    async train(model, onProgress) {
      const path = `/v1/models/${model}/train`
      const { version } = await http.call<{ version: number }>('POST', path, keys.admin, { promote: true })
      for (;;) {
        const found = versionOf(await http.call<ModelList>('GET', '/v1/models', keys.server), model, version)
        if (found?.status === 'failed')
          throw attuneError('training-failed', found.note?.en ?? 'The training failed.', { status: 500 })
        // Trained comes a moment before live: the gate has decided, the model is being loaded.
        if (found && (found.live || found.status === 'held')) return found
        if (found?.progress) onProgress(found.progress.done / Math.max(1, found.progress.total))
        await wait(100)
      }
    },
    effect: (from) =>
      http.call('GET', `/v1/reports/effect?placement=home&from=${new Date(from).toISOString()}`, keys.server),
    close: http.close,
  }
}
