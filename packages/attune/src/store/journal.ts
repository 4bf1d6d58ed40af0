import { type FileHandle, open, readdir, readFile, truncate } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'

/** A file of the journal to which nothing is added any more. */
export interface Segment {
  readonly path: string
  /** The number of its last group. */
  readonly last: number
}

/**
 * An append-only log in front of the database: one write and one fdatasync make a group durable, where a DuckDB
 * transaction costs milliseconds of processor time, however small it is.
 *
 * Files `<path>.journal-<number of the first group>`; a group is its lines (batch-codec.ts) and after them a line
 * `{"group":number,"bytes":length of the lines,"crc32":of lines and number}`. So DuckDB can read a file as it is.
 */
export interface Journal {
  /** Resolves when the lines are on disk. */
  append(lines: string): Promise<void>
  /**
   * Begins a new file. Returns all files that were begun before and hold something, oldest first. Rejects while one of them
   * cannot be cut after its last whole group.
   */
  seal(): Promise<readonly Segment[]>
  /** Those are in the database: the journal forgets them (the caller removes the files). */
  forget(segments: readonly Segment[]): void
}

interface Active {
  readonly path: string
  readonly handle: FileHandle
  /** End of the last whole group. */
  size: number
  last: number
}

/** Opens a journal whose groups are numbered on from `lastGroup`. */
export function openJournal(path: string, lastGroup: number): Journal {
  let group = lastGroup
  let active: Active | undefined
  let sealed: Segment[] = []
  /** Files with something behind their last whole group that nobody was told is stored. */
  let torn: { readonly path: string; readonly size: number }[] = []
  let tail: Promise<unknown> = Promise.resolve()

  /** One after the other: a file must not be sealed in the middle of a group. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = tail.then(work)
    tail = result.catch(() => {})
    return result
  }

  async function start(): Promise<Active> {
    const file = `${path}.journal-${String(group + 1).padStart(16, '0')}`
    const handle = await open(file, 'w')
    await syncFolder(dirname(path))
    return { path: file, handle, size: 0, last: 0 }
  }

  async function finish({ path, handle, last }: Active): Promise<void> {
    active = undefined
    if (last > 0) sealed.push({ path, last })
    await handle.close()
  }

  async function cut(): Promise<void> {
    for (const file of torn) {
      await truncate(file.path, file.size)
      torn = torn.filter((other) => other !== file)
    }
  }

  return {
    append: (lines) =>
      inTurn(async () => {
        active ??= await start()
        const file = active
        group += 1
        const body = Buffer.from(lines)
        const end = Buffer.from(trailer(group, body))
        try {
          const { bytesWritten } = await file.handle.writev([body, end], file.size)
          if (bytesWritten < body.length + end.length) throw new Error('The journal was written only in part.')
          await file.handle.datasync()
        } catch (error) {
          // What is on disk now is unknown: nothing may follow it in this file, and nothing of it may come back.
          torn = [...torn, { path: file.path, size: file.size }]
          await cut().catch(() => {})
          await finish(file).catch(() => {})
          throw error
        }
        file.size += body.length + end.length
        file.last = group
      }),
    seal: () =>
      inTurn(async () => {
        if (active !== undefined) await finish(active)
        await cut()
        return [...sealed]
      }),
    forget(segments) {
      sealed = sealed.filter((segment) => !segments.includes(segment))
    },
  }
}

/**
 * The files that a crash left behind, oldest first, cut after their last whole group: what is torn was never acknowledged.
 */
export async function recoverJournal(path: string): Promise<Segment[]> {
  const prefix = `${basename(path)}.journal-`
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix)).sort()
  const segments: Segment[] = []
  for (const name of names) {
    const file = join(dirname(path), name)
    const bytes = await readFile(file)
    const whole = wholeGroups(bytes)
    if (whole.size < bytes.length) await truncate(file, whole.size)
    segments.push({ path: file, last: whole.last })
  }
  return segments
}

/** Where the last whole group ends, and its number (0 where there is none). */
function wholeGroups(bytes: Buffer): { size: number; last: number } {
  const whole = { size: 0, last: 0 }
  for (let line = 0; ; ) {
    const end = bytes.indexOf(10, line)
    if (end < 0) return whole
    const text = bytes.toString('latin1', line, Math.min(end, line + 100))
    const found = /^\{"group":(\d+),"bytes":(\d+),"crc32":(\d+)\}$/.exec(text)
    if (found !== null) {
      const lines = bytes.subarray(whole.size, line)
      if (lines.length !== Number(found[2]) || checksum(Number(found[1]), lines) !== Number(found[3])) return whole
      whole.size = end + 1
      whole.last = Number(found[1])
    }
    line = end + 1
  }
}

function trailer(group: number, lines: Uint8Array): string {
  return `{"group":${group},"bytes":${lines.length},"crc32":${checksum(group, lines)}}\n`
}

function checksum(group: number, lines: Uint8Array): number {
  return crc32(String(group), crc32(lines))
}

/** A new file is only safe when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
