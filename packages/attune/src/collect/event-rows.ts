import type { EventRow, InteractionRow } from '../store/rows.ts'
import type { ValidEvent } from './validate-event.ts'

export interface RowContext {
  readonly workspace: string
  /** `http`, `import:movielens-1m`, … */
  readonly source: string
  readonly personId: string
  /** Under the key of `personId`. */
  readonly seal: (text: string) => string
}

/** The rows of one valid event: itself, and one interaction for each item it is about. */
export function eventRows(
  event: ValidEvent,
  { workspace, source, personId, seal }: RowContext,
): { readonly event: EventRow; readonly interactions: readonly InteractionRow[] } {
  const { messageId, decisionId, facts, ts } = event
  return {
    event: {
      workspace,
      messageId,
      type: event.type,
      event: event.event,
      personId,
      itemId: facts.itemId,
      value: facts.value,
      currency: facts.currency,
      decisionId,
      properties: event.properties,
      context: event.context,
      sealed: event.personal === null ? null : seal(event.personal),
      source,
      sentAt: event.sentAt,
      receivedAt: event.receivedAt,
      ts,
    },
    interactions: facts.items.map((fact) => ({
      workspace,
      messageId,
      personId,
      itemId: fact.itemId,
      kind: fact.kind,
      amount: fact.amount,
      value: fact.value,
      currency: fact.currency,
      decisionId,
      position: fact.position,
      ts,
    })),
  }
}
