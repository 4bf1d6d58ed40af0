import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import { createTelemetry } from '../telemetry.ts'
import { createDecisionLog, type NewDecision, newDecisionId } from './decision-log.ts'

const now = Date.UTC(2026, 2, 2, 12)
let events: EventStore
beforeEach(async () => {
  events = await openEventStore({ path: ':memory:', clock: () => now, groupCommitMs: 0, telemetry: createTelemetry() })
})
afterEach(() => events.close())

const decision = (more: Partial<NewDecision>): NewDecision => ({
  workspace: 'w',
  decisionId: newDecisionId(now),
  placement: 'home',
  personId: 'p_1',
  variation: 'personalised',
  variationPropensity: 1,
  model: 'popular',
  modelVersion: 1,
  fallback: null,
  items: [{ itemId: 'tea', score: 1, propensity: 1, explored: false, because: [] }],
  context: {},
  userId: null,
  anonymousId: null,
  ts: now,
  ...more,
})

test('after a restart a decision is found as it was, with the ids of who asked', async () => {
  const made = decision({ anonymousId: 'browser', context: { itemId: 'cup' } })
  const log = createDecisionLog(events)
  await log.write(made)
  const expected = {
    decisionId: made.decisionId,
    placement: 'home',
    userId: null,
    anonymousId: 'browser',
    itemIds: ['tea'],
  }
  expect(await log.find('w', made.decisionId)).toEqual(expected)
  expect(await createDecisionLog(events).find('w', made.decisionId)).toEqual(expected)
  expect(await createDecisionLog(events).find('other', made.decisionId)).toBeUndefined()
})

test('a caller cannot put another person’s id into the logged context', async () => {
  const made = decision({
    anonymousId: 'browser',
    context: { $userId: 'victim', $anonymousId: 'other', itemId: 'cup' },
  })
  await createDecisionLog(events).write(made)
  expect(await createDecisionLog(events).find('w', made.decisionId)).toMatchObject({
    userId: null,
    anonymousId: 'browser',
  })
  const [row] = await events.query<{ context: string }>('SELECT context FROM decisions')
  expect(JSON.parse(row?.context ?? '')).toEqual({ itemId: 'cup', $anonymousId: 'browser' })
})
