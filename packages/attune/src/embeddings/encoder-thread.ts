import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { workerData } from 'node:worker_threads'
import { openPredictor } from '../predict/open-predictor.ts'
import { serveAsked } from '../predict/serve-asked.ts'
import { quantisedFile } from '../quantise/open-serving-encoder.ts'

export interface EncoderThreadData {
  readonly folder: string
  readonly prefix: string
}

/** Vectors of an order, row by row. */
export interface EncodedRows {
  readonly width: number
  readonly vectors: Float32Array
}

/** Answers with an encoder; tells the digest of its weights. */
serveAsked<string, EncodedRows>(async () => {
  const { folder, prefix } = workerData as EncoderThreadData
  const opened = await openPredictor(folder, { threads: 2, batch: 16 })
  if (opened.kind !== 'similar') throw new Error('it is no encoder, but a model for another task')
  const weights = [quantisedFile, 'model.safetensors']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  return {
    opened: weights === undefined ? '' : await digestOf(weights, prefix),
    close: () => opened[Symbol.asyncDispose](),
    async answer(texts) {
      // A text of nothing is refused by encoders; its place is a vector of zeros.
      const places = [...texts.keys()].filter((at) => (texts[at] as string).trim() !== '')
      const answers = await opened.predict(places.map((at) => `${prefix}${texts[at]}`))
      const width = answers[0]?.vector.length ?? 0
      const vectors = new Float32Array(texts.length * width)
      for (const [at, { vector }] of answers.entries()) vectors.set(vector, (places[at] as number) * width)
      return { answer: { width, vectors }, transfer: [vectors.buffer] }
    },
  }
})

async function digestOf(file: string, prefix: string): Promise<string> {
  const hash = createHash('sha256').update(prefix)
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64url').slice(0, 12)
}
