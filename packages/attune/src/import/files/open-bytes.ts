import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { AttuneError, attuneError } from '../../errors.ts'
import { archiveHeadBytes, archiveKind } from './archive-kind.ts'
import { openZip } from './open-zip.ts'
import { unpack } from './unpack.ts'

export interface ByteSource {
  /** Of the file that is read: in a zip that of the table in it. */
  readonly name: string
  /** Bytes on disk that are read: the total of the progress. */
  readonly size: number
  /** Bytes on disk read so far. */
  readonly position: () => number
  readonly chunks: AsyncIterable<Buffer>
}

/**
 * Opens a file as chunks of plain bytes; gzip, and a zip with one table in it, are recognised by their first bytes, whatever
 * the name. Unpacking is bounded (`unpack`) and writes nothing to disk.
 *
 * @throws AttuneError `file-not-found`, `not-a-file`, `unknown-archive`, `unsafe-archive`, `several-files`; while reading
 *   `broken-gzip`, `broken-archive`, `archive-bomb`, `nested-archive`
 */
export async function openBytes(path: string): Promise<ByteSource> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw attuneError('file-not-found', `There is no file at ${path}.`, { status: 404, cause })
  })
  if (!facts.isFile()) throw attuneError('not-a-file', `${path} is not a file.`)
  const kind = archiveKind(await headOf(path))
  let position = 0
  const onRead = (bytes: number): void => {
    position += bytes
  }
  const source = { name: basename(path), size: facts.size, position: () => position }
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      onRead((chunk as Buffer).length)
      yield chunk as Buffer
    }
  }
  switch (kind) {
    case undefined:
      return { ...source, chunks: counted() }
    case 'gzip':
      return { ...source, chunks: gunzipped(counted(), path, facts.size) }
    case 'zip': {
      const { name, size, chunks } = await openZip(path, facts.size)
      return { ...source, name, size, chunks: chunks(onRead) }
    }
    default:
      throw attuneError('unknown-archive', `${basename(path)} is packed with ${kind}: unpack it first, or use gzip.`)
  }
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(archiveHeadBytes), 0, archiveHeadBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function* gunzipped(chunks: AsyncIterable<Buffer>, path: string, packedBytes: number): AsyncIterable<Buffer> {
  try {
    yield* unpack(chunks, createGunzip({ chunkSize: 1 << 20 }), { file: basename(path), packedBytes })
  } catch (cause) {
    if (cause instanceof AttuneError) throw cause
    throw attuneError('broken-gzip', `${path} is not a whole gzip file; what could be unpacked ends early.`, { cause })
  }
}
