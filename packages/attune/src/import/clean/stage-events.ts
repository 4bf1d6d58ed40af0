import type { EventMeanings } from '../../collect/standard-events.ts'
import type { EventTable } from '../event-table.ts'
import type { StagedColumn, Staging } from './staging.ts'

export interface StageOptions {
  readonly table: EventTable
  readonly meanings: EventMeanings
  readonly personIdOf: (ids: { userId?: string; anonymousId?: string }) => string
}

/**
 * Loads an event table and its dictionaries: `line` (one a row, with `row` as its number), `person`, `item`, `event`,
 * `ord`, `currency`, `message`, each with `i` as its number. Person ids are made once a person.
 */
export async function stageEvents(staging: Staging, { table, meanings, personIdOf }: StageOptions): Promise<void> {
  const columns: readonly StagedColumn[] = [
    { name: 'file', type: 'INTEGER', values: table.file },
    { name: 'line', type: 'INTEGER', values: table.line },
    { name: 'person', type: 'INTEGER', values: table.person },
    { name: 'item', type: 'INTEGER', values: table.item },
    { name: 'event', type: 'INTEGER', values: table.event },
    { name: 'ord', type: 'INTEGER', values: table.order },
    { name: 'currency', type: 'INTEGER', values: table.currency },
    { name: 'message', type: 'INTEGER', values: table.message },
    { name: 'time', type: 'DOUBLE', values: table.time },
    { name: 'rating', type: 'DOUBLE', values: table.rating },
    { name: 'value', type: 'DOUBLE', values: table.value },
    { name: 'quantity', type: 'DOUBLE', values: table.quantity },
  ]
  // What is the same in every row (most often: not there) need not be copied a million times.
  const varying = columns.filter(({ name, values }) => name === 'line' || !isConstant(values))
  const constant = columns.filter((column) => !varying.includes(column))
  const fixed = constant.map(({ name, type, values }) => `, '${values[0] ?? 0}'::${type} AS ${name}`)
  await staging.load('loaded', varying)
  await staging.run(`CREATE VIEW line AS SELECT rowid::INTEGER AS row, *${fixed.join('')} FROM loaded`)

  const idsOf = table.persons.map(({ kind, id }) => (kind === 'user' ? { userId: id } : { anonymousId: id }))
  await staging.load('person', [
    ...numbered(table.persons.length),
    { name: 'user_id', type: 'VARCHAR', values: idsOf.map(({ userId }) => userId ?? null) },
    { name: 'anonymous_id', type: 'VARCHAR', values: idsOf.map(({ anonymousId }) => anonymousId ?? null) },
    { name: 'person_id', type: 'VARCHAR', values: idsOf.map(personIdOf) },
  ])
  const means = table.eventNames.map((name) => meanings(name))
  await staging.load('event', [
    ...numbered(table.eventNames.length),
    { name: 'name', type: 'VARCHAR', values: table.eventNames },
    { name: 'kind', type: 'VARCHAR', values: means.map((meaning) => meaning?.kind ?? null) },
    {
      name: 'sign',
      type: 'INTEGER',
      values: Int32Array.from(means, (meaning) => (meaning?.kind === 'refund' ? -1 : 1)),
    },
    { name: 'money', type: 'INTEGER', values: Int32Array.from(means, (meaning) => (meaning?.money ? 1 : 0)) },
    { name: 'stars', type: 'INTEGER', values: Int32Array.from(means, (meaning) => (meaning?.stars ? 1 : 0)) },
    { name: 'unknown', type: 'INTEGER', values: Int32Array.from(means, (meaning) => (meaning === undefined ? 1 : 0)) },
  ])
  for (const [name, values] of [
    ['item', table.itemIds],
    ['ord', table.orderIds],
    ['currency', table.currencies],
    ['message', table.messageIds],
  ] as const) {
    await staging.load(name, [
      ...numbered(values.length),
      { name: 'id', type: 'VARCHAR', values },
      { name: 'json', type: 'VARCHAR', values: values.map((value) => JSON.stringify(value)) },
    ])
  }
}

function numbered(size: number) {
  return [{ name: 'i', type: 'INTEGER' as const, values: Int32Array.from({ length: size }, (_, index) => index) }]
}

function isConstant(values: StagedColumn['values']): boolean {
  const [first] = values
  for (let row = 1; row < values.length; row += 1) if (!Object.is(values[row], first)) return false
  return true
}
