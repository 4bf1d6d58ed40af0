/** The child of learn-lora.ts: a process of its own, so that its memory is its own. */
import { writeFileSync } from 'node:fs'
import {
  crossEntropy,
  type EncoderShape,
  encodeSafetensors,
  Graph,
  linear,
  openTraining,
  type SavedArray,
  textVectors,
} from '@attune/learn'

export interface LoraTask {
  readonly shape: EncoderShape
  readonly batch: number
  readonly length: number
  readonly rank: number
  /** Where what the parameters begin with is written, with the batch. */
  readonly path: string
}

export type LoraRequest = { readonly open: LoraTask } | { readonly steps: number }

const threads = 2
/** A repeatable whole number below n. */
const draw = (i: number, n: number): number => Math.floor(Math.abs(Math.sin(i * 12.9898 + 1) * 43_758.5453) * 1000) % n

async function open({ shape, batch, length, rank, path }: LoraTask) {
  const graph = new Graph()
  const vectors = textVectors(graph, shape, { batch, length, frozen: true, lora: { rank } })
  const weight = graph.parameter('head.weight', [shape.width, 2], { start: { kind: 'normal', deviation: 0.02 } })
  const bias = graph.parameter('head.bias', [2], { start: { kind: 'constant', value: 0 } })
  const loss = crossEntropy(linear(vectors, weight, bias), graph.input('labels', 'int64', [batch]))
  const training = await openTraining({ networks: [{ graph, loss }], optimiser: { kind: 'adamW' }, threads })
  const tokens = BigInt64Array.from({ length: batch * length }, (_, i) => BigInt(draw(i, shape.vocabulary)))
  const labels = BigInt64Array.from({ length: batch }, (_, i) => BigInt(i % 2))
  const arrays = new Map<string, SavedArray>()
  for (const { tensor } of graph.parameters) {
    const data = training.parameters.get(tensor.name)
    if (data) arrays.set(tensor.name, { data, shape: tensor.shape })
  }
  arrays.set('batch/tokens', { data: tokens, shape: [tokens.length] })
  arrays.set('batch/labels', { data: labels, shape: [batch] })
  writeFileSync(path, encodeSafetensors(arrays))
  const inputs = {
    tokens,
    labels,
    bias: new Float32Array(batch * length),
    shares: new Float32Array(batch * length).fill(1 / length),
  }
  return () => training.run({ inputs }, 1e-3)
}

let step: Awaited<ReturnType<typeof open>> | undefined

process.on('message', async (request: LoraRequest) => {
  if ('open' in request) {
    step = await open(request.open)
    process.send?.({})
    return
  }
  const losses: number[] = []
  const start = performance.now()
  for (let i = 0; i < request.steps; i++) losses.push((await step?.())?.loss ?? Number.NaN)
  const seconds = (performance.now() - start) / 1000 / request.steps
  process.send?.({ seconds, losses, peakBytes: 1024 * process.resourceUsage().maxRSS })
})
