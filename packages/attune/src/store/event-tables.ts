import type { DecisionRow, EventRow, InteractionRow, QuarantineRow } from './rows.ts'

export type ColumnType = 'VARCHAR' | 'DOUBLE' | 'INTEGER' | 'TIMESTAMP'

/** A column of an event table: its SQL name and type, and the field of the row that it holds. */
export interface Column<Row> {
  readonly name: string
  readonly type: ColumnType
  readonly field: keyof Row & string
  readonly nullable: boolean
}

type ColumnsOf<Row> = {
  readonly [Field in keyof Row & string]: null extends Row[Field] ? `${ColumnType} NULL` : ColumnType
}

const events = {
  workspace: 'VARCHAR',
  messageId: 'VARCHAR',
  type: 'VARCHAR',
  event: 'VARCHAR NULL',
  personId: 'VARCHAR',
  itemId: 'VARCHAR NULL',
  value: 'DOUBLE NULL',
  currency: 'VARCHAR NULL',
  decisionId: 'VARCHAR NULL',
  properties: 'VARCHAR',
  context: 'VARCHAR',
  source: 'VARCHAR',
  sentAt: 'TIMESTAMP NULL',
  receivedAt: 'TIMESTAMP',
  ts: 'TIMESTAMP',
  sealed: 'VARCHAR NULL',
} as const satisfies ColumnsOf<EventRow>

const interactions = {
  workspace: 'VARCHAR',
  messageId: 'VARCHAR',
  personId: 'VARCHAR',
  itemId: 'VARCHAR',
  kind: 'VARCHAR',
  amount: 'DOUBLE',
  value: 'DOUBLE NULL',
  currency: 'VARCHAR NULL',
  decisionId: 'VARCHAR NULL',
  position: 'INTEGER NULL',
  ts: 'TIMESTAMP',
} as const satisfies ColumnsOf<InteractionRow>

const quarantine = {
  workspace: 'VARCHAR',
  receivedAt: 'TIMESTAMP',
  source: 'VARCHAR',
  reason: 'VARCHAR',
  field: 'VARCHAR NULL',
  message: 'VARCHAR',
  messageId: 'VARCHAR NULL',
  payload: 'VARCHAR NULL',
  personId: 'VARCHAR NULL',
} as const satisfies ColumnsOf<QuarantineRow>

const decisions = {
  workspace: 'VARCHAR',
  decisionId: 'VARCHAR',
  placement: 'VARCHAR',
  personId: 'VARCHAR',
  variation: 'VARCHAR',
  variationPropensity: 'DOUBLE',
  model: 'VARCHAR',
  modelVersion: 'INTEGER',
  fallback: 'VARCHAR NULL',
  items: 'VARCHAR',
  context: 'VARCHAR',
  ts: 'TIMESTAMP',
  sealed: 'VARCHAR NULL',
} as const satisfies ColumnsOf<DecisionRow>

/** The tables that rows are appended to. */
export const eventTables = {
  events: columns<EventRow>(events),
  interactions: columns<InteractionRow>(interactions),
  quarantine: columns<QuarantineRow>(quarantine),
  decisions: columns<DecisionRow>(decisions),
} as const

export type EventTable = keyof typeof eventTables

function columns<Row>(types: ColumnsOf<Row>): readonly Column<Row>[] {
  return (Object.entries(types) as [keyof Row & string, string][]).map(([field, text]) => ({
    name: snakeCase(field),
    type: text.replace(' NULL', '') as ColumnType,
    field,
    nullable: text.endsWith(' NULL'),
  }))
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
