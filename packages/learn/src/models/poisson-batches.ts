import type { TextIndexBatch } from './epoch-batches.ts'

export interface PoissonOptions {
  /** Texts of a step on average. */
  readonly batch: number
  /** Texts that a batch has room for; a step has as many batches as it takes. */
  readonly room: number
  /** Uniform numbers from 0 to below 1 for a step. */
  readonly randomOf: (step: number) => () => number
}

/**
 * The batches of a training whose every step draws each text with the same chance, whatever was drawn before: what the accounts of
 * differential privacy take for granted. A step has about `batch` texts, none at all where chance has it so.
 *
 * @param buckets bucket of each text
 * @returns steps in which every text is drawn once on average, how many batches a step has at most, and those of a step
 */
export function poissonBatches(
  buckets: readonly number[],
  { batch, room, randomOf }: PoissonOptions,
): {
  readonly perEpoch: number
  readonly most: number
  readonly batchesOf: (step: number) => readonly TextIndexBatch[]
} {
  const chance = Math.min(1, batch / buckets.length)
  return {
    perEpoch: Math.ceil(buckets.length / batch),
    most: Math.ceil(buckets.length / room) + new Set(buckets).size,
    batchesOf(step) {
      const random = randomOf(step)
      const drawn = [...buckets.keys()].filter(() => random() < chance)
      return [...Map.groupBy(drawn, (text) => buckets[text] as number)].flatMap(([bucket, texts]) =>
        Array.from({ length: Math.ceil(texts.length / room) }, (_, i) => ({
          bucket,
          texts: texts.slice(i * room, (i + 1) * room),
        })),
      )
    },
  }
}
