import { createRandom } from '../train/random.ts'

export interface TextIndexBatch {
  readonly bucket: number
  readonly texts: readonly number[]
}

/**
 * The batches of a training that goes over all texts again and again: each epoch in another order, drawn from seed and
 * epoch alone, with texts of one bucket together.
 *
 * @param buckets bucket of each text
 * @param options.batch texts in a batch, or those of a bucket's batches
 * @returns how many batches an epoch has, and the batch of a step counted from 1
 */
export function epochBatches(
  buckets: readonly number[],
  { batch, seed }: { readonly batch: number | ((bucket: number) => number); readonly seed: number },
): { readonly perEpoch: number; readonly batchOf: (step: number) => TextIndexBatch } {
  const byBucket = Map.groupBy(buckets.keys(), (text) => buckets[text] as number)
  const sizeOf = typeof batch === 'number' ? (): number => batch : batch
  const perEpoch = [...byBucket].reduce((sum, [bucket, texts]) => sum + Math.ceil(texts.length / sizeOf(bucket)), 0)
  let now: { readonly epoch: number; readonly batches: readonly TextIndexBatch[] } | undefined
  const drawn = (epoch: number): readonly TextIndexBatch[] => {
    const random = createRandom(seed, `epoch ${epoch}`)
    const batches = [...byBucket].flatMap(([bucket, texts]) => {
      const order = shuffled(texts, random)
      const size = sizeOf(bucket)
      return Array.from({ length: Math.ceil(order.length / size) }, (_, i) => ({
        bucket,
        texts: order.slice(i * size, (i + 1) * size),
      }))
    })
    return shuffled(batches, random)
  }
  return {
    perEpoch,
    batchOf(step) {
      const epoch = Math.floor((step - 1) / perEpoch)
      if (now?.epoch !== epoch) now = { epoch, batches: drawn(epoch) }
      return now.batches[(step - 1) % perEpoch] as TextIndexBatch
    },
  }
}

/** Fisher and Yates, as Durstenfeld 1964. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j] as T, result[i] as T]
  }
  return result
}
