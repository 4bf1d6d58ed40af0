import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { eventTables } from './event-tables.ts'

/** What a lake holds of one workspace. */
export interface LakeSize {
  /** Days of which anything is there. */
  readonly days: number
  readonly bytes: number
  /** The first and the last of them, `2026-03-01`; null where there are none. */
  readonly from: string | null
  readonly to: string | null
}

/** Folders and files of a folder; none where it is not there, or is just being replaced. */
const entriesOf = (folder: string): Promise<Dirent[]> => readdir(folder, { withFileTypes: true }).catch(() => [])
const bytesOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

/** Measures the lake of a workspace; null where nothing of it was exported. Reads names and sizes only. */
export async function measureLake(dir: string, workspace: string): Promise<LakeSize | null> {
  const days = new Set<string>()
  let bytes = 0
  for (const table of Object.keys(eventTables)) {
    const folder = join(dir, table, `workspace=${workspace}`)
    for (const { name: day } of await entriesOf(folder)) {
      if (!day.startsWith('day=')) continue
      const files = (await entriesOf(join(folder, day))).filter((entry) => entry.isFile())
      if (files.length > 0) days.add(day.slice('day='.length))
      const sizes = await Promise.all(files.map(({ name }) => bytesOf(join(folder, day, name))))
      bytes += sizes.reduce((sum, size) => sum + size, 0)
    }
  }
  const inOrder = [...days].sort()
  return days.size === 0 ? null : { days: days.size, bytes, from: inOrder[0] ?? null, to: inOrder.at(-1) ?? null }
}
