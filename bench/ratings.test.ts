import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createKernels } from '@attune/kernels'
import { kFoldRatings } from '@attune/recommend'
import { expect, test } from 'vitest'
import { dataFolder } from './accuracy-data.ts'
import { cases, ratingFigures } from './ratings.ts'
import { movielensRatings } from './ratings-data.ts'

/** One fold of five has 20,000 ratings of 943 people: its RMSE differs from that of all by up to .01. */
const tolerance = 0.012

test.skipIf(!existsSync(join(dataFolder, 'movielens-100k')))(
  'movielens-100k, one fold of five: every kind of rating predictor is near its published error',
  { timeout: 120_000 },
  async () => {
    const [fold] = kFoldRatings(movielensRatings())
    expect(fold!.ratings.length).toBe(20_000)
    await using kernels = await createKernels({ threads: 2 })
    const asked = cases.filter((one) => one.asked !== undefined)
    const learned = asked.filter(({ model }) => ['svd', 'svdpp', 'nmf'].includes(model))
    const runs = [...asked.map((one) => ({ one, on: undefined })), ...learned.map((one) => ({ one, on: kernels }))]
    for (const { one, on } of runs) {
      const [rmse] = await ratingFigures([fold!], one, on)
      expect(rmse!.value, one.name).toBeLessThan(one.asked! + tolerance)
      // Far below what was published would mean that the test part leaked.
      expect(rmse!.value, one.name).toBeGreaterThan(one.asked! - 0.03)
    }
  },
)
