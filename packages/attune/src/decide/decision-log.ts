import { randomUUID } from 'node:crypto'
import type { EventStore } from '../store/event-store-types.ts'
import type { DecidedItem, DecisionRow } from '../store/rows.ts'
import type { LoggedDecision } from './decider.ts'

export interface DecisionLog {
  /** Resolves when the decision is on disk. */
  write(decision: NewDecision): Promise<void>
  find(workspace: string, decisionId: string): Promise<LoggedDecision | undefined>
}

export interface NewDecision extends Omit<DecisionRow, 'items' | 'context'> {
  readonly items: readonly DecidedItem[]
  readonly context: Readonly<Record<string, unknown>>
  readonly userId: string | null
  readonly anonymousId: string | null
  /** Names of the stages of re-ranking that the list went through, in order; undefined: none. */
  readonly stages?: readonly string[] | undefined
}

/** Decisions remembered: an exposure mostly comes seconds after its decision. */
const remembered = 20_000

/** Ids that sort by time, so that the store finds an old decision without reading them all. 76 bits of it are random. */
export const newDecisionId = (now: number): string =>
  `d_${Math.max(0, Math.floor(now)).toString(16).padStart(12, '0')}${randomUUID().replaceAll('-', '').slice(12)}`

function timeOf(decisionId: string): number | undefined {
  const time = /^d_([0-9a-f]{12})[0-9a-f]{20}$/.exec(decisionId)?.[1]
  return time === undefined ? undefined : Number.parseInt(time, 16)
}

/**
 * Writes decisions to the event store and finds them again. The ids under which the person asked go into the logged
 * context (`$userId`, `$anonymousId`): an exposure must be stored under the same ids; so do the stages of re-ranking
 * (`$rerank`), for off-policy evaluation. Keys of the caller that begin with `$`
 * are left out, so that nobody can say there that it was somebody else.
 */
export function createDecisionLog(events: EventStore): DecisionLog {
  const recent = new Map<string, { readonly workspace: string; readonly decision: LoggedDecision }>()
  return {
    async write({ items, context, userId, anonymousId, stages, ...row }) {
      const own = Object.entries(context).filter(([key]) => !key.startsWith('$'))
      const ids = {
        ...(userId === null ? {} : { $userId: userId }),
        ...(anonymousId === null ? {} : { $anonymousId: anonymousId }),
        ...(stages === undefined ? {} : { $rerank: stages }),
      }
      await events.append({
        decisions: [
          { ...row, items: JSON.stringify(items), context: JSON.stringify({ ...Object.fromEntries(own), ...ids }) },
        ],
      })
      const oldest = recent.size >= remembered ? recent.keys().next().value : undefined
      if (oldest !== undefined) recent.delete(oldest)
      const { workspace, decisionId, placement } = row
      const itemIds = items.map(({ itemId }) => itemId)
      recent.set(decisionId, { workspace, decision: { decisionId, placement, userId, anonymousId, itemIds } })
    },
    async find(workspace, decisionId) {
      const known = recent.get(decisionId)
      if (known) return known.workspace === workspace ? known.decision : undefined
      const time = timeOf(decisionId)
      if (time === undefined) return undefined
      const [row] = await events.query<{ placement: string; items: string; context: string }>(
        `SELECT placement, items, context FROM decisions
         WHERE workspace = $1 AND decision_id = $2 AND ts = make_timestamp(CAST($3 AS BIGINT) * 1000)`,
        [workspace, decisionId, time],
      )
      if (!row) return undefined
      const context = JSON.parse(row.context) as { $userId?: string; $anonymousId?: string }
      return {
        decisionId,
        placement: row.placement,
        userId: context.$userId ?? null,
        anonymousId: context.$anonymousId ?? null,
        itemIds: (JSON.parse(row.items) as DecidedItem[]).map(({ itemId }) => itemId),
      }
    },
  }
}
