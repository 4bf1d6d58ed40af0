import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
    for (const one of cases.filter(({ asked }) => asked !== undefined)) {
      const [rmse] = await ratingFigures([fold!], one)
      expect(rmse!.value, one.name).toBeLessThan(one.asked! + tolerance)
      // Far below what was published would mean that the test part leaked.
      expect(rmse!.value, one.name).toBeGreaterThan(one.asked! - 0.03)
    }
  },
)
