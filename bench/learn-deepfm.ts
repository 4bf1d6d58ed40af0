import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Batch,
  binaryCrossEntropy,
  encodeSafetensors,
  Graph,
  openTraining,
  type RankerShape,
  type RowOptimiser,
  rankerNetwork,
  type SavedArray,
  type Training,
} from '@attune/learn'
import type { Bench, Figure } from './figure.ts'
import { inTurns, secondsOf } from './in-turns.ts'
import { openPeer, type Peer } from './peers/open-peer.ts'

const threads = 2
const learningRate = 1e-3
/** Of the tables' Adagrad, as .02 beside .001 of the rest. */
const pace = 20

interface Task {
  readonly batch: number
  readonly fields: number
  /** Of each field's table. */
  readonly rows: number
  readonly numbers: number
  readonly width: number
  readonly hidden: readonly number[]
  /** Different batches, in turn. */
  readonly batches: number
}

const whole: Task = {
  batch: 4096,
  fields: 26,
  rows: 100_000,
  numbers: 13,
  width: 16,
  hidden: [400, 400, 400],
  batches: 8,
}

const shapeOf = ({ fields, rows, numbers }: Task): RankerShape => ({
  rows: fields * rows,
  fields: Array.from({ length: fields }, (_, i) => ({ name: `field ${i}`, first: i * rows, rows })),
  lists: [],
  numbers,
  vectors: [],
})

/** Ids as they come in practice: few are common. A row is a click by two of its ids. */
function batchesOf({ batch, fields, rows, numbers, batches }: Task): readonly Batch['inputs'][] {
  let state = 1
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: batches }, () => {
    const ids = new BigInt64Array(batch * fields)
    for (let i = 0; i < ids.length; i++) ids[i] = BigInt((i % fields) * rows + Math.floor(rows * draw() ** 4))
    const clicked = (row: number): boolean =>
      (Number(ids[row * fields]) * 7 + Number(ids[row * fields + 1]) * 13) % 10 < 3
    return {
      ids,
      numbers: Float32Array.from({ length: batch * numbers }, draw),
      truths: Float32Array.from({ length: batch }, (_, row) => Number(clicked(row))),
    }
  })
}

interface Opened {
  readonly training: Training
  readonly shapes: ReadonlyMap<string, readonly number[]>
}

async function openModel(task: Task, rowOptimiser: RowOptimiser): Promise<Opened> {
  const graph = new Graph()
  const { batch, width, hidden } = task
  const options = { kind: 'deepfm', width, hidden } as const
  const [logits] = rankerNetwork(graph, shapeOf(task), options, { batch, objectives: 1, training: true })
  const loss = binaryCrossEntropy(logits!, graph.input('truths', 'float32', [batch, 1]))
  const shapes = new Map(graph.parameters.map(({ tensor }) => [tensor.name, tensor.shape]))
  const training = await openTraining({
    networks: [{ graph, loss }],
    optimiser: { kind: 'adamW', decay: 0 },
    rowOptimiser,
    threads,
  })
  return { training, shapes }
}

/** In turns as PyTorch’s program does: batch 0 first. */
function stepper({ training }: Opened, batches: readonly Batch['inputs'][]): () => Promise<number> {
  let step = 0
  return async () => (await training.run({ inputs: batches[step++ % batches.length]! }, learningRate)).loss
}

async function tell(
  peer: Peer,
  task: Task,
  { training, shapes }: Opened,
  batches: readonly Batch['inputs'][],
  path: string,
) {
  const arrays = new Map<string, SavedArray>()
  for (const [name, data] of training.parameters) arrays.set(name, { data, shape: shapes.get(name)! })
  for (const [i, inputs] of batches.entries())
    for (const [name, data] of Object.entries(inputs))
      arrays.set(`batch/${i}/${name}`, { data: data as never, shape: [data.length] })
  writeFileSync(path, encodeSafetensors(arrays))
  await peer.ask({ task: 'deepfm', path, fields: task.fields, batch: task.batch, layers: task.hidden.length, pace })
}

/** PyTorch's SparseAdam does not correct epsilon for the bias, so it is too small to matter. */
const adam: RowOptimiser = { kind: 'adamW', epsilon: 1e-12 }
const adagrad: RowOptimiser = { kind: 'adagrad', pace, start: 0.1, epsilon: 1e-10 }

/** How far the first losses are apart where both do the same: AdamW on the rows of a batch, PyTorch’s SparseAdam. */
async function lossesApart(peer: Peer, task: Task, batches: readonly Batch['inputs'][], path: string): Promise<number> {
  const opened = await openModel(task, adam)
  await tell(peer, task, opened, batches, path)
  await peer.ask({ task: 'prepare', attention: 'adam', optimiser: 'foreach' })
  const theirs = (await peer.ask({ task: 'steps', count: 4 })).losses as number[]
  const step = stepper(opened, batches)
  let apart = 0
  for (const loss of theirs) apart = Math.max(apart, Math.abs((await step()) - loss) / loss)
  await opened.training.close()
  return apart
}

export const learnDeepfmBench: Bench = {
  name: 'learn-deepfm',
  title: 'Training step of DeepFM beside PyTorch: 4096 rows, 26 tables of 100,000 × 16',
  async run() {
    const peer = openPeer('learn_torch.py')
    if (!peer)
      console.error('  No Python with PyTorch (bench/peers/setup.sh learn, ATTUNE_PEERS_PYTHON): the peer is left out.')
    const folder = mkdtempSync(join(tmpdir(), 'attune-deepfm-'))
    const path = join(folder, 'start.safetensors')
    const steps = 5
    try {
      const batches = batchesOf(whole)
      const apart = peer ? await lossesApart(peer, whole, batches, path) : undefined
      const opened = await openModel(whole, adagrad)
      const step = stepper(opened, batches)
      const ours = (): Promise<number> =>
        secondsOf(async () => {
          for (let i = 0; i < steps; i++) await step()
        }).then((seconds) => seconds / steps)
      const ways = ['adagrad foreach', 'adagrad fused', 'adagrad plain']
      const theirs = async (): Promise<number> => Number((await peer?.ask({ task: 'steps', count: steps }))?.seconds)
      const prepare = async (way: string): Promise<void> => {
        const [attention, optimiser] = way.split(' ')
        await peer?.ask({ task: 'prepare', attention, optimiser })
        await theirs()
      }
      // The fastest of PyTorch's own ways is what we are compared with.
      const times = new Map<string, number>()
      for (const way of peer ? ways : []) {
        await prepare(way)
        times.set(way, await theirs())
      }
      const best = [...times].sort(([, a], [, b]) => a - b)[0]?.[0]
      if (best) await prepare(best)
      const turns = await inTurns({ ours, ...(best && { [best]: theirs }) }, { rounds: 9 })
      await opened.training.close()
      return figuresOf(turns, best, apart)
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await peer?.close()
    }
  },
  async check() {
    const peer = openPeer('learn_torch.py')
    if (!peer) return
    const folder = mkdtempSync(join(tmpdir(), 'attune-deepfm-'))
    try {
      const task: Task = { batch: 64, fields: 5, rows: 50, numbers: 3, width: 4, hidden: [16, 8], batches: 3 }
      const apart = await lossesApart(peer, task, batchesOf(task), join(folder, 'start.safetensors'))
      if (!(apart <= 1e-5)) throw new Error(`The losses are ${apart} apart from PyTorch's.`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await peer.close()
    }
  },
}

function figuresOf(
  turns: Awaited<ReturnType<typeof inTurns>>,
  best: string | undefined,
  apart: number | undefined,
): readonly Figure[] {
  const milliseconds = (seconds: number): number => Math.round(seconds * 1e4) / 10
  const own = turns.get('ours')!
  const mine: Figure = {
    measure: `ours (least ${milliseconds(own.least)} ms)`,
    value: milliseconds(own.median),
    unit: 'ms',
  }
  const other = best === undefined ? undefined : turns.get(best)
  if (!other || apart === undefined) return [mine]
  const ratio = Math.round((1000 * own.median) / other.median) / 1000
  return [
    mine,
    {
      measure: `PyTorch, ${best} (least ${milliseconds(other.least)} ms)`,
      value: milliseconds(other.median),
      unit: 'ms',
    },
    { measure: 'ours / PyTorch', value: ratio, unit: '×', asked: '≤ 0.85', met: ratio <= 0.85 },
    {
      measure: 'difference of the first four losses, with AdamW on rows',
      value: Number(apart.toPrecision(2)),
      unit: '',
      asked: '≤ 1e-4',
      met: apart <= 1e-4,
    },
  ]
}
