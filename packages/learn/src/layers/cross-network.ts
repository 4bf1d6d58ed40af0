import type { Tensor } from '../graph/tensor.ts'
import { add, multiply } from '../ops/arithmetic.ts'
import { dense } from './dense.ts'

/**
 * The cross network of DCN-v2 with whole matrices (Wang et al. 2021): x′ = x₀ ⊙ (W x + b) + x, so that layer l reaches
 * products of l + 1 inputs. Parameters are `<prefix>.<layer>.weight` and `.bias`.
 *
 * @param x [n × d]
 * @returns [n × d]
 */
export function crossNetwork(
  x: Tensor,
  { prefix, layers }: { readonly prefix: string; readonly layers: number },
): Tensor {
  const d = x.shape[1] as number
  let y = x
  for (let layer = 0; layer < layers; layer++) y = add(multiply(x, dense(y, `${prefix}.${layer}`, d)), y)
  return y
}
