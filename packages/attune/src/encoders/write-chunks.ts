import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { attuneError } from '../errors.ts'

/** @throws AttuneError `file-too-large` beyond `most` bytes */
export async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>, most: number): Promise<void> {
  async function* bounded(): AsyncIterable<Uint8Array> {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > most)
        throw attuneError('file-too-large', `A file of the encoder has more than ${Math.round(most / 2 ** 20)} MiB.`)
      yield chunk
    }
  }
  await pipeline(bounded, createWriteStream(path, { mode: 0o600 }))
}
