import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Encoder, LanguageError } from '@attune/language'
import type { EmbedOrder, EncoderThreadData, EncoderThreadMessage } from './encoder-thread.ts'

/** From the sources the thread runs TypeScript, from a build JavaScript. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

export interface FolderEncoder extends Encoder {
  close(): Promise<void>
}

interface Waiting {
  resolve(vectors: readonly Float32Array[]): void
  reject(error: Error): void
}

/**
 * An encoder of a folder, in a thread of its own. Its id has the digest of its weights, so that another version under the same
 * name has vectors of its own.
 *
 * @throws LanguageError `encoder-failed` where the folder holds none that can be used
 */
export async function openFolderEncoder(folder: string, prefix: string): Promise<FolderEncoder> {
  const data: EncoderThreadData = { folder, prefix }
  const thread = new Worker(new URL(`./encoder-thread${extension}`, import.meta.url), { workerData: data })
  thread.unref()
  const waiting = new Map<number, Waiting>()
  let failure: LanguageError | undefined
  const fail = (error: LanguageError): void => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const { promise: opened, resolve: open, reject: refuse } = Promise.withResolvers<string>()
  thread.on('message', (message: EncoderThreadMessage) => {
    if (message.type === 'open') open(message.digest)
    else if (message.type === 'failed' && message.id === null) refuse(unusable(message.message))
    else if (message.id !== null) {
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.type === 'failed') asked?.reject(unusable(message.message))
      else asked?.resolve(rowsOf(message.vectors, message.width))
    }
  })
  thread.on('error', (cause) => {
    refuse(unusable(cause.message))
    fail(unusable(cause.message))
  })
  thread.on('exit', () => {
    refuse(unusable('its thread ended'))
    fail(unusable('its thread ended'))
  })
  let next = 0
  try {
    // While it opens, the process waits for it.
    thread.ref()
    const digest = await opened
    thread.unref()
    return {
      id: `${basename(folder)}@${digest}`,
      async embed(texts, { signal } = {}) {
        if (failure) throw failure
        if (signal?.aborted) throw new LanguageError('cancelled', 'Making vectors was cancelled.')
        if (texts.length === 0) return []
        const id = next++
        const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
        waiting.set(id, { resolve, reject })
        thread.ref()
        thread.postMessage({ id, texts } satisfies EmbedOrder)
        try {
          return await promise
        } finally {
          if (waiting.size === 0) thread.unref()
        }
      },
      async close() {
        await thread.terminate()
      },
    }
  } catch (error) {
    await thread.terminate()
    throw error
  }
}

const rowsOf = (vectors: Float32Array, width: number): Float32Array[] =>
  width === 0
    ? []
    : Array.from({ length: vectors.length / width }, (_, row) => vectors.slice(row * width, (row + 1) * width))

const unusable = (why: string): LanguageError =>
  new LanguageError('encoder-failed', `The encoder cannot be used: ${why}.`)
