import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import { shapeText, sizeOf, type Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { type DecoderOptions, type DecoderShape, decoderOutput, decoderWithKeys } from '../layers/decoder.ts'
import { LearnError } from '../learn-error.ts'
import { matmul } from '../ops/matrix.ts'
import { type Feed, openSession } from '../runtime/open-session.ts'
import type { KeyValueCache } from './key-value-cache.ts'

export interface CachedNetworkOptions {
  readonly shape: DecoderShape
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly tuning: Pick<DecoderOptions, 'lora' | 'adapters' | 'prefix'>
  readonly batch: number
  /** Tokens of each text that a run takes. */
  readonly length: number
  /** Tokens of a text at most. */
  readonly longest: number
  readonly threads: number
}

/** A decoder that takes some more tokens of each text, and looks at those before in a cache. */
export interface CachedNetwork {
  /**
   * Takes each text's next tokens into the cache.
   *
   * @param lengths tokens of each text that the cache has; moved on by those that are taken
   * @param next of each text, at most `length`; none for a text that has ended
   * @returns for each text that took tokens the logits after its last, [vocabulary]
   */
  take(
    cache: KeyValueCache,
    lengths: number[],
    next: readonly (readonly number[])[],
  ): Promise<readonly (Float32Array | undefined)[]>
  close(): Promise<void>
}

/** Larger models are fed their numbers: one copy for all networks, and no model beyond the two gigabytes of ONNX. */
const largest = 256 * 1024 * 1024
/** Any length serves to write the graph: the model leaves it open. */
const nominalRoom = 7

export async function openCachedNetwork(options: CachedNetworkOptions): Promise<CachedNetwork> {
  const { shape, parameters, tuning, batch, length, longest, threads } = options
  const { layers, width, heads, keyHeads = heads, headWidth = width / heads, vocabulary } = shape
  const graph = new Graph()
  const all = length * batch
  const inputs = (kind: string): Tensor[] =>
    Array.from({ length: layers }, (_, layer) =>
      graph.input(`past.${kind}.${layer}`, 'float32', [batch, keyHeads, nominalRoom, headWidth]),
    )
  const past = {
    positions: graph.input('positions', 'int64', [all]),
    keys: inputs('keys'),
    values: inputs('values'),
    bias: graph.input('past.bias', 'float32', [batch, 1, 1, nominalRoom]),
  }
  const tokens = graph.input('tokens', 'int64', [all])
  const needed =
    length === 1
      ? {}
      : { needed: { rows: graph.input('rows', 'int64', [batch]), places: graph.constant(new BigInt64Array(all)) } }
  // Angles are written for the longest text there will be.
  const own = shape.rotary ? { ...shape, positions: longest } : shape
  const decoded = decoderWithKeys(graph, own, { batch, length, tokens, past }, { ...tuning, ...needed })
  const logits = matmul(decoded.vectors, decoderOutput(graph, shape, tuning), { transposeB: true })
  const part = prune(graph, [logits, ...decoded.keys, ...decoded.values])
  for (const { name, shape: of } of part.parameters) {
    const data = parameters.get(name)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
    if (data.length !== sizeOf(of))
      throw new LearnError('bad-shape', `${name} has ${data.length} numbers, not ${shapeText(of)}.`)
  }
  const size = part.parameters.reduce((sum, { name }) => sum + (parameters.get(name)?.byteLength ?? 0), 0)
  const open = new Map<string, readonly (number | string)[]>([
    ['past.bias', [batch, 1, 1, 'room']],
    ...[...past.keys, ...past.values].map(
      ({ name }) => [name, [batch, keyHeads, 'room', headWidth]] as [string, readonly (number | string)[]],
    ),
  ])
  const fed = size > largest
  const session = await openSession(writeOnnx(part, fed ? new Map() : parameters, open), { threads })
  const fixed: Record<string, Feed> = {}
  if (fed)
    for (const { name, shape: of } of part.parameters)
      fixed[name] = { data: parameters.get(name) as Float32Array, shape: of }

  return {
    async take(cache, lengths, next) {
      const ids = new BigInt64Array(all)
      const positions = new BigInt64Array(all)
      const rows = new BigInt64Array(batch)
      for (let text = 0; text < batch; text++) {
        const taken = next[text] ?? []
        const start = lengths[text] ?? 0
        for (let s = 0; s < length; s++) {
          ids[s * batch + text] = BigInt(taken[s] ?? 0)
          positions[s * batch + text] = BigInt(Math.min(start + s, longest - 1))
        }
        rows[text] = BigInt(Math.max(0, taken.length - 1) * batch + text)
      }
      const results = await session.run({
        ...fixed,
        ...cache.feeds(lengths),
        tokens: { data: ids, shape: [all] },
        ...(part.inputs.includes(past.positions) ? { positions: { data: positions, shape: [all] } } : {}),
        ...(length === 1 ? {} : { rows: { data: rows, shape: [batch] } }),
      })
      cache.reserve(Math.max(...lengths.map((before, text) => before + (next[text]?.length ?? 0))))
      for (const [kind, tensors] of [
        ['keys', decoded.keys],
        ['values', decoded.values],
      ] as const)
        for (const [layer, { name }] of tensors.entries()) {
          const found = results[name] as Float32Array
          const numbers = keyHeads * headWidth
          for (const [text, taken] of next.entries())
            for (let s = 0; s < taken.length; s++) {
              const at = (s * batch + text) * numbers
              cache.put(kind, layer, text, (lengths[text] as number) + s, found.subarray(at, at + numbers))
            }
        }
      const scores = results[logits.name] as Float32Array
      return next.map((taken, text) => {
        if (taken.length === 0) return undefined
        lengths[text] = (lengths[text] as number) + taken.length
        return scores.subarray(text * vocabulary, (text + 1) * vocabulary)
      })
    },
    close: () => session.close(),
  }
}
