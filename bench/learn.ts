import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Batch,
  type EncoderShape,
  encodeSafetensors,
  Graph,
  maskedLanguageModel,
  openTraining,
  type SavedArray,
  type Training,
} from '@attune/learn'
import type { Bench, Figure } from './figure.ts'
import { inTurns, secondsOf } from './in-turns.ts'
import { openPeer, type Peer } from './peers/open-peer.ts'

const threads = 2
const learningRate = 1e-3

interface Task {
  readonly what: string
  readonly shape: EncoderShape
  readonly batch: number
  readonly length: number
  readonly masked: number
  /** Steps of a turn. */
  readonly steps: number
  /** Most of PyTorch's time that may be taken: with the same work, and with the needed rows only. */
  readonly asked: readonly [same: number, needed: number]
}

const tasks: readonly Task[] = [
  {
    what: '4 layers, width 256, 32 texts of 64 tokens',
    shape: { layers: 4, width: 256, heads: 4, vocabulary: 8000, positions: 64 },
    batch: 32,
    length: 64,
    masked: 320,
    steps: 5,
    asked: [1, 0.86],
  },
  {
    what: 'BERT-base, 8 texts of 128 tokens',
    shape: { layers: 12, width: 768, heads: 12, vocabulary: 30_522, positions: 512 },
    batch: 8,
    length: 128,
    masked: 152,
    steps: 1,
    asked: [1.05, 1],
  },
]

/** A repeatable whole number below n. */
const draw = (i: number, n: number): number => Math.floor(Math.abs(Math.sin(i * 12.9898 + 1) * 43_758.5453) * 1000) % n

function batchOf({ shape, batch, length, masked }: Task): Batch['inputs'] {
  const count = batch * length
  const rows = Array.from({ length: masked }, (_, i) => Math.floor((i * count) / masked))
  const places = new BigInt64Array(count).fill(BigInt(masked))
  for (const [i, row] of rows.entries()) places[row] = BigInt(i)
  return {
    tokens: BigInt64Array.from({ length: count }, (_, i) => BigInt(draw(i, shape.vocabulary))),
    rows: BigInt64Array.from(rows, BigInt),
    places,
    labels: BigInt64Array.from({ length: masked }, (_, i) => BigInt(draw(i + count, shape.vocabulary))),
    weights: new Float32Array(masked).fill(1),
  }
}

function openModel({ shape, batch, length, masked }: Task, neededRowsOnly: boolean): Promise<Training> {
  const graph = new Graph()
  const { loss } = maskedLanguageModel(graph, shape, { batch, length, masked, padded: false, neededRowsOnly })
  return openTraining({ networks: [{ graph, loss }], optimiser: { kind: 'adamW' }, threads })
}

/** Two-dimensional where PyTorch needs it to be. */
function shapeOf(
  name: string,
  size: number,
  { width, vocabulary, positions, innerWidth = 4 * width }: EncoderShape,
): number[] {
  if (name.endsWith('.word')) return [vocabulary, width]
  if (name.endsWith('.position')) return [positions, width]
  if (name.endsWith('norm.weight') || name.endsWith('.bias')) return [size]
  if (name.endsWith('inner.weight')) return [width, innerWidth]
  if (name.endsWith('outer.weight')) return [innerWidth, width]
  return [width, width]
}

interface Measured {
  readonly figures: readonly Figure[]
  /** Median of PyTorch's step. */
  readonly peerSeconds?: number
}

async function figuresOf(
  task: Task,
  peer: Peer | undefined,
  folder: string,
  neededRowsOnly: boolean,
  whole?: Measured,
): Promise<Measured> {
  const { shape, batch, length, steps, what, asked } = task
  const training = await openModel(task, neededRowsOnly)
  const fed = batchOf(task)
  const name = `${what}, ${neededRowsOnly ? 'last layer on the needed rows only' : 'same work'}`
  if (peer) {
    const path = join(folder, 'start.safetensors')
    const arrays = new Map<string, SavedArray>()
    for (const [parameter, data] of training.parameters)
      arrays.set(parameter, { data, shape: shapeOf(parameter, data.length, shape) })
    for (const input of ['tokens', 'rows', 'labels'])
      arrays.set(`batch/${input}`, { data: fed[input] as BigInt64Array, shape: [fed[input]?.length as number] })
    writeFileSync(path, encodeSafetensors(arrays))
    const { layers, width, heads } = shape
    await peer.ask({ task: 'masked_language_model', path, layers, width, heads, batch, length, pruned: neededRowsOnly })
  }
  const losses: number[] = []
  for (let i = 0; i < 3; i++) losses.push((await training.run({ inputs: fed }, learningRate)).loss)
  const ways = ['plain foreach', 'sdpa foreach', 'sdpa fused']
  let apart = 0
  const theirs = Object.fromEntries(
    ways.map((way) => [
      `PyTorch (${way})`,
      async () => Number((await peer?.ask({ task: 'steps', count: steps }))?.seconds),
    ]),
  )
  // The fastest of PyTorch's own ways is what we are compared with.
  const times = new Map<string, number>()
  for (const way of peer ? ways : []) {
    const [attention, optimiser] = way.split(' ')
    await peer?.ask({ task: 'prepare', attention, optimiser })
    const first = (await peer?.ask({ task: 'steps', count: 3 }))?.losses as number[]
    apart = Math.max(apart, ...first.map((loss, i) => Math.abs(loss - (losses[i] as number)) / loss))
    const [seconds] = await Promise.all([theirs[`PyTorch (${way})`]?.()])
    times.set(way, Number(seconds))
  }
  const best = [...times].sort(([, a], [, b]) => a - b)[0]?.[0]
  if (best) {
    const [attention, optimiser] = best.split(' ')
    await peer?.ask({ task: 'prepare', attention, optimiser })
  }
  const ours = (): Promise<number> =>
    secondsOf(async () => {
      for (let i = 0; i < steps; i++) await training.run({ inputs: fed }, learningRate)
    }).then((seconds) => seconds / steps)
  const turns = await inTurns(
    { ours, ...(best && { [best]: theirs[`PyTorch (${best})`] as () => Promise<number> }) },
    { rounds: 7 },
  )
  await training.close()
  const own = turns.get('ours')
  const other = best ? turns.get(best) : undefined
  const milliseconds = (seconds = Number.NaN): number => Math.round(seconds * 1e4) / 10
  const figures: Figure[] = [
    { measure: `${name}: ours (least ${milliseconds(own?.least)} ms)`, value: milliseconds(own?.median), unit: 'ms' },
  ]
  if (!other || !own) return { figures }
  const to = (seconds: number): number => Math.round((1000 * own.median) / seconds) / 1000
  const compared = (against: string, ratio: number, most?: number): Figure => ({
    measure: `${name}: ours / PyTorch${against}`,
    value: ratio,
    unit: '×',
    ...(most === undefined ? {} : { asked: `≤ ${most}`, met: ratio <= most }),
  })
  const ratios = whole?.peerSeconds
    ? [
        compared(', which does all of it', to(whole.peerSeconds), asked[1]),
        compared(', which does the same', to(other.median)),
      ]
    : [compared('', to(other.median), asked[0])]
  const all: Figure[] = [
    ...figures,
    {
      measure: `${name}: PyTorch, ${best} (least ${milliseconds(other.least)} ms)`,
      value: milliseconds(other.median),
      unit: 'ms',
    },
    ...ratios,
    {
      measure: `${name}: difference of the first three losses`,
      value: Number(apart.toPrecision(2)),
      unit: '',
      asked: '≤ 1e-4',
      met: apart <= 1e-4,
    },
  ]
  return { figures: all, peerSeconds: other.median }
}

export const learnBench: Bench = {
  name: 'learn-encoder',
  title: 'Training steps beside PyTorch',
  async run() {
    const peer = openPeer('learn_torch.py')
    if (!peer)
      console.error('  No Python with PyTorch (bench/peers/setup.sh learn, ATTUNE_PEERS_PYTHON): the peer is left out.')
    const folder = mkdtempSync(join(tmpdir(), 'attune-learn-'))
    try {
      const figures: Figure[] = []
      for (const task of tasks) {
        const whole = await figuresOf(task, peer, folder, false)
        const needed = await figuresOf(task, peer, folder, true, whole)
        figures.push(...whole.figures, ...needed.figures)
      }
      return figures
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await peer?.close()
    }
  },
  async check() {
    const task: Task = {
      ...(tasks[0] as Task),
      shape: { layers: 1, width: 16, heads: 2, vocabulary: 50, positions: 8 },
      batch: 2,
      length: 8,
      masked: 4,
    }
    const [whole, needed] = await Promise.all([openModel(task, false), openModel(task, true)])
    for (let i = 0; i < 5; i++) {
      const [a, b] = [
        await whole.run({ inputs: batchOf(task) }, 0.01),
        await needed.run({ inputs: batchOf(task) }, 0.01),
      ]
      if (Math.abs(a.loss - b.loss) > 1e-5) throw new Error(`The losses differ: ${a.loss} and ${b.loss}.`)
    }
    await Promise.all([whole.close(), needed.close()])
  },
}
