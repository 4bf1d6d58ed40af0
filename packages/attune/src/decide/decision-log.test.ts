import { afterEach, beforeEach, expect, test } from 'vitest'
import { openVault } from '../protect/vault/open-vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import { createTelemetry } from '../telemetry.ts'
import { createDecisionLog, type NewDecision, newDecisionId } from './decision-log.ts'

const now = Date.UTC(2026, 2, 2, 12)
const vault = openVault(':memory:', new Uint8Array(32))
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
  ts: now,
  ...more,
})

test('after a restart a decision is found as it was, with the person who asked', async () => {
  const made = decision({ context: { itemId: 'cup' } })
  const log = createDecisionLog(events, vault)
  await log.write(made)
  const expected = {
    decisionId: made.decisionId,
    placement: 'home',
    personId: 'p_1',
    itemIds: ['tea'],
  }
  expect(await log.find('w', made.decisionId)).toEqual(expected)
  expect(await createDecisionLog(events, vault).find('w', made.decisionId)).toEqual(expected)
  expect(await createDecisionLog(events, vault).find('other', made.decisionId)).toBeUndefined()
})

test('what is personal in the context is logged under the key of the person', async () => {
  const made = decision({ context: { itemId: 'cup', language: 'zh', search: '给王芳的礼物' } })
  await createDecisionLog(events, vault).write(made)
  const [row] = await events.query<{ context: string; sealed: string }>('SELECT context, sealed FROM decisions')
  expect(JSON.parse(row?.context ?? '')).toEqual({ itemId: 'cup', language: 'zh' })
  expect(JSON.parse(vault.open('w', 'p_1', row?.sealed ?? '') ?? '')).toEqual({ context: { search: '给王芳的礼物' } })
  expect(vault.open('w', 'p_2', row?.sealed ?? '')).toBeUndefined()
})
