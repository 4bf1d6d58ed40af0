import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { fitBgNbd } from './fit-bg-nbd.ts'
import { fitGammaGamma } from './fit-gamma-gamma.ts'
import { fitParetoNbd } from './fit-pareto-nbd.ts'
import { gammaGammaSpend } from './gamma-gamma.ts'
import { lifetimeValue, totalLifetimeValue } from './lifetime-value.ts'
import { expectedPurchases } from './purchase-model.ts'
import { bgNbdShoppers, gammaDraw } from './synthetic-shoppers.fixture.ts'

const truth = { r: 0.9, alpha: 8, a: 0.8, b: 2.5 }

function shop(seed: number, customers = 500) {
  const rng = seededRng(seed)
  const histories = bgNbdShoppers(truth, { customers, age: () => 40, rng })
  const spend = histories.frequency.map((x) => (x === 0 ? 0 : (gammaDraw(4 * x, rng) * 30) / (x * gammaDraw(5, rng))))
  const people = histories.frequency.map((frequency, i) => ({
    frequency,
    recency: histories.recency[i]!,
    age: histories.age[i]!,
    spend: spend[i]!,
    spendPurchases: frequency,
  }))
  return { histories, people, spend }
}

test('value is spend times purchases, each step discounted at its end', () => {
  const { histories, people, spend } = shop(1)
  const model = { kind: 'bg-nbd', fit: fitBgNbd(histories) } as const
  const amounts = fitGammaGamma({ frequency: histories.frequency, spend })
  const one = people.find(({ frequency }) => frequency === 3)!
  const until = (time: number): number => expectedPurchases(model, one, time)
  const amount = gammaGammaSpend(amounts.parameters, 3, one.spend)!
  const plain = lifetimeValue(model, amounts, one, { horizon: 52 })
  expect(plain.value).toBeCloseTo(amount * until(52), 9)
  const discounted = lifetimeValue(model, amounts, one, { horizon: 52, steps: 2, discount: 0.1, margin: 0.3 })
  expect(discounted.value).toBeCloseTo(0.3 * amount * (until(26) / 1.1 + (until(52) - until(26)) / 1.21), 9)
  expect(discounted.purchases).toBeCloseTo(until(52), 12)
  expect(lifetimeValue(model, 'own-mean', one, { horizon: 52 }).value).toBeCloseTo(one.spend * until(52), 9)
})

test('the interval of the total covers the truth in about 95 of 100 shops', () => {
  let covered = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { histories, people } = shop(seed, 200)
    const model = { kind: 'bg-nbd', fit: fitBgNbd(histories) } as const
    const options = { horizon: 30 }
    const flat = people.map((one) => ({ ...one, spend: 1 }))
    const interval = totalLifetimeValue(model, 'own-mean', flat, options)
    const known = { kind: 'bg-nbd', fit: { parameters: truth, covariance: null } } as const
    const expected = flat.reduce((sum, one) => sum + lifetimeValue(known, 'own-mean', one, options).value!, 0)
    if (interval && interval.low <= expected && expected <= interval.high) covered++
  }
  expect(covered).toBeGreaterThanOrEqual(34)
})

test('both models give an interval around their value; without known parameters there is none', () => {
  const { histories, people, spend } = shop(7)
  const amounts = fitGammaGamma({ frequency: histories.frequency, spend })
  for (const model of [
    { kind: 'bg-nbd', fit: fitBgNbd(histories) },
    { kind: 'pareto-nbd', fit: fitParetoNbd(histories) },
  ] as const) {
    const total = totalLifetimeValue(model, amounts, people, { horizon: 12 })!
    expect(total.low).toBeLessThan(total.value)
    expect(total.high).toBeGreaterThan(total.value)
    const wider = totalLifetimeValue(model, amounts, people, { horizon: 12, level: 0.99 })!
    expect(wider.high).toBeGreaterThan(total.high)
  }
  const unknown = { kind: 'bg-nbd', fit: { parameters: truth, covariance: null } } as const
  expect(totalLifetimeValue(unknown, amounts, people, { horizon: 12 })).toBeNull()
})

test('where spend has no mean there is no value rather than a number', () => {
  const known = { kind: 'bg-nbd', fit: { parameters: truth, covariance: null } } as const
  const heavy = { parameters: { p: 2, q: 0.5, v: 3 }, covariance: null }
  const newcomer = { frequency: 0, recency: 0, age: 3, spend: 0, spendPurchases: 0 }
  expect(lifetimeValue(known, heavy, newcomer, { horizon: 12 })).toMatchObject({ spend: null, value: null })
  expect(totalLifetimeValue(known, heavy, [newcomer], { horizon: 12 })).toBeNull()
})

test('impossible options are refused', () => {
  const known = { kind: 'bg-nbd', fit: { parameters: truth, covariance: null } } as const
  const one = { frequency: 0, recency: 0, age: 3, spend: 0, spendPurchases: 0 }
  for (const options of [
    { horizon: -1 },
    { horizon: 1, steps: 0 },
    { horizon: 1, margin: 2 },
    { horizon: 1, discount: -1 },
  ])
    expect(() => lifetimeValue(known, 'own-mean', one, options)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    )
})
