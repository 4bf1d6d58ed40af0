import type { ConsentExceptions } from './consent.ts'

/** A table of events or interactions, called `i`, with the merges of its persons. */
export const withMerges = (table: 'events' | 'interactions'): string =>
  `${table} i LEFT JOIN person_merges m ON m.workspace = i.workspace AND m.from_person_id = i.person_id`

/** Whose row of `withMerges` it is, after merges. */
export const personAfterMerges = 'coalesce(m.into_person_id, i.person_id)'

/**
 * The condition on a row that its person agrees; `ids` is to be bound to the parameter.
 *
 * @param person whose row it is, after merges. Default: of `withMerges`.
 */
export function agreedSql(
  { allowedByDefault, personIds }: ConsentExceptions,
  parameter: string,
  person: string = personAfterMerges,
): { readonly sql: string; readonly ids: string } {
  const listed = `${person} IN (SELECT unnest(from_json(${parameter}, '["VARCHAR"]')))`
  return { sql: allowedByDefault ? `NOT ${listed}` : listed, ids: JSON.stringify(personIds) }
}
