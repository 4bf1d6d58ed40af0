import { shapeText, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { emitReshape } from './shapes.ts'

/**
 * Every head of a row several times, one beside the other, for attention in which several heads of the queries share one of
 * the keys (Ainslie et al. 2023).
 *
 * @param x [n × keyHeads · d]
 * @returns [n × keyHeads · times · d]
 * @throws LearnError `bad-shape`
 */
export function repeatHeads(
  x: Tensor,
  { keyHeads, times }: { readonly keyHeads: number; readonly times: number },
): Tensor {
  const { graph } = x
  const [n, width] = x.shape as [number, number]
  const d = width / keyHeads
  if (x.shape.length !== 2 || !Number.isInteger(d) || !Number.isInteger(times) || times < 1)
    throw new LearnError(
      'bad-shape',
      `repeatHeads: ${shapeText(x.shape)} does not have ${keyHeads} heads to be taken ${times} times.`,
    )
  const wide = [n, keyHeads, times, d]
  const repeated = graph.emit('Expand', [emitReshape(x, [n, keyHeads, 1, d]), graph.indices(wide)], wide)
  return graph.record(emitReshape(repeated, [n, width * times]), [x], (g) => {
    const sums = graph.emit('ReduceSum', [emitReshape(g, wide), graph.indices([2])], [n, keyHeads, d], {
      attributes: { keepdims: 0 },
    })
    return [emitReshape(sums, [n, width])]
  })
}
