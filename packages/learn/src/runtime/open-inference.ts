import type { Graph } from '../graph/graph.ts'
import { onlyGathered } from '../graph/only-gathered.ts'
import { type NeededPart, prune } from '../graph/prune.ts'
import { shapeText, sizeOf, type Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { LearnError } from '../learn-error.ts'
import type { QuantisedMatrix } from '../quantise/quantise-matrix.ts'
import { withQuantised } from '../quantise/with-quantised.ts'
import { feedsOf } from '../train/feeds-of.ts'
import { type Feed, openSession, type SessionOptions, type TensorData } from './open-session.ts'

export interface Inference {
  run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorData>>>
  close(): Promise<void>
}

export interface InferenceOptions extends SessionOptions {
  /** Parameters that were rounded to bytes, by name. */
  readonly quantised?: ReadonlyMap<string, QuantisedMatrix>
  /**
   * `built in`: the numbers of parameters are copied into the model, which may be laid out for speed. `read`: they are read where
   * they are at each run, as for those of a training that goes on, and for tables too large to hold twice. Default `built in`.
   */
  readonly numbers?: 'built in' | 'read'
}

/** Tables with more numbers are read where they are, so that several networks share them. */
const largeTable = 1 << 20

/** What is fed with each run, and the part that is built. */
interface Fed {
  readonly fixed: Readonly<Record<string, Feed>>
  readonly rest: NeededPart
}

/**
 * A network without its training: some outputs of a graph, with numbers for its parameters.
 *
 * @param outputs by the name that `run` gives them
 * @throws LearnError `unknown-name` when a parameter has no numbers, `bad-shape` when it has too few or too many
 */
export async function openInference(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  weights: ReadonlyMap<string, Float32Array>,
  { quantised, numbers = 'built in', ...options }: InferenceOptions = {},
): Promise<Inference> {
  const whole = prune(graph, Object.values(outputs))
  const part = quantised ? withQuantised(whole, quantised, weights) : whole
  for (const { name, shape } of part.parameters) {
    const data = weights.get(name)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
    if (data.length !== sizeOf(shape))
      throw new LearnError('bad-shape', `${name}: ${data.length} numbers do not fill ${shapeText(shape)}.`)
  }
  const { fixed, rest } = numbers === 'read' ? allOf(part, weights) : tablesOf(part, weights)
  const built = new Map([...weights].filter(([name]) => !fixed[name]))
  const session = await openSession(writeOnnx(rest, built), options)
  return {
    async run(inputs) {
      const results = await session.run({ ...fixed, ...feedsOf(whole.inputs, inputs) })
      return Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, results[output.name] as TensorData]),
      )
    },
    close: () => session.close(),
  }
}

/** All parameters, to be fed with each run. */
const allOf = (part: NeededPart, weights: ReadonlyMap<string, Float32Array>): Fed => ({
  fixed: Object.fromEntries(
    part.parameters.map(({ name, shape }) => [name, { data: weights.get(name) as Float32Array, shape }]),
  ),
  rest: part,
})

/** Large tables of embeddings, to be fed with each run, and the part without their numbers. */
function tablesOf(part: NeededPart, weights: ReadonlyMap<string, Float32Array>): Fed {
  const isTable = onlyGathered(part)
  const large = (tensor: Tensor): boolean => sizeOf(tensor.shape) >= largeTable && isTable(tensor)
  const fixed: Record<string, Feed> = {}
  for (const tensor of part.parameters.filter(large))
    fixed[tensor.name] = { data: weights.get(tensor.name) as Float32Array, shape: tensor.shape }
  const constants = new Map(part.constants)
  const inputs = [...part.inputs]
  for (const [name, { tensor, data }] of part.constants) {
    if (!large(tensor) || !(data instanceof Int8Array)) continue
    fixed[name] = { data, shape: tensor.shape }
    constants.delete(name)
    inputs.push(tensor)
  }
  return { fixed, rest: { ...part, constants, inputs } }
}
