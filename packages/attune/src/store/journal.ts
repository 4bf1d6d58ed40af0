import { type FileHandle, open, readdir, readFile, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'

/** A group of the journal: what was made durable together. */
export interface JournalGroup {
  readonly sequence: number
  readonly payload: string
}

/**
 * An append-only log in front of the database: one write and one fdatasync make a group durable, where a DuckDB
 * transaction costs milliseconds of processor time (bench/RESULTS.md). Groups are numbered; the database remembers the
 * last number it has taken in, so that after a crash exactly the missing ones are taken in.
 *
 * Files `<path>.journal-<first number>`; a frame is length (u32, little endian), CRC-32 of all that follows it (u32),
 * number (f64), payload (UTF-8).
 */
export interface Journal {
  /** Resolves when the payload is on disk, with its number. One at a time: wait for the one before. */
  append(payload: string): Promise<number>
  /** The database has taken in everything up to this number: full files that hold no more than that go. */
  applied(sequence: number): Promise<void>
  /** Removes the files too: only when everything is applied. */
  close(): Promise<void>
}

interface Segment {
  readonly path: string
  readonly handle: FileHandle
  /** End of the last whole frame. */
  size: number
  last: number
}

const HEADER = 16
const SEGMENT_BYTES = 32 * 2 ** 20

/** Opens the journal for writing after the groups that `readJournal` found. */
export function openJournal(path: string, lastSequence: number): Journal {
  let sequence = lastSequence
  let active: Segment | undefined
  const full: Segment[] = []

  async function startSegment(first: number): Promise<Segment> {
    const file = `${path}.journal-${String(first).padStart(16, '0')}`
    const segment: Segment = { path: file, handle: await open(file, 'w'), size: 0, last: first - 1 }
    await syncFolder(dirname(path))
    return segment
  }

  function setAside(segment: Segment): void {
    active = undefined
    full.push(segment)
  }

  async function remove(segment: Segment): Promise<void> {
    await segment.handle.close()
    await unlink(segment.path)
  }

  return {
    async append(payload) {
      sequence += 1
      const next = sequence
      if (active !== undefined && active.size >= SEGMENT_BYTES) setAside(active)
      active ??= await startSegment(next)
      const segment = active
      const frame = frameOf(next, payload)
      try {
        await writeAll(segment.handle, frame, segment.size)
        await segment.handle.datasync()
      } catch (error) {
        // What is on disk now is unknown: nothing may follow it in this file, and nothing of it may come back.
        setAside(segment)
        await segment.handle.truncate(segment.size).catch(() => {})
        throw error
      }
      segment.size += frame.length
      segment.last = next
      return next
    },
    async applied(upTo) {
      while (full[0] !== undefined && full[0].last <= upTo) await remove(full.shift() as Segment)
    },
    async close() {
      for (const segment of active === undefined ? full : [...full, active]) await remove(segment)
    },
  }
}

/**
 * The whole groups that the files of a journal hold, in order, and the files. A torn frame, as a crash leaves it behind,
 * ends its file: it was never acknowledged.
 */
export async function readJournal(path: string): Promise<{ groups: JournalGroup[]; files: string[] }> {
  const prefix = `${basename(path)}.journal-`
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix)).sort()
  const files = names.map((name) => join(dirname(path), name))
  const groups: JournalGroup[] = []
  for (const file of files) groups.push(...readFrames(await readFile(file)))
  return { groups, files }
}

function readFrames(bytes: Buffer): JournalGroup[] {
  const groups: JournalGroup[] = []
  for (let start = 0; start + HEADER <= bytes.length; ) {
    const end = start + HEADER + bytes.readUInt32LE(start)
    if (end > bytes.length || crc32(bytes.subarray(start + 8, end)) !== bytes.readUInt32LE(start + 4)) break
    groups.push({ sequence: bytes.readDoubleLE(start + 8), payload: bytes.toString('utf8', start + HEADER, end) })
    start = end
  }
  return groups
}

function frameOf(sequence: number, payload: string): Buffer {
  const length = Buffer.byteLength(payload)
  const frame = Buffer.allocUnsafe(HEADER + length)
  frame.writeUInt32LE(length, 0)
  frame.writeDoubleLE(sequence, 8)
  frame.write(payload, HEADER, 'utf8')
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
  return frame
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten
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
