import { createKernels, openIals } from '@attune/kernels'
import type { ForgetTask } from '../forget/forgetting.ts'
import type { Recommender } from '../recommender.ts'
import type { FitContext } from '../recommender-registry.ts'
import { confidencesOf, kernelSettings } from './fit-ials.ts'
import type { IalsParameters } from './ials-parameters.ts'
import { ialsOf } from './serve-ials.ts'
import { pauseFor, staged } from './training-context.ts'
import { turnFactors } from './turn-factors.ts'

/** Passes over the people who remain, and steps of the solver, enough to arrive: a half-solved row would keep what it was. */
const passes = 2
const steps = 6

/**
 * The item factors of iALS without people, from where they stand: everybody who remains is folded in against the items as
 * they are, then the items are solved for anew, from zero, with these people alone, twice. Items that only those people had
 * are gone, and no factor is an average over their history any more; but the axes in which the people were folded in first
 * were fitted with them, so that a trace remains (bench/RESULTS.md says how much) until the model is trained anew.
 */
export async function forgetIals(
  { saved, remaining }: ForgetTask,
  context: FitContext,
): Promise<Recommender | undefined> {
  const { kernels, signal, onProgress } = staged(context, 'iterations')
  const parameters = saved.parameters as unknown as IalsParameters
  const { factors: d } = parameters
  const { itemFactors } = saved.arrays
  if (!(itemFactors instanceof Float32Array)) return undefined
  const matrix = confidencesOf(remaining.interactions, parameters)
  const run = kernels ?? (await createKernels({ backend: 'plain' }))
  const settings = { ...kernelSettings(parameters), steps: Math.max(steps, parameters.steps) }
  const solved = async (half: 'solveRows' | 'solveColumns', rowFactors: Float32Array, columnFactors: Float32Array) => {
    await pauseFor(run)
    using ials = openIals(run, { matrix, dimensions: d, rowFactors, columnFactors })
    await ials[half](settings, { signal })
    return half === 'solveRows' ? ials.rowFactors() : ials.columnFactors()
  }
  let items = new Float32Array(matrix.columnCount * d)
  for (const [place, item] of remaining.itemOf.entries())
    items.set(itemFactors.subarray(item * d, item * d + d), place * d)
  for (let pass = 1; pass <= passes; pass++) {
    const people = await solved('solveRows', new Float32Array((matrix.indptr.length - 1) * d), items)
    items = Float32Array.from(await solved('solveColumns', people, new Float32Array(items.length)))
    onProgress?.(pass, passes)
  }
  return items.every(Number.isFinite) ? ialsOf(turnFactors(items, d), parameters) : undefined
}
