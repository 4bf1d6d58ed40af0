import { existsSync } from 'node:fs'
import { readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EventStore } from './event-store-types.ts'
import { lakeTurn } from './lake-turns.ts'
import { sqlPattern, sqlText } from './sql-text.ts'

export interface LakeExpiry {
  /** A condition on the columns of `events`: what is over; undefined: nothing. */
  readonly expired: string | undefined
  /** Milliseconds since the epoch: what was refused before goes. */
  readonly refusedBefore: number
}

/**
 * Rewrites the files of a lake that hold events whose time is over, their interactions, and what was refused long ago,
 * without them, each put in its place by renaming; a file of which nothing is left is removed. Interactions first: what is
 * broken off is found again by its events.
 *
 * @returns how many files were rewritten or removed
 */
export function expireFromLake(
  events: Pick<EventStore, 'query' | 'run'>,
  dir: string,
  expiry: LakeExpiry,
): Promise<number> {
  return lakeTurn(events, () => expire(events, dir, expiry))
}

async function expire(
  events: Pick<EventStore, 'query' | 'run'>,
  dir: string,
  { expired, refusedBefore }: LakeExpiry,
): Promise<number> {
  if (!existsSync(join(dir, 'lake.json'))) return 0
  let files = 0
  if (expired !== undefined && (await hasFiles(join(dir, 'events')))) {
    const gone = `(SELECT workspace, message_id FROM ${read(pattern(dir, 'events'))} WHERE ${expired})`
    if (await hasFiles(join(dir, 'interactions')))
      files += await rewrite(events, dir, 'interactions', `(workspace, message_id) IN ${gone}`)
    files += await rewrite(events, dir, 'events', expired)
  }
  if (await hasFiles(join(dir, 'quarantine')))
    files += await rewrite(
      events,
      dir,
      'quarantine',
      `received_at < make_timestamp(${Math.floor(refusedBefore)}::BIGINT * 1000)`,
    )
  return files
}

const pattern = (dir: string, table: string): string => sqlPattern(join(dir, table), '/*/*/*.parquet')
const read = (from: string, more = ''): string =>
  `read_parquet(${from}, hive_partitioning = true, hive_types = {workspace: VARCHAR, day: DATE}, union_by_name = true${more})`

async function rewrite(
  events: Pick<EventStore, 'query' | 'run'>,
  dir: string,
  table: string,
  gone: string,
): Promise<number> {
  const found = await events.query<{ file: string; left: number }>(
    `SELECT filename AS file, count(*) FILTER (WHERE NOT coalesce(${gone}, false)) AS left
     FROM ${read(pattern(dir, table), ', filename = true')} GROUP BY filename HAVING bool_or(coalesce(${gone}, false))`,
  )
  for (const { file, left } of found) {
    if (left > 0) {
      const writing = `${file}.tmp`
      await events.run(
        `COPY (SELECT * EXCLUDE (workspace, day) FROM ${read(sqlText(file))} WHERE NOT coalesce(${gone}, false))
         TO ${sqlText(writing)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await rename(writing, file)
      continue
    }
    await rm(file, { force: true })
    if ((await readdir(dirname(file))).length === 0) await rmdir(dirname(file))
  }
  return found.length
}

/** Takes away what a rewriting that was broken off has left. */
async function hasFiles(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false
  const names = await readdir(folder, { recursive: true })
  for (const name of names) if (name.endsWith('.parquet.tmp')) await rm(join(folder, name), { force: true })
  return names.some((name) => name.endsWith('.parquet'))
}
