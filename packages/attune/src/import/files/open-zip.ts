import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { AttuneError, attuneError } from '../../errors.ts'
import { readZipDirectory, type ZipEntry } from './read-zip-directory.ts'
import { unpack } from './unpack.ts'

/** The one table in a zip. */
export interface ZipFile {
  /** Without folders. */
  readonly name: string
  /** Size in the zip. */
  readonly size: number
  /** @param onRead hears how many bytes of the zip were read */
  chunks(onRead: (bytes: number) => void): AsyncIterable<Buffer>
}

/** What computers put beside what people packed. */
const byTheWay = /^__MACOSX\/|(?:^|\/)(?:\.[^/]*|Thumbs\.db|desktop\.ini)$/i
const table = /\.(?:jsonl|ndjson|jsonlines|json|tsv|tab|csv|txt|dat|data|rating)$/i
const readMe = /(?:^|\/)(?:readme|license|licence|copying)[^/]*$/i

/**
 * Opens a zip that holds one table (besides a README). Nothing is written to disk.
 *
 * @throws AttuneError `unsafe-archive`, `broken-archive`, `nothing-to-import`, `several-files`; while reading `archive-bomb`,
 *   `nested-archive`, `broken-archive`
 */
export async function openZip(path: string, size: number): Promise<ZipFile> {
  const file = basename(path)
  const handle = await open(path)
  try {
    const entries = await readZipDirectory(handle, size, file)
    const tables = entries.filter(({ name }) => table.test(name) && !byTheWay.test(name) && !readMe.test(name))
    const [entry] = tables
    if (entry === undefined)
      throw attuneError('nothing-to-import', `There is no CSV, TSV or JSON-lines file in ${file}.`)
    if (tables.length > 1)
      throw attuneError(
        'several-files',
        `${file} holds ${tables.length} tables: unpack it and import them one after the other.`,
      )
    // Its own header says how long its name and extras are there, which may differ from the directory.
    const header = Buffer.alloc(30)
    const { bytesRead } = await handle.read(header, 0, 30, entry.offset)
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    if (bytesRead !== 30 || header.readUInt32LE(0) !== 0x04034b50 || start + entry.packedBytes > size)
      throw brokenZip(file)
    return {
      name: basename(entry.name),
      size: entry.packedBytes,
      chunks: (onRead) => whole(path, entry, start, onRead),
    }
  } finally {
    await handle.close()
  }
}

const brokenZip = (file: string, cause?: unknown) =>
  attuneError('broken-archive', `${file} is not a whole zip file; get it again, or unpack it.`, { cause })

async function* whole(
  path: string,
  entry: ZipEntry,
  start: number,
  onRead: (bytes: number) => void,
): AsyncIterable<Buffer> {
  const file = basename(path)
  async function* packed(): AsyncIterable<Buffer> {
    if (entry.packedBytes === 0) return
    const end = start + entry.packedBytes - 1
    for await (const chunk of createReadStream(path, { start, end, highWaterMark: 1 << 20 })) {
      onRead((chunk as Buffer).length)
      yield chunk as Buffer
    }
  }
  const unpacker = entry.method === 8 ? createInflateRaw({ chunkSize: 1 << 20 }) : new PassThrough()
  let bytes = 0
  let sum = 0
  try {
    for await (const chunk of unpack(packed(), unpacker, { file, packedBytes: entry.packedBytes })) {
      bytes += chunk.length
      sum = crc32(chunk, sum)
      if (bytes > entry.bytes) throw brokenZip(file)
      yield chunk
    }
  } catch (error) {
    if (error instanceof AttuneError) throw error
    throw brokenZip(file, error)
  }
  if (bytes !== entry.bytes || sum !== entry.crc32) throw brokenZip(file)
}
