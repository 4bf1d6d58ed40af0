import type { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { LearnError } from '../learn-error.ts'
import { feedsOf } from '../train/feeds-of.ts'
import { openSession, type SessionOptions, type TensorData } from './open-session.ts'

export interface Inference {
  run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorData>>>
  close(): Promise<void>
}

export interface InferenceOptions extends SessionOptions {
  /**
   * `built in`: the numbers of parameters are copied into the model, which may be laid out for speed. `read`: they are read where
   * they are at each run, as for those of a training that goes on, and for tables too large to hold twice. Default `built in`.
   */
  readonly parameters?: 'built in' | 'read'
}

/**
 * A network without its training: some outputs of a graph, with numbers for its parameters.
 *
 * @param outputs by the name that `run` gives them
 * @throws LearnError `unknown-name` when a parameter has no numbers
 */
export async function openInference(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  weights: ReadonlyMap<string, Float32Array>,
  options: InferenceOptions = {},
): Promise<Inference> {
  const part = prune(graph, Object.values(outputs))
  for (const { name } of part.parameters)
    if (!weights.has(name)) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
  const read = options.parameters === 'read'
  const session = await openSession(writeOnnx(part, read ? new Map() : weights), options)
  const given = Object.fromEntries(
    (read ? part.parameters : []).map(({ name, shape }) => [name, { data: weights.get(name) as Float32Array, shape }]),
  )
  return {
    async run(inputs) {
      const results = await session.run({ ...given, ...feedsOf(part.inputs, inputs) })
      return Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, results[output.name] as TensorData]),
      )
    },
    close: () => session.close(),
  }
}
