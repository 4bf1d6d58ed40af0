import type { DecisionRow, EventRow, InteractionRow, QuarantineRow } from './rows.ts'

/** Rows for tests and benchmarks; give only what matters. */
export function sampleEvent(row: Partial<EventRow> & { readonly messageId: string }): EventRow {
  return {
    workspace: 'default',
    type: 'track',
    event: 'Product Viewed',
    personId: 'p_ann',
    itemId: 'lamp',
    value: null,
    currency: null,
    decisionId: null,
    properties: '{"product_id":"lamp"}',
    context: '{}',
    sealed: null,
    source: 'http',
    sentAt: null,
    receivedAt: 1_760_000_000_000,
    ts: 1_760_000_000_000,
    ...row,
  }
}

export function sampleInteraction(row: Partial<InteractionRow> & { readonly messageId: string }): InteractionRow {
  return {
    workspace: 'default',
    personId: 'p_ann',
    itemId: 'lamp',
    kind: 'view',
    amount: 1,
    value: null,
    currency: null,
    decisionId: null,
    position: null,
    ts: 1_760_000_000_000,
    ...row,
  }
}

export function sampleQuarantine(row: Partial<QuarantineRow>): QuarantineRow {
  return {
    workspace: 'default',
    receivedAt: 1_760_000_000_000,
    source: 'http',
    reason: 'missing-field',
    field: 'event',
    message: 'event is required',
    messageId: null,
    personId: null,
    payload: '{}',
    ...row,
  }
}

export function sampleDecision(row: Partial<DecisionRow> & { readonly decisionId: string }): DecisionRow {
  return {
    workspace: 'default',
    placement: 'home',
    personId: 'p_ann',
    variation: 'personalised',
    variationPropensity: 0.5,
    model: 'popularity',
    modelVersion: 1,
    fallback: null,
    items: '[]',
    context: '{}',
    sealed: null,
    ts: 1_760_000_000_000,
    ...row,
  }
}
