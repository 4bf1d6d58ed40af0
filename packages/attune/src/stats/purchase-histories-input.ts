import { expectedPurchases, type PurchaseModel, probabilityAlive } from '@attune/measure'
import { z } from 'zod'

const amount = z.number().min(0).max(1e12)

/** What the lifetime models read: one row a customer, all times in one unit. */
const historiesShape = {
  customers: z
    .array(
      z.strictObject({
        frequency: z.int().min(0).max(1_000_000).describe('Purchases after the first'),
        recency: amount.describe('From the first purchase to the last'),
        age: amount.describe('From the first purchase to the end of observation'),
      }),
    )
    .min(1)
    .max(1_000_000),
  penalty: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe('Pulls small samples towards sensible parameters; 0: not at all'),
  horizon: z.number().positive().max(1e6).optional().describe('Also expected purchases in this time for each customer'),
} as const

export const historiesInput = z.strictObject(historiesShape)
export type HistoriesInput = z.infer<typeof historiesInput>

/** The columns that `@attune/measure` reads. */
export function columnsOf(customers: HistoriesInput['customers']) {
  return {
    frequency: customers.map(({ frequency }) => frequency),
    recency: customers.map(({ recency }) => recency),
    age: customers.map(({ age }) => age),
  }
}

/** What a model expects of each customer; purchases where a horizon is given. */
export const predictionsOf = (model: PurchaseModel, { customers, horizon }: HistoriesInput) =>
  customers.map((customer) => ({
    alive: probabilityAlive(model, customer),
    expectedPurchases: horizon === undefined ? null : expectedPurchases(model, customer, horizon),
  }))

/** A handful of customers, in weeks. */
export const exampleHistories = {
  customers: [
    { frequency: 2, recency: 30.43, age: 38.86 },
    { frequency: 1, recency: 1.71, age: 38.86 },
    { frequency: 0, recency: 0, age: 38.86 },
    { frequency: 0, recency: 0, age: 38.86 },
    { frequency: 7, recency: 29.43, age: 38.86 },
    { frequency: 1, recency: 5, age: 38.71 },
    { frequency: 0, recency: 0, age: 38.57 },
    { frequency: 4, recency: 35, age: 38.29 },
  ],
  penalty: 0.05,
  horizon: 39,
}
