import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { experimentInputSchema, type GivenExperiment } from '../api/schemas/experiments.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { createTelemetry } from '../telemetry.ts'
import type { Experiment } from './experiment.ts'

/** For tests: noon of 1 March 2026, when experiments begin. */
export const start: number = Date.UTC(2026, 2, 1, 12)
export const hour = 3_600_000
export const day = 24 * hour

/** An experiment that runs since `start`, half and half. */
export function runningExperiment(
  given: Partial<GivenExperiment> & Partial<Omit<Experiment, keyof GivenExperiment>> = {},
): Experiment {
  const { status, startedAt, stoppedAt, winner, phases, revision, createdAt, updatedAt, id, ...input } = given
  const parsed = experimentInputSchema.parse({
    variations: [
      { id: 'control', weight: 1 },
      { id: 'new', weight: 1 },
    ],
    metrics: ['orders'],
    method: 'frequentist',
    ...input,
  })
  const weights = parsed.variations.map(({ weight }) => weight)
  return {
    ...parsed,
    id: id ?? 'test',
    salt: parsed.salt ?? id ?? 'test',
    status: status ?? 'running',
    startedAt: startedAt ?? start,
    stoppedAt: stoppedAt ?? null,
    winner: winner ?? null,
    phases: phases ?? [{ from: start, weights, traffic: parsed.traffic, reason: 'start' }],
    revision: revision ?? 1,
    createdAt: createdAt ?? start,
    updatedAt: updatedAt ?? start,
  }
}

export interface ToldEvent {
  readonly person: string
  readonly at: number
  readonly event: string
  readonly value?: number | null
  readonly currency?: string | null
  readonly properties?: object
  readonly receivedAt?: number
}

export const viewed = (person: string, variation: string, at: number, experiment = 'test'): ToldEvent => ({
  person,
  at,
  event: 'Experiment Viewed',
  properties: { experiment_id: experiment, variation_id: variation },
})

export const ordered = (person: string, at: number, value: number, properties: object = {}): ToldEvent => ({
  person,
  at,
  event: 'Order Completed',
  value,
  currency: 'CNY',
  properties,
})

/** An event store in a temporary folder, and a short way to write events into it. */
export async function openLog(): Promise<{
  readonly events: EventStore
  tell(told: readonly ToldEvent[]): Promise<void>
  close(): Promise<void>
}> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-experiments-'))
  const events = await openEventStore({
    path: join(folder, 'events.duckdb'),
    clock: () => start,
    groupCommitMs: 0,
    telemetry: createTelemetry(),
  })
  let messages = 0
  return {
    events,
    tell: (told) =>
      events.append({
        events: told.map(({ person, at, event, value, currency, properties, receivedAt }) =>
          sampleEvent({
            messageId: `message-${messages++}`,
            personId: person,
            itemId: null,
            event,
            value: value ?? null,
            currency: currency ?? null,
            properties: JSON.stringify(properties ?? {}),
            ts: at,
            receivedAt: receivedAt ?? at,
          }),
        ),
      }),
    async close() {
      await events.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
