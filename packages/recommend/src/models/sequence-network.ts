import { gelu } from './gelu.ts'
import { rowTimesMatrix } from './row-times-matrix.ts'

/** Numbers of a network of `@attune/learn`'s `sequenceModel`, by their names without the prefix. */
export type NetworkNumbers = Readonly<Record<string, Float32Array>>

export interface SequenceNetwork {
  /** What follows some items, oldest first, at least one and at most as many as there are positions: [width]. */
  vectorOf(items: Int32Array): Float64Array
}

/** As the encoder of `@attune/learn` has it. */
const epsilon = 1e-12

/**
 * The forward pass of a trained sequence model for one history: on the thread that asks and without a session, because an
 * answer has to be there at once and a history of 50 items takes some three million multiplications. Of the last layer only the
 * last position is worked out. Calls must not overlap.
 *
 * @param numbers `embeddings.word` [items × width], `embeddings.position`, and what `layerNames` lists
 */
export function sequenceNetwork(
  numbers: NetworkNumbers,
  { width, layers, heads }: { readonly width: number; readonly layers: number; readonly heads: number },
): SequenceNetwork {
  const of = (name: string): Float32Array => numbers[name] as Float32Array
  const [words, places] = [of('embeddings.word'), of('embeddings.position')]
  const positions = places.length / width
  const inner = new Float64Array(layers > 0 ? of('layer.0.inner.bias').length : 0)
  const rows = (): Float64Array => new Float64Array(positions * width)
  const [x, keys, values] = [rows(), rows(), rows()]
  const [query, mixed, turned] = [0, 1, 2].map(() => new Float64Array(width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const scores = new Float64Array(positions)

  function project(name: string, from: number, into: Float64Array): void {
    rowTimesMatrix(x, from, of(`${name}.weight`), of(`${name}.bias`), into)
  }

  /** Adds and normalises: x = norm(x + turned). */
  function close(name: string, from: number): void {
    for (let k = 0; k < width; k++) x[from + k] = (x[from + k] as number) + (turned[k] as number)
    normalise(x, from, of(`${name}.weight`), of(`${name}.bias`))
  }

  /** What position `at` takes from itself and those before it. */
  function attend(at: number): void {
    const size = width / heads
    const scale = 1 / Math.sqrt(size)
    mixed.fill(0)
    for (let head = 0; head < width; head += size) {
      let highest = Number.NEGATIVE_INFINITY
      for (let other = 0; other <= at; other++) {
        let sum = 0
        for (let k = head; k < head + size; k++) sum += (query[k] as number) * (keys[other * width + k] as number)
        scores[other] = sum * scale
        highest = Math.max(highest, sum * scale)
      }
      let total = 0
      for (let other = 0; other <= at; other++) total += scores[other] = Math.exp((scores[other] as number) - highest)
      for (let other = 0; other <= at; other++) {
        const share = (scores[other] as number) / total
        for (let k = head; k < head + size; k++)
          mixed[k] = (mixed[k] as number) + share * (values[other * width + k] as number)
      }
    }
  }

  return {
    vectorOf(items) {
      const length = items.length
      for (const [at, item] of items.entries()) {
        for (let k = 0; k < width; k++)
          x[at * width + k] = (words[item * width + k] as number) + (places[at * width + k] as number)
        normalise(x, at * width, of('embeddings.norm.weight'), of('embeddings.norm.bias'))
      }
      for (let layer = 0; layer < layers; layer++) {
        const name = `layer.${layer}`
        for (let at = 0; at < length; at++) {
          project(`${name}.key`, at * width, keys.subarray(at * width, (at + 1) * width))
          project(`${name}.value`, at * width, values.subarray(at * width, (at + 1) * width))
        }
        for (let at = layer === layers - 1 ? length - 1 : 0; at < length; at++) {
          project(`${name}.query`, at * width, query)
          attend(at)
          rowTimesMatrix(mixed, 0, of(`${name}.output.weight`), of(`${name}.output.bias`), turned)
          close(`${name}.attention.norm`, at * width)
          project(`${name}.inner`, at * width, inner)
          for (let k = 0; k < inner.length; k++) inner[k] = gelu(inner[k] as number)
          rowTimesMatrix(inner, 0, of(`${name}.outer.weight`), of(`${name}.outer.bias`), turned)
          close(`${name}.feedForward.norm`, at * width)
        }
      }
      return x.slice((length - 1) * width, length * width)
    },
  }
}

/** Layer normalisation of one row, in place. */
function normalise(x: Float64Array, from: number, weight: Float32Array, bias: Float32Array): void {
  const width = weight.length
  let mean = 0
  for (let k = 0; k < width; k++) mean += (x[from + k] as number) / width
  let variance = 0
  for (let k = 0; k < width; k++) variance += ((x[from + k] as number) - mean) ** 2 / width
  const inverse = 1 / Math.sqrt(variance + epsilon)
  for (let k = 0; k < width; k++)
    x[from + k] = ((x[from + k] as number) - mean) * inverse * (weight[k] as number) + (bias[k] as number)
}
