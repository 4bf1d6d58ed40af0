import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import type { FeatureColumn } from './feature-column.ts'
import { fitTrees } from './fit-trees.ts'
import { predictTrees } from './predict-trees.ts'

/** Even over the range; doubles of fast-check crowd around 0. */
const within = (low: number, high: number) =>
  fc.integer({ min: 0, max: 1000 }).map((at) => low + ((high - low) * at) / 1000)
const cell = fc.option(within(-3, 3), { nil: Number.NaN, freq: 5 })
const row = fc.record({
  rising: cell,
  falling: cell,
  free: cell,
  group: fc.integer({ min: -1, max: 4 }),
  label: within(0, 1),
})
type Row = { rising: number; falling: number; free: number; group: number }

const columnsOf = (rows: readonly Row[]): FeatureColumn[] => [
  { kind: 'numeric', values: Float64Array.from(rows, ({ rising }) => rising) },
  { kind: 'numeric', values: Float64Array.from(rows, ({ falling }) => falling) },
  { kind: 'numeric', values: Float64Array.from(rows, ({ free }) => free) },
  { kind: 'categorical', values: Int32Array.from(rows, ({ group }) => group) },
]

/** Follows the two monotone features, with noise that would often go against them. */
const labelOf = ({ rising, falling, label }: Row & { label: number }) => {
  const trend = (Number.isNaN(rising) ? 0 : rising) - (Number.isNaN(falling) ? 1 : falling)
  return Math.min(1, Math.max(0, label + 0.1 * trend))
}

test('a prediction never goes against a monotone feature, whatever the other features are, missing ones too', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const steps = Array.from({ length: 41 }, (_, at) => -4 + at / 5)
  const parameters = fc.record({
    loss: fc.constantFrom('squared' as const, 'logistic' as const, 'poisson' as const),
    maxLeaves: fc.integer({ min: 2, max: 16 }),
    l1: fc.constantFrom(0, 0.05),
    l2: fc.constantFrom(0, 1),
    seed: fc.integer({ min: 0, max: 99 }),
    rowShare: fc.constantFrom(1, 0.7),
  })
  let inner = 0
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 120 }), parameters, async (rows, given) => {
      const input = { features: columnsOf(rows), labels: Float64Array.from(rows, labelOf) }
      const fixed = { rounds: 8, minRows: 1, learningRate: 0.5, minCategoryRows: 1, monotone: [1, -1, 0, 0] as const }
      const model = await fitTrees(kernels, input, { ...given, ...fixed })
      inner += model.feature.filter((feature) => feature === 0 || feature === 1).length
      for (const one of rows.slice(0, 20)) {
        const rising = predictTrees(model, columnsOf(steps.map((value) => ({ ...one, rising: value }))))
        const falling = predictTrees(model, columnsOf(steps.map((value) => ({ ...one, falling: value }))))
        for (let at = 1; at < steps.length; at++) {
          expect(rising[at]).toBeGreaterThanOrEqual(rising[at - 1]!)
          expect(falling[at]).toBeLessThanOrEqual(falling[at - 1]!)
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(inner).toBeGreaterThan(500)
})

test('without the constraint the same data do go against it, and with it the trend is still learnt', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const values = Float64Array.from({ length: 400 }, (_, at) => at / 400)
  const input = {
    features: [{ kind: 'numeric', values }] as const,
    labels: values.map((x) => x + 0.3 * Math.sin(20 * x)),
  }
  const rises = async (monotone: readonly (0 | 1)[]) => {
    const said = predictTrees(await fitTrees(kernels, input, { loss: 'squared', monotone }), input.features)
    return { falls: said.filter((value, at) => at > 0 && value < said[at - 1]!).length, span: said[399]! - said[0]! }
  }
  expect((await rises([0])).falls).toBeGreaterThan(0)
  const bound = await rises([1])
  expect(bound.falls).toBe(0)
  expect(bound.span).toBeGreaterThan(0.7)

  // Where all speaks against it, there is nothing to split.
  const against = await fitTrees(
    kernels,
    { ...input, labels: values.map((x) => -x) },
    { loss: 'squared', monotone: [1] },
  )
  expect(against.feature.every((feature) => feature === -1)).toBe(true)
})
