import type { Kernels } from '@attune/kernels'
import {
  type BaseLearner,
  constantLearner,
  type FittedLearner,
  linearLearner,
  openLinear,
  openUpliftForest,
} from '@attune/measure'
import { z } from 'zod'
import type { BaseLearnerName } from './learner-names.ts'
import { networkLearner, openNetworkLearner } from './network-learner.ts'
import { openTreeLearner, treeLearner } from './tree-learner.ts'

/** What uplift methods are built on. */
export function baseLearner(name: BaseLearnerName, kernels: Kernels): BaseLearner {
  switch (name) {
    case 'linear':
      return linearLearner()
    case 'trees':
      return treeLearner(kernels)
    case 'network':
      return networkLearner()
  }
}

const numbers = z.array(z.number())
const target = z.enum(['probability', 'value'])
const treeSchema = z.strictObject({
  feature: z.array(z.int()),
  threshold: numbers,
  left: z.array(z.int()),
  right: z.array(z.int()),
  uplift: numbers,
})
const savedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), value: z.number() }),
  z.strictObject({ kind: z.literal('linear'), target, constant: z.number(), coefficients: numbers }),
  z.strictObject({
    kind: z.literal('network'),
    target,
    means: numbers,
    scales: numbers,
    mean: z.number(),
    scale: z.number(),
    layers: z.array(z.strictObject({ from: z.int(), to: z.int(), weight: numbers, bias: numbers })),
  }),
  z.strictObject({ kind: z.literal('uplift-forest'), columns: z.int(), trees: z.array(treeSchema).min(1) }),
  // Checked number by number where it is opened.
  z.strictObject({ kind: z.literal('trees'), model: z.unknown() }),
])

/**
 * The learner that was saved so.
 *
 * @throws ZodError, KernelError for what nobody saved
 */
export function openLearner(given: unknown): FittedLearner {
  const saved = savedSchema.parse(given)
  switch (saved.kind) {
    case 'constant':
      return constantLearner(saved.value)
    case 'linear':
      return openLinear(saved)
    case 'network':
      return openNetworkLearner(saved)
    case 'uplift-forest':
      return openUpliftForest(saved)
    case 'trees':
      return openTreeLearner(saved.model)
  }
}
