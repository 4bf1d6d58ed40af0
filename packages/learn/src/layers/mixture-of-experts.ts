import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { add, multiply } from '../ops/arithmetic.ts'
import { slice } from '../ops/shapes.ts'
import { softmax } from '../ops/softmax.ts'
import { dense } from './dense.ts'

/**
 * Mixes what experts say by a softmax gate of its own (Jacobs et al. 1991): Σ_i softmax(W x + b)_i · expert_i.
 *
 * @param experts at least one, each [n × d]
 * @param x [n × in], what the gate sees
 * @param name of the gate's parameters, `<name>.weight` and `<name>.bias`
 * @returns [n × d]
 * @throws LearnError `bad-shape`
 */
export function mixtureOfExperts(experts: readonly Tensor[], x: Tensor, name: string): Tensor {
  const [first] = experts
  const wrong = experts.find(({ shape }) => shape.length !== 2 || shape.some((length, i) => length !== first?.shape[i]))
  if (!first || wrong)
    throw new LearnError(
      'bad-shape',
      `mixtureOfExperts takes experts of one shape, not ${shapeText(wrong?.shape ?? [])}.`,
    )
  const gate = softmax(dense(x, name, experts.length))
  return experts.map((expert, i) => multiply(expert, slice(gate, 1, i, i + 1))).reduce((all, one) => add(all, one))
}
