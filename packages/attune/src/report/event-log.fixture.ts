import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Item } from '../api/schemas/items.ts'
import { configSchema } from '../config/schema.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import type { DecisionRow, InteractionRow } from '../store/rows.ts'
import { createTelemetry } from '../telemetry.ts'

/** For tests: midnight of 1 March 2026, and minutes after it. */
export const midnight: number = Date.UTC(2026, 2, 1)
export const minutes = (n: number): number => midnight + n * 60_000
export const days = (n: number): number => midnight + n * 86_400_000

export interface FixtureDecision {
  readonly id: string
  readonly person: string
  readonly at: number
  readonly placement?: string
  readonly variation?: string
  readonly model?: string
  readonly version?: number
  readonly fallback?: string | null
  /** Default: those that the facts of the same log name with the decision. */
  readonly items?: readonly string[]
}

export interface FixtureFact {
  readonly kind: string
  readonly person: string
  readonly item: string
  readonly at: number
  readonly decision?: string | null
  readonly value?: number | null
  readonly currency?: string | null
  /** Message id; facts of one order share it. */
  readonly message?: string
}

export interface FixtureLog {
  readonly decisions?: readonly FixtureDecision[]
  readonly facts?: readonly FixtureFact[]
  /** from → into */
  readonly merges?: Readonly<Record<string, string>>
}

export interface FixtureSource {
  readonly events: EventStore
  readonly items: {
    readonly all: () => Item[]
    readonly get: (workspace: string, id: string) => Item | undefined
    readonly size: () => number
    put(): Promise<void>
    remove(): Promise<number>
    revision(): number
  }
  readonly config: ReturnType<typeof configSchema.parse>
  write(log: FixtureLog, workspace?: string): Promise<void>
  close(): Promise<void>
}

const itemNamed = (id: string): Item => ({
  id,
  kind: 'product',
  title: `Title of ${id}`,
  description: '',
  categories: [],
  tags: [],
  brand: null,
  price: 1,
  currency: 'CNY',
  image: null,
  url: null,
  language: null,
  attributes: {},
  available: !id.startsWith('gone'),
  publishedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
})

const itemsWith = (facts: readonly FixtureFact[], decision: string): readonly string[] => [
  ...new Set(facts.filter((fact) => fact.decision === decision).map(({ item }) => item)),
]

/** An event store in a temporary folder, with a short way to write decisions and interactions into it. */
export async function openFixture(itemIds: readonly string[] = []): Promise<FixtureSource> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-report-'))
  const telemetry = createTelemetry()
  const events = await openEventStore({
    path: join(folder, 'events.duckdb'),
    clock: () => midnight,
    groupCommitMs: 0,
    telemetry,
  })
  const items = itemIds.map(itemNamed)
  let messages = 0
  return {
    events,
    config: configSchema.parse({}),
    items: {
      all: () => items,
      get: (_, id) => items.find((item) => item.id === id),
      size: () => items.length,
      put: async () => {},
      remove: async () => 0,
      revision: () => 0,
    },
    async write({ decisions = [], facts = [], merges = {} }, workspace = 'default') {
      await events.append({
        decisions: decisions.map(
          (decision): DecisionRow => ({
            workspace,
            decisionId: decision.id,
            placement: decision.placement ?? 'home',
            personId: decision.person,
            variation: decision.variation ?? 'personalised',
            variationPropensity: 0.5,
            model: decision.model ?? 'recencyItemKnn',
            modelVersion: decision.version ?? 1,
            fallback: decision.fallback ?? null,
            items: JSON.stringify(
              (decision.items ?? itemsWith(facts, decision.id)).map((itemId) => ({
                itemId,
                score: 1,
                propensity: 1,
                explored: false,
                because: [],
              })),
            ),
            context: '{}',
            sealed: null,
            ts: decision.at,
          }),
        ),
        interactions: facts.map((fact): InteractionRow => {
          messages++
          return {
            workspace,
            messageId: fact.message ?? `message-${messages}`,
            personId: fact.person,
            itemId: fact.item,
            kind: fact.kind,
            amount: 1,
            value: fact.value ?? null,
            currency: fact.currency ?? null,
            decisionId: fact.decision ?? null,
            position: null,
            ts: fact.at,
          }
        }),
      })
      for (const [from, into] of Object.entries(merges))
        await events.run('INSERT INTO person_merges VALUES ($1, $2, $3)', [workspace, from, into])
    },
    async close() {
      await events.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
