import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { TensorData } from '../runtime/open-session.ts'
import { openTraining } from './open-training.ts'

/** A parameter's numbers, and its gradient by a reference. */
export interface ReferenceParameter {
  readonly data: readonly number[]
  readonly gradient: readonly number[]
}

/** The loss of a step, and what plain descent takes from each parameter in it: its gradient. */
export async function slopes(
  graph: Graph,
  loss: Tensor,
  inputs: Readonly<Record<string, TensorData>>,
  parameters: Readonly<Record<string, ReferenceParameter>>,
): Promise<{ readonly loss: number; readonly gradients: Readonly<Record<string, Float32Array>> }> {
  const training = await openTraining({ networks: [{ graph, loss }], optimiser: { kind: 'descent' }, threads: 1 })
  const arrays = new Map(
    [...training.save().arrays].map(([name, array]) => [
      name,
      parameters[name] ? Float32Array.from(parameters[name].data) : array,
    ]),
  )
  training.load({ step: 0, arrays })
  const report = await training.run({ inputs }, 1)
  const moved = [...training.parameters].map(
    ([name, now]) => [name, now.map((x, i) => ((arrays.get(name) as Float32Array)[i] as number) - x)] as const,
  )
  await training.close()
  return { loss: report.loss, gradients: Object.fromEntries(moved) }
}

/** |a − b| / |b|; a gradient that is as good as zero is measured against `least`. */
export function distanceTo(reference: readonly number[], found: ArrayLike<number>, least = 1e-2): number {
  return Math.hypot(...reference.map((g, i) => g - (found[i] as number))) / Math.max(Math.hypot(...reference), least)
}
