import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EncoderShape,
  exportEncoder,
  Graph,
  type Inference,
  openInference,
  quantiseParameters,
  saveEncoder,
  textBatch,
  textVectors,
} from '@attune/learn'
import type { Bench, Figure } from './figure.ts'
import { inTurns, secondsOf, type Turns } from './in-turns.ts'
import { openNodePeer, openPeer, type Peer } from './peers/open-peer.ts'

/** MiniLM's, which serves most. */
const miniLm: EncoderShape = {
  layers: 6,
  width: 384,
  heads: 12,
  innerWidth: 1536,
  vocabulary: 30_522,
  positions: 512,
  segments: 2,
}
const threads = 2
const length = 128
const rounds = 9

/** A repeatable number from −1 to 1. */
const draw = (i: number): number => 2 * Math.abs((Math.sin(i * 12.9898 + 1) * 43_758.5453) % 1) - 1

const drawnParameters = (shape: EncoderShape): ReadonlyMap<string, Float32Array> => {
  const graph = new Graph()
  textVectors(graph, shape, { batch: 1, length: 8 })
  return new Map(
    graph.parameters.map(({ tensor, start }, p) => {
      const numbers = Float32Array.from({ length: tensor.shape.reduce((all, n) => all * n, 1) }, (_, i) =>
        draw(i + 7 * p),
      )
      return [tensor.name, numbers.map((x) => (start.kind === 'constant' ? start.value + x / 10 : x / 12))]
    }),
  )
}

const tokensOf = (batch: number, { vocabulary }: EncoderShape): number[][] =>
  Array.from({ length: batch }, (_, b) => Array.from({ length }, (_, s) => (b * 131 + s * 7 + 1000) % vocabulary))

/** Ours with floats and with bytes. */
async function openOurs(
  shape: EncoderShape,
  parameters: ReadonlyMap<string, Float32Array>,
  batch: number,
): Promise<Readonly<Record<'float' | 'bytes', Inference>>> {
  const graph = new Graph()
  const means = textVectors(graph, shape, { batch, length })
  const { quantised, parameters: others } = quantiseParameters(graph, [means], parameters)
  return {
    float: await openInference(graph, { means }, parameters, { threads }),
    bytes: await openInference(graph, { means }, others, { threads, quantised }),
  }
}

function leastCosine(a: ArrayLike<number>, b: ArrayLike<number>, width: number): number {
  let least = 1
  for (let from = 0; from < a.length; from += width) {
    let [dot, aa, bb] = [0, 0, 0]
    for (let i = from; i < from + width; i++) {
      const [x, y] = [a[i] as number, b[i] as number]
      dot += x * y
      aa += x * x
      bb += y * y
    }
    least = Math.min(least, dot / Math.sqrt(aa * bb))
  }
  return least
}

interface Contender {
  readonly name: string
  /** Runs it some times and says how many seconds one took, and the vectors. */
  readonly run: (count: number) => Promise<{ readonly seconds: number; readonly means: ArrayLike<number> }>
}

const asked = async (peer: Peer, request: Readonly<Record<string, unknown>>) => {
  const { seconds, means } = await peer.ask(request)
  return { seconds: Number(seconds), means: means as number[] }
}

async function openPeers(folder: string, parameters: ReadonlyMap<string, Float32Array>) {
  const torch = openPeer('learn_inference_torch.py')
  const browser = openNodePeer('transformers-js.mjs', '@huggingface', 'transformers', 'dist', 'transformers.node.mjs')
  if (!torch) console.error('  No Python with PyTorch (bench/peers/setup.sh learn, ATTUNE_PEERS_PYTHON): left out.')
  if (!browser) console.error('  No transformers.js (bench/peers/setup.sh learn, ATTUNE_PEERS_NODE): left out.')
  const path = join(folder, 'model.safetensors')
  const own = new Map([...parameters].map(([name, data]) => [name.replace('encoder.', ''), data]))
  const { config, safetensors } = saveEncoder(miniLm, own, { padding: 0 })
  writeFileSync(path, safetensors)
  mkdirSync(join(folder, 'model', 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'model', 'config.json'), JSON.stringify(config))
  const plain = join(folder, 'model', 'onnx', 'model.onnx')
  writeFileSync(plain, exportEncoder(miniLm, { parameters }))
  await torch?.ask({ task: 'load', path, layers: miniLm.layers, heads: miniLm.heads })
  const bytes = await torch?.ask({
    task: 'quantise',
    from: plain,
    to: join(folder, 'model', 'onnx', 'model_quantized.onnx'),
  })
  const dtypes = bytes?.done ? ['fp32', 'q8'] : ['fp32']
  for (const dtype of browser ? dtypes : [])
    await browser?.ask({ task: 'load', folder: `${folder}/`, name: 'model', dtype })
  const contenders = (batch: number): readonly Contender[] => {
    const tokens = tokensOf(batch, miniLm)
    return [
      ...(torch ? ['fp32', 'int8'] : []).map((kind) => ({
        name: `PyTorch ${kind}`,
        run: (count: number) => asked(torch as Peer, { task: 'run', kind, tokens, count }),
      })),
      ...(browser ? dtypes : []).map((dtype) => ({
        name: `transformers.js ${dtype === 'q8' ? 'int8' : dtype}`,
        run: (count: number) => asked(browser as Peer, { task: 'run', dtype, tokens, count }),
      })),
    ]
  }
  return { contenders, close: async () => void (await Promise.all([torch?.close(), browser?.close()])) }
}

const oursAs = (name: string, network: Inference, batch: number): Contender => {
  const inputs = textBatch(tokensOf(batch, miniLm), { batch, length, padding: 0 })
  return {
    name,
    async run(count) {
      let means: ArrayLike<number> = []
      const seconds = await secondsOf(async () => {
        for (let i = 0; i < count; i++) means = (await network.run(inputs)).means as Float32Array
      })
      return { seconds: seconds / count, means }
    },
  }
}

async function figuresOf(batch: number, others: readonly Contender[], parameters: ReadonlyMap<string, Float32Array>) {
  const ours = await openOurs(miniLm, parameters, batch)
  const contenders = [oursAs('ours fp32', ours.float, batch), oursAs('ours int8', ours.bytes, batch), ...others]
  const vectors = new Map<string, ArrayLike<number>>()
  for (const { name, run } of contenders) vectors.set(name, (await run(2)).means)
  const count = batch === 1 ? 8 : 2
  const turns = await inTurns(
    Object.fromEntries(contenders.map(({ name, run }) => [name, async () => (await run(count)).seconds])),
    { rounds },
  )
  await Promise.all([ours.float.close(), ours.bytes.close()])
  const what = `batch of ${batch}`
  const exact = vectors.get('ours fp32') as ArrayLike<number>
  const milliseconds = ({ median }: Turns): number => Math.round(median * 1e4) / 10
  const figures: Figure[] = contenders.map(({ name }) => {
    const turn = turns.get(name) as Turns
    return {
      measure: `${what}: ${name} (least ${Math.round(turn.least * 1e4) / 10} ms)`,
      value: milliseconds(turn),
      unit: 'ms',
    }
  })
  const own = turns.get('ours int8') as Turns
  for (const { name } of others.filter((one) => one.name.endsWith('int8'))) {
    const value = Math.round((1000 * own.median) / (turns.get(name) as Turns).median) / 1000
    figures.push({ measure: `${what}: ours int8 / ${name}`, value, unit: '×', asked: '< 1', met: value < 1 })
  }
  for (const { name } of contenders.slice(1)) {
    const value = Number(leastCosine(exact, vectors.get(name) as ArrayLike<number>, miniLm.width).toFixed(6))
    const floor = name.endsWith('int8') ? 0.98 : 0.99999
    figures.push({
      measure: `${what}: least cosine of ${name} to ours fp32`,
      value,
      unit: '',
      asked: `≥ ${floor}`,
      met: value >= floor,
    })
  }
  return figures
}

export const learnInferenceBench: Bench = {
  name: 'learn-inference',
  title: 'An encoder asked: int8 beside transformers.js and PyTorch (6 layers, width 384, 128 tokens)',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'attune-inference-'))
    const parameters = drawnParameters(miniLm)
    const peers = await openPeers(folder, parameters)
    try {
      const figures: Figure[] = []
      for (const batch of [1, 8]) figures.push(...(await figuresOf(batch, peers.contenders(batch), parameters)))
      return figures
    } finally {
      await peers.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  async check() {
    const shape: EncoderShape = { ...miniLm, layers: 1, width: 64, heads: 4, innerWidth: 128, vocabulary: 2000 }
    const { float, bytes } = await openOurs(shape, drawnParameters(shape), 2)
    const inputs = textBatch(tokensOf(2, shape), { batch: 2, length, padding: 0 })
    const [a, b] = [(await float.run(inputs)).means, (await bytes.run(inputs)).means]
    await Promise.all([float.close(), bytes.close()])
    const least = leastCosine(a as Float32Array, b as Float32Array, shape.width)
    if (!(least > 0.99)) throw new Error(`Vectors of bytes are ${least} alike to those of floats.`)
  },
}
