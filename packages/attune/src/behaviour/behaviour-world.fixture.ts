import { configSchema } from '../config/schema.ts'
import { type SmallWorld, smallWorld } from '../segments/small-world.fixture.ts'
import type { BehaviourAsk, BehaviourSource } from './behaviour.ts'

export interface BehaviourWorld {
  readonly world: SmallWorld
  /** Who said no to `analytics`. */
  readonly refused: Set<string>
  /** Segment → members. */
  readonly segments: Map<string, ReadonlySet<string>>
  ask(range: { readonly from: number; readonly to: number }, now: number): BehaviourAsk
}

/** For tests: people in memory, and questions about them. */
export function behaviourWorld(events?: BehaviourSource['events']): BehaviourWorld {
  const world = smallWorld()
  const refused = new Set<string>()
  const segments = new Map<string, ReadonlySet<string>>()
  const attune = {
    config: configSchema.parse({}),
    events: events as BehaviourSource['events'],
    items: { get: (_: string, id: string) => world.catalogue.get(id), revision: () => world.catalogue.size },
    activity: { of: () => world.activity },
    consent: {
      exceptions: () => ({ allowedByDefault: true, personIds: [...refused] }),
      allowed: (_: string, personId: string) => !refused.has(personId),
    },
    segments: {
      get: (_: string, id: string) => (segments.has(id) ? { id } : undefined),
      isMember: (_: string, personId: string, id: string) => segments.get(id)?.has(personId) ?? false,
    },
  } as unknown as BehaviourSource
  return {
    world,
    refused,
    segments,
    ask: (range, now) => ({ attune, workspace: 'w', range, now, stopwatch: () => 0 }),
  }
}
