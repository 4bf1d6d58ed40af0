import type { FileHandle } from 'node:fs/promises'
import { attuneError } from '../../errors.ts'

/** A file in a zip. */
export interface ZipEntry {
  readonly name: string
  /** 0: as it is; 8: deflated. */
  readonly method: 0 | 8
  readonly crc32: number
  readonly packedBytes: number
  readonly bytes: number
  /** Where its own header stands. */
  readonly offset: number
}

const mostEntries = 1000
const mostDirectoryBytes = 1 << 20
const endMark = 0x06054b50
const entryMark = 0x02014b50
const endBytes = 22
const longestComment = 0xffff

const refused = (file: string, why: string) =>
  attuneError(
    'unsafe-archive',
    `${file} is not read: ${why}. Unpack it, look at it, and import the file that is meant.`,
  )

/**
 * The files that a zip lists (APPNOTE 6.3, without ZIP64). Refused are names that lead out of a folder, links, names that
 * are there twice, encrypted files, and files that lie over each other: nothing that Attune reads needs them.
 *
 * @throws AttuneError `unsafe-archive`, `broken-archive`
 */
export async function readZipDirectory(handle: FileHandle, size: number, file: string): Promise<readonly ZipEntry[]> {
  const tail = await read(handle, Math.max(0, size - endBytes - longestComment), size, file)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || tail.length - end < endBytes || tail.readUInt32LE(end) !== endMark) throw broken(file)
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const start = tail.readUInt32LE(end + 16)
  if (count === 0xffff || start === 0xffffffff) throw refused(file, 'it is a zip of more than 4 GB')
  if (tail.readUInt16LE(end + 4) !== 0 || tail.readUInt16LE(end + 8) !== count)
    throw refused(file, 'it is in several parts')
  if (count > mostEntries || length > mostDirectoryBytes) throw refused(file, `it lists more than ${mostEntries} files`)
  const endAt = size - tail.length + end
  if (start + length > endAt) throw broken(file)
  const directory = await read(handle, start, start + length, file)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let at = 0
  for (let n = 0; n < count; n += 1) {
    const { entry, next } = entryAt(directory, at, file)
    at = next
    const name = entry.name.normalize('NFC').toLowerCase()
    if (names.has(name)) throw refused(file, 'two files in it have the same name')
    names.add(name)
    if (!entry.name.endsWith('/')) entries.push(entry)
  }
  refuseOverlaps(entries, start, file)
  return entries
}

const broken = (file: string) =>
  attuneError('broken-archive', `${file} is not a whole zip file; get it again, or unpack it.`)

async function read(handle: FileHandle, from: number, to: number, file: string): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from)
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from)
  if (bytesRead !== bytes.length) throw broken(file)
  return bytes
}

function entryAt(directory: Buffer, at: number, file: string): { entry: ZipEntry; next: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark) throw broken(file)
  const flags = directory.readUInt16LE(at + 8)
  const method = directory.readUInt16LE(at + 10)
  const nameBytes = directory.readUInt16LE(at + 28)
  const next = at + 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  if (next > directory.length) throw broken(file)
  // Whatever its encoding: letters outside ASCII say nothing about where a name leads.
  const name = directory.subarray(at + 46, at + 46 + nameBytes).toString('utf8')
  const mode = directory.readUInt32LE(at + 38) >>> 16
  if ((flags & 0x41) !== 0 || (flags & 0x2000) !== 0) throw refused(file, 'a file in it is encrypted')
  if ((mode & 0xf000) !== 0 && ![0x8000, 0x4000].includes(mode & 0xf000))
    throw refused(file, 'there is a link or a device in it')
  if (leadsOut(name)) throw refused(file, 'the name of a file in it leads out of its folder')
  if (method !== 0 && method !== 8) throw refused(file, 'a file in it is packed in an unusual way')
  const packedBytes = directory.readUInt32LE(at + 20)
  const bytes = directory.readUInt32LE(at + 24)
  const offset = directory.readUInt32LE(at + 42)
  if ([packedBytes, bytes, offset].includes(0xffffffff)) throw refused(file, 'a file in it has more than 4 GB')
  return { entry: { name, method, crc32: directory.readUInt32LE(at + 16), packedBytes, bytes, offset }, next }
}

function leadsOut(name: string): boolean {
  return (
    name === '' ||
    // biome-ignore lint/suspicious/noControlCharactersInRegex: names end at a NUL for some, and not for others
    /[\u0000-\u001f\\]|^\/|^[a-z]:/i.test(name) ||
    name.split('/').includes('..')
  )
}

/** Files that share their bytes make a small zip endless. */
function refuseOverlaps(entries: readonly ZipEntry[], directoryStart: number, file: string): void {
  let free = 0
  for (const { offset, packedBytes } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < free) throw refused(file, 'files in it lie over each other')
    free = offset + 30 + packedBytes
  }
  if (free > directoryStart) throw refused(file, 'files in it lie over its directory')
}
