import type { Transform } from 'node:stream'
import { attuneError } from '../../errors.ts'
import { archiveHeadBytes, archiveKind } from './archive-kind.ts'

/** Tables shrink to a fifth or a tenth, dull ones to a hundredth; what grows more when unpacked was made to fill a disk. */
const mostGrowth = 200
/** Nothing that fills a disk. */
const harmlessBytes = 64 << 20

/**
 * Bytes out of an unpacker, piece by piece. What is packed twice, or grows more than 200 times beyond 64 MiB, is refused
 * before it is unpacked to the end.
 *
 * @param file its name, for errors
 * @param packedBytes its size before
 * @throws AttuneError `archive-bomb`, `nested-archive`, `broken-archive`
 */
export async function* unpack(
  chunks: AsyncIterable<Buffer>,
  unpacker: Transform,
  { file, packedBytes }: { readonly file: string; readonly packedBytes: number },
): AsyncIterable<Buffer> {
  const most = Math.max(harmlessBytes, packedBytes * mostGrowth)
  let bytes = 0
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of through(chunks, unpacker)) {
      if (head.length < archiveHeadBytes) {
        head = Buffer.concat([head, chunk.subarray(0, archiveHeadBytes)])
        const kind = archiveKind(head)
        if (kind !== undefined)
          throw attuneError('nested-archive', `${file} holds another archive (${kind}): unpack it first.`)
      }
      bytes += chunk.length
      if (bytes > most)
        throw attuneError(
          'archive-bomb',
          `${file} grows more than ${mostGrowth} times when it is unpacked, as no table does. If it is one all the same, unpack it first.`,
        )
      yield chunk
    }
  } finally {
    unpacker.destroy()
  }
}

async function* through(chunks: AsyncIterable<Buffer>, unpacker: Transform): AsyncIterable<Buffer> {
  const feeding = (async () => {
    try {
      for await (const chunk of chunks) {
        if (unpacker.destroyed) return
        if (!unpacker.write(chunk)) await drained(unpacker)
      }
      unpacker.end()
    } catch (cause) {
      unpacker.destroy(cause as Error)
    }
  })()
  for await (const chunk of unpacker) yield chunk as Buffer
  await feeding
}

/** Or closed, when what comes out is not wanted any more. */
const drained = (unpacker: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      unpacker.off('drain', done).off('close', done)
      resolve()
    }
    unpacker.on('drain', done).on('close', done)
  })
