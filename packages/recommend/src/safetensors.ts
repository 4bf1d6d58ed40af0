import { decodeSafetensors as decode, encodeSafetensors as encode, LearnError } from '@attune/learn/safetensors'
import { RecommendError } from './errors.ts'

/** The arrays that can be written, one dimension each. */
export type Tensor = Float32Array | Float64Array | Int32Array | Uint8Array

export interface Safetensors {
  readonly arrays: Readonly<Record<string, Tensor>>
  /** Free texts kept in the header. */
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Writes the arrays of a model in the safetensors format, as `@attune/learn` does.
 *
 * @throws RecommendError `bad-safetensors` for a name that is reserved
 * @example
 * const bytes = encodeSafetensors({ scores: new Float32Array([1, 2]) }, { kind: 'popularity' })
 */
export function encodeSafetensors(
  arrays: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const named = Object.entries(arrays).map(([name, data]) => [name, { shape: [data.length], data }] as const)
  return translated(() => encode(new Map(named), metadata))
}

/**
 * Reads what `encodeSafetensors`, or any other writer of the format, wrote; shapes are flattened. Arrays are copies.
 *
 * @throws RecommendError `bad-safetensors` naming what is wrong: cut off, not JSON, a type that models have none of, offsets
 *   that do not fit
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { arrays, metadata } = translated(() => decode(bytes))
  const flat = [...arrays].map(([name, { data }]): [string, Tensor] => {
    if (data instanceof BigInt64Array || data instanceof Int8Array)
      throw new RecommendError(
        'bad-safetensors',
        `Array ${name}: models have no arrays of type ${data.constructor.name}.`,
      )
    return [name, data]
  })
  return { arrays: Object.fromEntries(flat), metadata }
}

function translated<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    if (error instanceof LearnError) throw new RecommendError('bad-safetensors', error.message)
    throw error
  }
}
