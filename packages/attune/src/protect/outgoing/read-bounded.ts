import type { IncomingMessage } from 'node:http'
import { addAbortSignal, PassThrough, pipeline as pipe, Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const unpackers: Readonly<Record<string, () => Transform>> = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** What `readBounded` understands, for `accept-encoding`. */
export const acceptEncoding = 'gzip, deflate, br'

/**
 * The body of an answer, unpacked, whole.
 *
 * @param maxBytes of what comes over the line, and of what comes out of unpacking it
 * @throws Error when there is more, or it is packed in a way that was not asked for
 */
export async function readBounded(message: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  await pipeline(
    message,
    bounded(maxBytes),
    unpackerOf(message),
    bounded(maxBytes),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) chunks.push(chunk)
    },
    { signal },
  )
  return Buffer.concat(chunks)
}

/** The same as it arrives. Whoever stops reading ends the connection; what is too much, and the signal, end it with an error. */
export function streamBounded(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const body = new PassThrough()
  // Where one of them fails all are destroyed, and the reader hears why.
  pipe(message, bounded(maxBytes), unpackerOf(message), bounded(maxBytes), body, () => undefined)
  addAbortSignal(signal, body)
  return Readable.toWeb(body) as ReadableStream<Uint8Array<ArrayBuffer>>
}

function unpackerOf({ headers }: IncomingMessage): Transform {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined
  if (unpack === undefined) throw new Error('packed in an unknown way')
  return unpack()
}

function bounded(maxBytes: number) {
  return async function* within(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new Error('too large')
      yield chunk
    }
  }
}
