/**
 * A table of the event store with the column `person`: who the row's person stands for now, after merges.
 *
 * @param where conditions on the table, whose alias is `t`
 */
export function withPersons(table: 'events' | 'interactions' | 'decisions', where: string): string {
  return `(SELECT t.*, coalesce(m.into_person_id, t.person_id) AS person FROM ${table} t
    LEFT JOIN person_merges m ON m.workspace = t.workspace AND m.from_person_id = t.person_id WHERE ${where})`
}
