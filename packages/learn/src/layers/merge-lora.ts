import { LearnError } from '../learn-error.ts'
import type { LoraOptions } from './transformer-parts.ts'

/**
 * Puts low-rank adaptations into the matrices they were beside: the same encoder without its additions.
 *
 * @param parameters of the encoder, by name
 * @returns new parameters; those without an adaptation are the same arrays
 * @throws LearnError `bad-shape`
 */
export function mergeLora(
  parameters: ReadonlyMap<string, Float32Array>,
  { rank, alpha = 2 * rank }: Pick<LoraOptions, 'rank' | 'alpha'>,
): Map<string, Float32Array> {
  const merged = new Map<string, Float32Array>()
  for (const [name, data] of parameters) {
    if (name.includes('.lora.')) continue
    const place = name.replace(/\.weight$/, '.lora')
    const [down, up] = [parameters.get(`${place}.down`), parameters.get(`${place}.up`)]
    const weights = parameters.get(`${place}.weights`) ?? new Float32Array(rank).fill(1)
    const factors = weights.map((one) => (one * alpha) / rank)
    merged.set(name, down && up && name.endsWith('.weight') ? sum(name, data, down, up, factors) : data)
  }
  return merged
}

function sum(
  name: string,
  weight: Float32Array,
  down: Float32Array,
  up: Float32Array,
  /** Of each rank. */
  factors: Float32Array,
): Float32Array {
  const rank = factors.length
  const [rows, columns] = [down.length / rank, up.length / rank]
  if (rows * columns !== weight.length)
    throw new LearnError('bad-shape', `${name}: the adaptation of rank ${rank} does not fit ${weight.length} numbers.`)
  const result = weight.slice()
  for (let i = 0; i < rows; i++)
    for (let r = 0; r < rank; r++) {
      const by = (factors[r] as number) * (down[i * rank + r] as number)
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j
        result[at] = (result[at] as number) + by * (up[r * columns + j] as number)
      }
    }
  return result
}
