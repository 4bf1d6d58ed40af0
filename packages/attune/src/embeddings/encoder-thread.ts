import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openPredictor } from '../predict/open-predictor.ts'
import { quantisedFile } from '../quantise/open-serving-encoder.ts'

/** What the thread is told, one after the other. */
export interface EmbedOrder {
  readonly id: number
  readonly texts: readonly string[]
}

export interface EncoderThreadData {
  readonly folder: string
  readonly prefix: string
}

/** What it says: once what it has opened, then vectors for each order. */
export type EncoderThreadMessage =
  | { readonly type: 'open'; readonly digest: string }
  | { readonly type: 'vectors'; readonly id: number; readonly width: number; readonly vectors: Float32Array }
  | { readonly type: 'failed'; readonly id: number | null; readonly message: string }

/** Answers with an encoder: ONNX Runtime keeps the thread it works in busy, so that of the server does not do. */
async function serve(): Promise<void> {
  if (!parentPort) return
  const port = parentPort
  const say = (message: EncoderThreadMessage): void => port.postMessage(message)
  const { folder, prefix } = workerData as EncoderThreadData
  const opened = await openPredictor(folder, { threads: 2, batch: 16 })
  if (opened.kind !== 'similar') throw new Error('it is no encoder, but a model for another task')
  const weights = [quantisedFile, 'model.safetensors']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  say({ type: 'open', digest: weights === undefined ? '' : await digestOf(weights, prefix) })
  let before: Promise<void> = Promise.resolve()
  port.on('message', ({ id, texts }: EmbedOrder) => {
    before = before.then(async () => {
      try {
        // A text of nothing is refused by encoders; its place is a vector of zeros.
        const places = [...texts.keys()].filter((at) => (texts[at] as string).trim() !== '')
        const answers = await opened.predict(places.map((at) => `${prefix}${texts[at]}`))
        const width = answers[0]?.vector.length ?? 0
        const vectors = new Float32Array(texts.length * width)
        for (const [at, { vector }] of answers.entries()) vectors.set(vector, (places[at] as number) * width)
        port.postMessage({ type: 'vectors', id, width, vectors } satisfies EncoderThreadMessage, [vectors.buffer])
      } catch (error) {
        say({ type: 'failed', id, message: error instanceof Error ? error.message : 'unknown' })
      }
    })
  })
}

async function digestOf(file: string, prefix: string): Promise<string> {
  const hash = createHash('sha256').update(prefix)
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64url').slice(0, 12)
}

serve().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : 'unknown'
  parentPort?.postMessage({ type: 'failed', id: null, message } satisfies EncoderThreadMessage)
})
