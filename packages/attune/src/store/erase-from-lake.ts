import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventStore } from './event-store-types.ts'
import { type EventTable, eventTables } from './event-tables.ts'
import { rewriteLakeMerges } from './lake-identities.ts'
import { rewriteLakePeople } from './lake-people.ts'
import { lakeTurn } from './lake-turns.ts'
import { sqlPattern, sqlText } from './sql-text.ts'

const tableNames = Object.keys(eventTables) as EventTable[]

/**
 * Rewrites the files of a lake that hold rows of persons, without them, each put in its place by renaming.
 *
 * @returns how many files were rewritten
 */
export function eraseFromLake(
  events: Pick<EventStore, 'query' | 'run'>,
  dir: string,
  workspace: string,
  personIds: readonly string[],
): Promise<number> {
  return lakeTurn(events, () => erase(events, dir, workspace, personIds))
}

async function erase(
  events: Pick<EventStore, 'query' | 'run'>,
  dir: string,
  workspace: string,
  personIds: readonly string[],
): Promise<number> {
  if (!existsSync(join(dir, 'lake.json'))) return 0
  const list = personIds.map(sqlText).join(', ')
  let rewritten = 0
  for (const table of tableNames) {
    const folder = join(dir, table, `workspace=${workspace}`)
    if (!existsSync(folder)) continue
    const files = await events.query<{ file: string }>(
      `SELECT DISTINCT filename AS file FROM read_parquet(${sqlPattern(folder, '/*/*.parquet')}, filename = true, hive_partitioning = false)
       WHERE person_id IN (${list})`,
    )
    for (const { file } of files) {
      const writing = `${file}.tmp`
      await events.run(
        `COPY (SELECT * FROM read_parquet(${sqlText(file)}, hive_partitioning = false) WHERE person_id IS NULL OR person_id NOT IN (${list}))
         TO ${sqlText(writing)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await rename(writing, file)
      rewritten += 1
    }
  }
  const gone = new Set(personIds)
  await rewriteLakePeople(dir, (person) => !(person.workspace === workspace && gone.has(person.personId)))
  await rewriteLakeMerges(
    dir,
    (merge) => !(merge.workspace === workspace && (gone.has(merge.from) || gone.has(merge.into))),
  )
  await rm(join(dir, 'people.jsonl.tmp'), { force: true })
  return rewritten
}
