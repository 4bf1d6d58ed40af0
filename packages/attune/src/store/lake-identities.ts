import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Identity } from '../collect/identity.ts'
import { attuneError } from '../errors.ts'
import type { StateStore } from './state-store.ts'

/** What of an installation makes the person ids of a lake mean somebody. */
export interface LakeIdentities {
  readonly state: StateStore
  readonly identity: Identity
}

const mergeSchema = z.object({
  workspace: z.string(),
  from: z.string(),
  into: z.string(),
  reason: z.string(),
  messageId: z.string().nullable(),
  mergedAt: z.number(),
  undoneAt: z.number().nullable(),
})
const lakeSchema = z.object({
  format: z.literal('attune-lake-2'),
  secret: z.string(),
  merges: z.array(mergeSchema),
})
type LakeFile = z.infer<typeof lakeSchema>
export type Merge = z.infer<typeof mergeSchema>

/** Says which secret person ids were made with, and not what it is: the pseudonym of nobody, in a workspace that cannot be. */
const fingerprintOf = (identity: Identity): string => identity.personIdOf('', { userId: 'attune lake' })

/**
 * The lake's `lake.json`, or undefined where there is none.
 *
 * @throws AttuneError `lake-of-another-installation` when its person ids were made with another secret; `no-lake` when the
 * file is none of a lake
 */
export async function readLakeFile(identity: Identity, dir: string): Promise<LakeFile | undefined> {
  const path = join(dir, 'lake.json')
  if (!existsSync(path)) return undefined
  const lake = lakeSchema.safeParse(parsed(await readFile(path, 'utf8')))
  if (!lake.success) throw attuneError('no-lake', 'The lake.json of this folder cannot be read as that of a lake.')
  if (lake.data.secret !== fingerprintOf(identity))
    throw attuneError(
      'lake-of-another-installation',
      'The person ids of this lake were made with another secret, so nobody in it would be recognised here. Copy secret.key and keys.sqlite from the data folder that wrote it into a new data folder, and import the lake there.',
      { status: 409 },
    )
  return lake.data
}

/** Writes `lake.json`; with a workspace given, what an earlier export wrote of the others stays. */
export async function writeLakeFile(
  { state, identity }: LakeIdentities,
  dir: string,
  workspace: string | undefined,
): Promise<void> {
  const before = await readLakeFile(identity, dir)
  const others = workspace === undefined ? [] : (before?.merges ?? []).filter((merge) => merge.workspace !== workspace)
  const own = mergesOf(state).filter((merge) => workspace === undefined || merge.workspace === workspace)
  const lake: LakeFile = { format: 'attune-lake-2', secret: fingerprintOf(identity), merges: [...others, ...own] }
  const writing = join(dir, 'lake.json.tmp')
  await writeFile(writing, `${JSON.stringify(lake)}\n`, { mode: 0o600 })
  await rename(writing, join(dir, 'lake.json'))
}

/** Writes `lake.json` again with the merges that are to stay. */
export async function rewriteLakeMerges(dir: string, stays: (merge: Merge) => boolean): Promise<void> {
  const path = join(dir, 'lake.json')
  const lake = lakeSchema.parse(parsed(await readFile(path, 'utf8')))
  await writeFile(`${path}.tmp`, `${JSON.stringify({ ...lake, merges: lake.merges.filter(stays) })}\n`, { mode: 0o600 })
  await rename(`${path}.tmp`, path)
}

/** Joins persons as the lake says, except where the two were parted by hand, there or here. */
export async function joinPersons({ state, identity }: LakeIdentities, merges: readonly Merge[]): Promise<void> {
  const keyOf = ({ workspace, from, into, mergedAt }: Merge): string => [workspace, from, into, mergedAt].join('\n')
  const known = new Set(mergesOf(state).map(keyOf))
  const insert = state.raw.prepare(
    `INSERT INTO person_merges (workspace, from_person_id, into_person_id, reason, message_id, merged_at, undone_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const fresh = merges.filter((merge) => !known.has(keyOf(merge)))
  state.transaction(() => {
    for (const { workspace, from, into, reason, messageId, mergedAt, undoneAt } of fresh)
      if (undoneAt !== null) insert.run(workspace, from, into, reason, messageId, mergedAt, undoneAt)
  })
  await Promise.all(
    fresh
      .filter(({ undoneAt }) => undoneAt === null)
      .map(({ mergedAt: at, undoneAt: _, ...merge }) => identity.merge({ ...merge, at })),
  )
}

function mergesOf(state: StateStore): Merge[] {
  return state.raw
    .prepare(
      `SELECT workspace, from_person_id AS "from", into_person_id AS "into", reason, message_id AS messageId,
        merged_at AS mergedAt, undone_at AS undoneAt FROM person_merges ORDER BY id`,
    )
    .all() as unknown as Merge[]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
