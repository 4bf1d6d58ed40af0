import { randomUUID } from 'node:crypto'
import { personalParts } from '../collect/personal-parts.ts'
import { reducedRecord } from '../collect/reduce/reduced-record.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { DecidedItem, DecisionRow } from '../store/rows.ts'
import type { LoggedDecision } from './decider.ts'

export interface DecisionLog {
  /** Resolves when the decision is on disk. */
  write(decision: NewDecision): Promise<void>
  find(workspace: string, decisionId: string): Promise<LoggedDecision | undefined>
  /** Forgets the decisions for persons, after their erasure. */
  forget(workspace: string, personIds: readonly string[]): void
}

export interface NewDecision extends Omit<DecisionRow, 'items' | 'context' | 'sealed'> {
  readonly items: readonly DecidedItem[]
  readonly context: Readonly<Record<string, unknown>>
  /** Names of the stages of re-ranking that the list went through, in order; undefined: none. */
  readonly stages?: readonly string[] | undefined
  /** The experiments that it was made in: what exposures to them are found by. */
  readonly experiments?: DecisionExperiments | undefined
}

/** `held` is the variation of the holdout. */
export interface DecisionExperiments {
  readonly experiment?: string | undefined
  readonly holdout?: string | undefined
  readonly held?: string | undefined
}

/** Decisions remembered: an exposure mostly comes seconds after its decision. */
const remembered = 20_000

/** Ids that sort by time, so that the store finds an old decision without reading them all. 76 bits of it are random. */
export const newDecisionId = (now: number): string =>
  `d_${Math.max(0, Math.floor(now)).toString(16).padStart(12, '0')}${randomUUID().replaceAll('-', '').slice(12)}`

/** When a decision was made, by its id, milliseconds since the epoch; undefined for what is no such id. */
export function decisionTime(decisionId: string): number | undefined {
  const time = /^d_([0-9a-f]{12})[0-9a-f]{20}$/.exec(decisionId)?.[1]
  return time === undefined ? undefined : Number.parseInt(time, 16)
}

/**
 * Writes decisions to the event store and finds them again, under the person id that asked. What is personal in the
 * context goes under the person's key, without identifiers and with places rounded as in events. The stages of re-ranking (`$rerank`) and experiments (`$experiment`, `$holdout`, `$held`) go into it; keys of the
 * caller that begin with `$` are left out, so that nobody can say there what was not so.
 */
export function createDecisionLog(events: EventStore, vault: Vault, locationDecimals = 1): DecisionLog {
  const recent = new Map<string, { readonly workspace: string; readonly decision: LoggedDecision }>()
  return {
    async write({ items, context, stages, experiments = {}, ...row }) {
      const own = Object.fromEntries(Object.entries(context).filter(([key]) => !key.startsWith('$')))
      const { open, personal } = personalParts(reducedRecord(own, { locationDecimals, of: 'event' }, 'context', []))
      const { workspace, personId } = row
      const sealed = personal && vault.seal(workspace, personId, JSON.stringify({ context: personal }))
      if (sealed !== null) await vault.settled()
      const told = Object.entries(experiments).map(([name, value]) => [`$${name}`, value] as const)
      const logged = { ...open, ...(stages === undefined ? {} : { $rerank: stages }), ...Object.fromEntries(told) }
      await events.append({
        decisions: [{ ...row, items: JSON.stringify(items), context: JSON.stringify(logged), sealed }],
      })
      const oldest = recent.size >= remembered ? recent.keys().next().value : undefined
      if (oldest !== undefined) recent.delete(oldest)
      const { decisionId, placement } = row
      const itemIds = items.map(({ itemId }) => itemId)
      recent.set(decisionId, { workspace, decision: { decisionId, placement, personId, itemIds } })
    },
    forget(workspace, personIds) {
      const gone = new Set(personIds)
      for (const [id, one] of recent)
        if (one.workspace === workspace && gone.has(one.decision.personId)) recent.delete(id)
    },
    async find(workspace, decisionId) {
      const known = recent.get(decisionId)
      if (known) return known.workspace === workspace ? known.decision : undefined
      const time = decisionTime(decisionId)
      if (time === undefined) return undefined
      const [row] = await events.query<{ placement: string; person_id: string; items: string }>(
        `SELECT placement, person_id, items FROM decisions
         WHERE workspace = $1 AND decision_id = $2 AND ts = make_timestamp(CAST($3 AS BIGINT) * 1000)`,
        [workspace, decisionId, time],
      )
      if (!row) return undefined
      return {
        decisionId,
        placement: row.placement,
        personId: row.person_id,
        itemIds: (JSON.parse(row.items) as DecidedItem[]).map(({ itemId }) => itemId),
      }
    },
  }
}
