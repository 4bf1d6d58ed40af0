import type { Parameter } from '../graph/graph.ts'
import { sizeOf } from '../graph/tensor.ts'
import { createRandom, normal } from './random.ts'

/** The numbers a parameter begins with: those of a seed and the parameter's name, whatever else the network has. */
export function startOf({ tensor, start }: Parameter, seed: number): Float32Array {
  const size = sizeOf(tensor.shape)
  if (start.kind === 'data') return start.data
  if (start.kind === 'constant') return new Float32Array(size).fill(start.value)
  const random = createRandom(seed, tensor.name)
  const numbers = new Float32Array(size)
  if (start.kind === 'uniform') for (let i = 0; i < size; i++) numbers[i] = (2 * random() - 1) * start.bound
  else for (let i = 0; i < size; i++) numbers[i] = normal(random) * start.deviation
  return numbers
}
