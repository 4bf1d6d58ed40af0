import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add, multiply, scale } from '../ops/arithmetic.ts'
import { exp, negate } from '../ops/functions.ts'
import { sum } from '../ops/reductions.ts'
import { concat, reshape } from '../ops/shapes.ts'
import { zeros } from './dense.ts'

/**
 * - numbers: Σ weight · loss.
 * - `uncertainty`: Σ (e^−s · loss + s / 2), where s is learnt for each loss and begins at 0: the logarithm of the variance that
 *   the losses are divided by (Kendall, Gal and Cipolla 2018, the form for classification). What cannot be predicted well
 *   weighs less by itself. The mix can be negative.
 */
export type ObjectiveMix = 'uncertainty' | readonly number[]

/**
 * One loss of several.
 *
 * @param losses scalars, at least one
 * @param name of the parameter that `uncertainty` learns, [losses]
 * @throws LearnError `bad-option` when there is not a weight of at least 0 for each loss
 */
export function mixObjectives(graph: Graph, losses: readonly Tensor[], mix: ObjectiveMix, name: string): Tensor {
  const all = concat(
    losses.map((loss) => reshape(loss, [1])),
    0,
  )
  if (mix === 'uncertainty') {
    const s = graph.parameter(name, [losses.length], zeros)
    return add(sum(multiply(all, exp(negate(s)))), scale(sum(s), 0.5))
  }
  if (mix.length !== losses.length || mix.some((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY)))
    throw new LearnError('bad-option', `${losses.length} losses take as many weights of at least 0.`, { mix })
  return sum(multiply(all, graph.constant(Float32Array.from(mix))))
}
