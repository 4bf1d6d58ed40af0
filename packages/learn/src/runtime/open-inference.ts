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

/**
 * A network without its training: some outputs of a graph, with numbers for its parameters built in.
 *
 * @param outputs by the name that `run` gives them
 * @throws LearnError `unknown-name` when a parameter has no numbers
 */
export async function openInference(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  weights: ReadonlyMap<string, Float32Array>,
  options: SessionOptions = {},
): Promise<Inference> {
  const part = prune(graph, Object.values(outputs))
  for (const { name } of part.parameters)
    if (!weights.has(name)) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
  const session = await openSession(writeOnnx(part, weights), options)
  return {
    async run(inputs) {
      const results = await session.run(feedsOf(part.inputs, inputs))
      return Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, results[output.name] as TensorData]),
      )
    },
    close: () => session.close(),
  }
}
