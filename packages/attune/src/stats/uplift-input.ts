import { z } from 'zod'

/** Columns of units, one entry a unit. */
export const treatedRows = {
  /** 1 treated, 0 not. */
  treatment: z.array(z.union([z.literal(0), z.literal(1)])).min(2),
  outcome: z.array(z.number()).min(2),
}

/** Sixteen units, of whom those with a high score are moved by the treatment. */
export const exampleUnits = {
  treatment: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
  outcome: [1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0],
  score: [0.9, 0.88, 0.82, 0.8, 0.75, 0.7, 0.66, 0.61, 0.5, 0.45, 0.4, 0.36, 0.3, 0.2, 0.12, 0.05],
} as const
