import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const pathOf = (folder: string): string => join(folder, 'lock')
const sqliteBusy = 5
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode as number) === sqliteBusy

/** What nobody refers to is closed when memory is cleaned up. */
const held = new Set<DatabaseSync>()

/**
 * Whoever works on a run holds its lock: an exclusive one of SQLite on an empty file, which the system takes back from a process
 * that dies, however it does. So nothing has to be guessed from process numbers or times.
 *
 * @returns how to give it back; undefined when another holds it
 */
export function lockRun(folder: string): (() => void) | undefined {
  // Who only looks holds it for a moment.
  const lock = new DatabaseSync(pathOf(folder), { timeout: 250 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    held.add(lock)
    return () => {
      held.delete(lock)
      lock.close()
    }
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

/** Whether somebody works on a run. */
export function isLocked(folder: string): boolean {
  const lock = new DatabaseSync(pathOf(folder), { timeout: 0 })
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    lock.close()
  }
}
