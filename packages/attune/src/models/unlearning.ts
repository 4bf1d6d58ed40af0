import { z } from 'zod'

/**
 * What became of a model after somebody's erasure.
 *
 * - `untouched`: it had learnt nothing from the person
 * - `updated`: the live version is without the person, as a training without them would have made it
 * - `scheduled`: it is to be trained anew; until then the version before answers, or where `exactness` is `approximate` one
 *   from which the person was taken as far as can be done at once
 * - `retrained`: it was trained anew
 * - `stopped`: nothing was left to learn from, or the training failed; no version is live
 * - `removed`: no version was live, and the files of those that had been trained are gone
 */
export const modelUnlearningSchema = z.object({
  name: z.string(),
  state: z.enum(['untouched', 'updated', 'scheduled', 'retrained', 'stopped', 'removed']),
  /** How far what was done at once went; null where nothing was. */
  exactness: z.enum(['exact', 'approximate']).nullable(),
  /** The version that is live since. */
  version: z.int().nullable(),
  at: z.string(),
})
export type ModelUnlearning = z.infer<typeof modelUnlearningSchema>

/** The same before it is written down with its time. */
export type Unlearnt = Omit<ModelUnlearning, 'name' | 'at'>
