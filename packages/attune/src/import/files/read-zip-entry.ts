import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { AttuneError, attuneError } from '../../errors.ts'
import type { ZipEntry } from './read-zip-directory.ts'
import { unpack } from './unpack.ts'

export interface ZipContent {
  readonly entry: ZipEntry
  /** Where its bytes begin. */
  readonly start: number
}

/**
 * Finds the bytes of a file in a zip.
 *
 * @param size of the zip
 * @throws AttuneError `broken-archive`
 */
export async function findZipEntry(
  handle: FileHandle,
  entry: ZipEntry,
  { path, size }: { readonly path: string; readonly size: number },
): Promise<ZipContent> {
  // Its own header says how long its name and extras are there, which may differ from the directory.
  const header = Buffer.alloc(30)
  const { bytesRead } = await handle.read(header, 0, 30, entry.offset)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (bytesRead !== 30 || header.readUInt32LE(0) !== 0x04034b50 || start + entry.packedBytes > size)
    throw brokenZip(basename(path))
  return { entry, start }
}

/**
 * A file of a zip, unpacked within bounds (`unpack`); its length and checksum are those that the zip's directory says.
 *
 * @param onRead hears how many bytes of the zip were read
 * @throws AttuneError `archive-bomb`, `nested-archive`, `broken-archive`
 */
export async function* readZipEntry(
  path: string,
  { entry, start }: ZipContent,
  onRead: (bytes: number) => void = () => {},
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

const brokenZip = (file: string, cause?: unknown) =>
  attuneError('broken-archive', `${file} is not a whole zip file; get it again, or unpack it.`, { cause })
