import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomOf } from '@attune/recommend'
import { pino } from 'pino'
import {
  type RecommendationRequest,
  type RecommendationResponse,
  recommendationRequestSchema,
} from '../api/schemas/decide.ts'
import { type ItemInput, itemInputSchema } from '../api/schemas/items.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Attune } from '../attune.ts'
import { type ConfigInput, configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import type { TrainOptions } from '../models/model-registry.ts'
import type { DecisionRow } from '../store/rows.ts'

const workspace = 'default'
const minute = 60_000

export interface Act {
  readonly who: string | { readonly anonymousId: string }
  readonly event: string
  readonly itemIds: readonly string[]
}

/** An installation on a folder of its own, with a clock that only moves when told; for tests. */
export interface TeaShop {
  readonly attune: Attune
  readonly dataDir: string
  readonly clock: { now: number }
  put(...items: ItemInput[]): Promise<void>
  /** Somebody does something with items, a minute after what came before. */
  act(who: Act['who'], event: string, ...itemIds: string[]): Promise<void>
  /** Many such things, in one batch. */
  send(acts: readonly Act[]): Promise<void>
  ask(who: string, request?: Partial<RecommendationRequest>): Promise<RecommendationResponse>
  /** As `ask`, in the arm of the model, not logged. */
  preview(who: string, request?: Partial<RecommendationRequest>): Promise<RecommendationResponse>
  train(options?: Partial<TrainOptions>): Promise<ModelVersion>
  logged(): Promise<readonly Record<keyof DecisionRow | string, unknown>[]>
  /** Closes and opens again. */
  restart(): Promise<void>
  close(): Promise<void>
}

export const teas = ['tea-1', 'tea-2', 'tea-3', 'tea-4', 'tea-5', 'tea-6']
export const mugs = ['mug-1', 'mug-2', 'mug-3', 'mug-4', 'mug-5', 'mug-6']

export async function teaShop(config: ConfigInput = {}): Promise<TeaShop> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-decide-'))
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  const rng = randomOf(1)
  const open = (): Promise<Attune> =>
    createAttune({
      config: configSchema.parse({ dataDir, ...config, collect: { groupCommitMs: 1, ...config.collect } }),
      clock: () => clock.now,
      rng,
      log: pino({ level: 'silent' }),
    })
  let attune = await open()
  let sent = 0
  const ask: TeaShop['ask'] = (who, request = {}) =>
    attune.decider.recommend(workspace, recommendationRequestSchema.parse({ userId: who, ...request }))
  const send: TeaShop['send'] = async (acts) => {
    const events = acts.map(({ who, event, itemIds }) => {
      clock.now += minute
      return {
        type: 'track',
        event,
        messageId: `m-${sent++}`,
        timestamp: new Date(clock.now).toISOString(),
        ...(typeof who === 'string' ? { userId: who } : who),
        properties: {
          products: itemIds.map((itemId) => ({ product_id: itemId, price: 10, quantity: 1 })),
          rating: 5,
        },
      }
    })
    const result = await attune.collector.collect({ workspace, source: 'test', events })
    if (!result.success) throw new Error(JSON.stringify(result.rejected))
  }
  return {
    get attune() {
      return attune
    },
    dataDir,
    clock,
    put: (...items) =>
      attune.items.put(
        workspace,
        items.map((item) => itemInputSchema.parse(item)),
      ),
    act: (who, event, ...itemIds) => send([{ who, event, itemIds }]),
    send,
    ask,
    preview: (who, request = {}) => ask(who, { preview: true, variation: 'personalised', ...request }),
    async train(options = {}) {
      const { done } = await attune.models.train({ workspace, name: 'recencyItemKnn', actor: 'test', ...options })
      return done
    },
    logged: () => attune.events.query('SELECT * FROM decisions ORDER BY ts, decision_id'),
    async restart() {
      await attune.close()
      attune = await open()
    },
    async close() {
      await attune.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Twelve titled items, and `fans` people who view teas only and as many who view mugs only, each leaving out one item in
 * turn: what goes with what is plain.
 */
export async function fillTeaShop(shop: TeaShop, fans = 12): Promise<void> {
  await shop.put(
    ...teas.map((id) => ({ id, title: `Tea ${id.slice(-1)}`, categories: ['tea'], price: Number(id.slice(-1)) * 10 })),
    ...mugs.map((id) => ({ id, title: `杯子 ${id.slice(-1)}`, categories: ['kitchen'], language: 'zh-CN', price: 99 })),
  )
  const fansOf = (kind: string, ids: readonly string[]): Act[] =>
    Array.from({ length: fans }, (_, fan) =>
      Array.from({ length: ids.length - 1 }, (_, step) => ({
        who: `${kind}-fan-${fan}`,
        event: 'Product Viewed',
        itemIds: [ids[(fan + step) % ids.length] as string],
      })),
    ).flat()
  await shop.send([...fansOf('tea', teas), ...fansOf('mug', mugs)])
}
