import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { attuneError } from '../../errors.ts'

export interface ByteSource {
  /** Bytes of the file on disk: the total of the progress. */
  readonly size: number
  /** Bytes of the file on disk read so far. */
  readonly position: () => number
  readonly chunks: AsyncIterable<Buffer>
}

/**
 * Opens a file as chunks of plain bytes; gzip is recognised by its first two bytes, whatever the name.
 *
 * @throws AttuneError `file-not-found`, or `broken-gzip` while reading
 */
export async function openBytes(path: string): Promise<ByteSource> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw attuneError('file-not-found', `There is no file at ${path}.`, { status: 404, cause })
  })
  if (!facts.isFile()) throw attuneError('not-a-file', `${path} is not a file.`)
  const compressed = await startsLikeGzip(path)
  let position = 0
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      position += (chunk as Buffer).length
      yield chunk as Buffer
    }
  }
  return {
    size: facts.size,
    position: () => position,
    chunks: compressed ? unpacked(counted(), path) : counted(),
  }
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

async function* unpacked(chunks: AsyncIterable<Buffer>, path: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 })
  const feeding = (async () => {
    try {
      for await (const chunk of chunks) {
        if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve))
      }
      gunzip.end()
    } catch (cause) {
      gunzip.destroy(cause as Error)
    }
  })()
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
    await feeding
  } catch (cause) {
    throw attuneError('broken-gzip', `${path} is not a whole gzip file; what could be unpacked ends early.`, { cause })
  } finally {
    gunzip.destroy()
  }
}
