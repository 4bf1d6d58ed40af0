import { shapeText, sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { Feed, TensorData } from '../runtime/open-session.ts'

const arrays = {
  float32: Float32Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const

/**
 * A batch as a session takes it.
 *
 * @param inputs what the graph asks for
 * @param given beside the batch, such as parameters
 * @throws LearnError `unknown-name` for an input without numbers or numbers without an input, `bad-shape`
 */
export function feedsOf(
  inputs: readonly Tensor[],
  batch: Readonly<Record<string, TensorData>>,
  given: Readonly<Record<string, Feed>> = {},
): Record<string, Feed> {
  const feeds: Record<string, Feed> = {}
  for (const { name, type, shape } of inputs) {
    if (Object.hasOwn(given, name)) continue
    const data = batch[name]
    if (!data) throw new LearnError('unknown-name', `The batch has no numbers for ${name}.`, { name })
    if (!(data instanceof arrays[type]) || data.length !== sizeOf(shape))
      throw new LearnError(
        'bad-shape',
        `${name} takes ${type} ${shapeText(shape)}, not ${data.length} numbers in a ${data.constructor.name}.`,
        { name },
      )
    feeds[name] = { data, shape }
  }
  for (const name of Object.keys(batch))
    if (!inputs.some((input) => input.name === name))
      throw new LearnError('unknown-name', `The network has no input ${name}, or does not need it.`, { name })
  return feeds
}
