import { seededRng } from '@attune/measure'
import { expect, test } from 'vitest'
import type { Buyer } from './buyer.ts'
import { churnFeatures } from './churn-features.ts'
import { churnOf, explainChurn, fitChurn, openChurn } from './fit-churn.ts'

const day = 86_400_000
const now = 400 * day

/** Buyers whose last order before the look back alone tells who orders again. */
function buyers(people: number): Buyer[] {
  const rng = seededRng(4)
  return Array.from({ length: people }, () => {
    const since = 100 * rng()
    const features = Float64Array.from(churnFeatures, () => 10 * rng())
    features[0] = since
    const stays = rng() < (since < 40 ? 0.95 : 0.05)
    const last = now - 90 * day - since * day
    return {
      orders: [{ at: last, amount: 9 }, ...(stays ? [{ at: now - 5 * day, amount: 9 }] : [])],
      before: features,
      now: features,
    }
  })
}

test('what decides is found to decide, and its effect on a person has the right sign', async () => {
  const people = buyers(400)
  const churn = (await fitChurn(people, { now, churnDays: 90 }))!
  expect(churn.auc).toBeGreaterThan(0.9)
  const effects = churn.drivers.map(({ effect }) => effect)
  expect(effects.indexOf(Math.max(...effects))).toBe(0)
  expect(churn.drivers[0]!.direction).toBe(1)
  const ensemble = openChurn(JSON.parse(JSON.stringify(churn.saved)))
  const [fresh, silent] = [5, 95].map((since) => {
    const row = Float64Array.from(people[0]!.now)
    row[0] = since
    return row
  }) as [Float64Array, Float64Array]
  const [low, high] = churnOf(ensemble, [fresh, silent])
  expect(low).toBeLessThan(0.3)
  expect(high).toBeGreaterThan(0.7)
  expect(explainChurn(ensemble, fresh)[0]).toBeLessThan(0)
  expect(explainChurn(ensemble, silent)[0]).toBeGreaterThan(0)
})

test('too few of either kind are not learnt from', async () => {
  expect(await fitChurn(buyers(50), { now, churnDays: 90 })).toBeNull()
})
