import { fitBgNbd } from '@attune/measure'
import { expect, test } from 'vitest'
import { valueAnalyses } from './value-analyses.ts'

type Result = Record<string, never>

function run(name: string, changed: object = {}): Result {
  const analysis = valueAnalyses.find((one) => one.name === name)!
  return analysis.run(analysis.input.parse({ ...(analysis.example as object), ...changed })) as Result
}

test('every example gives what JSON can hold, and no number that is none', () => {
  for (const { name } of valueAnalyses) {
    const result = run(name)
    const seen: unknown[] = [result]
    while (seen.length > 0) {
      const one = seen.pop()
      if (typeof one === 'number') expect(Number.isFinite(one), name).toBe(true)
      else if (typeof one === 'object' && one !== null) seen.push(...Object.values(one))
      else expect(one, name).not.toBeUndefined()
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  }
})

test('bgnbd fits what it is given and predicts each customer', () => {
  const result = run('bgnbd', { penalty: 0.1 }) as unknown as {
    readonly parameters: { readonly r: number }
    readonly predictions: readonly { readonly alive: number; readonly expectedPurchases: number | null }[]
  }
  const plain = fitBgNbd(
    {
      frequency: [2, 1, 0, 0, 7, 1, 0, 4],
      recency: [30.43, 1.71, 0, 0, 29.43, 5, 0, 35],
      age: [38.86, 38.86, 38.86, 38.86, 38.86, 38.71, 38.57, 38.29],
    },
    { penalty: 0.1 },
  )
  expect(result.parameters.r).toBeCloseTo(plain.parameters.r, 9)
  expect(result.predictions).toHaveLength(8)
  expect(result.predictions[2]!.alive).toBe(1)
  expect(result.predictions[4]!.expectedPurchases).toBeGreaterThan(result.predictions[1]!.expectedPurchases!)
  const without = run('bgnbd', { horizon: undefined }) as unknown as typeof result
  expect(without.predictions[0]!.expectedPurchases).toBeNull()
})

test('rows that do not belong together are refused at the edge', () => {
  const survival = valueAnalyses.find(({ name }) => name === 'survival')!
  const mixed = {
    subjects: [
      { time: 1, event: 1, covariates: [1] },
      { time: 2, event: 0 },
    ],
  }
  expect(survival.input.safeParse(mixed).success).toBe(false)
  const bgnbd = valueAnalyses.find(({ name }) => name === 'bgnbd')!
  expect(bgnbd.input.safeParse({ customers: [{ frequency: 1.5, recency: 1, age: 2 }] }).success).toBe(false)
})
