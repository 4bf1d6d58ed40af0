import { float } from '../graph/attribute.ts'
import { sizeOf } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'
import { notSeen } from '../ops/attention.ts'
import { OnnxNodes } from './onnx-nodes.ts'

export interface ExportOptions {
  /** Encoder's parameters (`encoder.…`), and the head's (`head.weight`, `head.bias`) where classes are asked for. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** So many classes: the model gives their logits. Default: it gives the vectors of all tokens. */
  readonly classes?: number
  /** Width of bottleneck adapters that are not merged. */
  readonly adapters?: { readonly width: number }
}

/**
 * An encoder as a plain ONNX model for any runtime, with the inputs that programs around Hugging Face's models give: `input_ids`
 * and `attention_mask`, [batch × sequence] of int64, any batch and any length up to the positions there are.
 *
 * Output: `last_hidden_state` [batch × sequence × width], or `logits` [batch × classes] from the mean of the tokens' vectors.
 *
 * @throws LearnError `unknown-name`, `bad-shape` for numbers that are missing or do not fit
 */
export function exportEncoder(shape: EncoderShape, options: ExportOptions): Uint8Array {
  const { layers, width, heads, vocabulary, positions, segments = 0, epsilon = 1e-12 } = shape
  const { parameters, classes, adapters } = options
  const inner = shape.innerWidth ?? 4 * width
  const onnx = new OnnxNodes()
  const emit: OnnxNodes['emit'] = (...node) => onnx.emit(...node)
  const used = new Map<string, Float32Array>()
  const weight = (name: string, ...of: number[]): string => {
    const data = parameters.get(name)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${name}.`)
    if (data.length !== sizeOf(of))
      throw new LearnError('bad-shape', `${name}: ${data.length} numbers do not fill [${of.join(' × ')}].`)
    used.set(name, data)
    return onnx.parameter(name, of)
  }
  const own = (name: string, ...of: number[]): string => weight(`encoder.${name}`, ...of)
  const affine = (x: string, matrix: string, bias: string): string => emit('Add', [emit('MatMul', [x, matrix]), bias])
  const project = (x: string, name: string, from: number, to: number): string =>
    affine(x, own(`${name}.weight`, from, to), own(`${name}.bias`, to))
  const norm = (x: string, name: string): string =>
    emit('LayerNormalization', [x, own(`${name}.weight`, width), own(`${name}.bias`, width)], {
      axis: -1,
      epsilon: float(epsilon),
    })
  const gelu = (x: string): string => {
    const erf = emit('Erf', [emit('Div', [x, onnx.scalar(Math.SQRT2)])])
    return emit('Mul', [emit('Mul', [x, emit('Add', [erf, onnx.scalar(1)])]), onnx.scalar(0.5)])
  }
  const adapted = (x: string, name: string): string => {
    if (!adapters) return x
    const part = (which: string): string => `${name}.adapter.${which}`
    const down = affine(x, own(part('down'), width, adapters.width), own(part('downBias'), adapters.width))
    return emit('Add', [x, affine(gelu(down), own(part('up'), adapters.width, width), own(part('upBias'), width))])
  }
  const byHead = (x: string, perm: readonly number[]): string =>
    emit('Transpose', [emit('Reshape', [x, onnx.whole(0, 0, heads, width / heads)])], { perm })

  const ids = onnx.input('input_ids', 'int64', ['batch', 'sequence'])
  const mask = emit('Cast', [onnx.input('attention_mask', 'int64', ['batch', 'sequence'])], { to: 1 })
  const hidden = emit('Mul', [emit('Sub', [onnx.scalar(1), mask]), onnx.scalar(notSeen)])
  const bias = emit('Unsqueeze', [hidden, onnx.whole(1, 2)])

  const length = emit('Gather', [emit('Shape', [ids]), onnx.constant(BigInt64Array.of(1n), [])])
  const zero = onnx.constant(BigInt64Array.of(0n), [])
  const places = emit('Range', [zero, length, onnx.constant(BigInt64Array.of(1n), [])])
  let x = emit('Add', [
    emit('Gather', [own('embeddings.word', vocabulary, width), ids]),
    emit('Gather', [own('embeddings.position', positions, width), places]),
  ])
  if (segments > 0) x = emit('Add', [x, emit('Gather', [own('embeddings.segment', segments, width), zero])])
  x = norm(x, 'embeddings.norm')
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string): string => `layer.${layer}.${part}`
    const q = byHead(project(x, name('query'), width, width), [0, 2, 1, 3])
    const k = byHead(project(x, name('key'), width, width), [0, 2, 3, 1])
    const v = byHead(project(x, name('value'), width, width), [0, 2, 1, 3])
    const scores = emit('Div', [emit('MatMul', [q, k]), onnx.scalar(Math.sqrt(width / heads))])
    const shares = emit('Softmax', [emit('Add', [scores, bias])], { axis: -1 })
    const mixed = emit('Transpose', [emit('MatMul', [shares, v])], { perm: [0, 2, 1, 3] })
    const rows = emit('Reshape', [mixed, onnx.whole(0, 0, width)])
    x = norm(
      emit('Add', [x, adapted(project(rows, name('output'), width, width), name('attention'))]),
      name('attention.norm'),
    )
    const wide = gelu(project(x, name('inner'), width, inner))
    x = norm(
      emit('Add', [x, adapted(project(wide, name('outer'), inner, width), name('feedForward'))]),
      name('feedForward.norm'),
    )
  }
  if (classes === undefined) onnx.output(x, 'last_hidden_state', ['batch', 'sequence', width])
  else {
    const each = emit('Unsqueeze', [mask, onnx.whole(2)])
    const sum = emit('ReduceSum', [emit('Mul', [x, each]), onnx.whole(1)], { keepdims: 0 })
    const count = emit('ReduceSum', [mask, onnx.whole(1)], { keepdims: 1 })
    const mean = emit('Div', [sum, count])
    onnx.output(affine(mean, weight('head.weight', width, classes), weight('head.bias', classes)), 'logits', [
      'batch',
      classes,
    ])
  }
  return writeOnnx(onnx.part(), used, onnx.shapes)
}
