import { createKernels, fitTrees, type Kernels, predictTrees, type TreesParameters } from '@attune/kernels'
import { dataFolder } from './accuracy-data.ts'
import type { Bench, Figure } from './figure.ts'
import { peerInterpreter } from './peers/peer-interpreter.ts'
import { runPeer } from './peers/run-peer.ts'
import { areaUnderCurve, foldRows, readTable } from './trees-data.ts'

const threads = 2
const rounds = 200
/** Training rows are repeated so often: four fifths of 45,211 rows become 904,225. */
const times = 25
const turns = 5
const parameters: TreesParameters = { loss: 'logistic', rounds, maxLeaves: 31, learningRate: 0.1, maxBins: 255 }

interface Fit {
  readonly seconds: number
  /** Of all threads. */
  readonly processorSeconds: number
  readonly auc: number
}

const split = { folds: 5, fold: 0 } as const

async function run(): Promise<Figure[]> {
  const table = readTable('bank')
  const training = foldRows(table, { ...split, part: 'training', times })
  const test = foldRows(table, { ...split, part: 'test' })
  await using kernels = await createKernels({ threads })
  const peer = peerInterpreter()
  if (!peer)
    console.error('  No Python with LightGBM (bench/peers/setup.sh, ATTUNE_PEERS_PYTHON): the peer is left out.')
  const ours: Fit[] = []
  const theirs: Fit[] = []
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now()
    const before = process.cpuUsage()
    const model = await fitTrees(kernels, training, parameters)
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(before)
    const processorSeconds = (user + system) / 1e6
    ours.push({ seconds, processorSeconds, auc: areaUnderCurve(test.labels, predictTrees(model, test.features)) })
    console.error(`  ours ${seconds.toFixed(2)} s`)
    if (!peer) continue
    const args = [dataFolder, threads, rounds, times]
    const said = (await runPeer('trees_lightgbm.py', { args })) as Record<string, unknown>
    theirs.push({
      seconds: Number(said.seconds),
      processorSeconds: Number(said.processorSeconds),
      auc: Number(said.auc),
    })
    console.error(`  LightGBM ${said.version} ${Number(said.seconds).toFixed(2)} s`)
  }
  return figures(ours, theirs, training.labels.length)
}

function figures(ours: readonly Fit[], theirs: readonly Fit[], rows: number): Figure[] {
  const size = `${rows.toLocaleString('en-US')} rows × 16 features, ${rounds} trees of 31 leaves, ${threads} threads`
  const [own, peer] = [ours, theirs].map((fits) => median(fits.map(({ seconds }) => seconds))) as [number, number]
  const [ownWork, peerWork] = [ours, theirs].map((fits) =>
    median(fits.map(({ processorSeconds }) => processorSeconds)),
  ) as [number, number]
  const [ownAuc, peerAuc] = [ours, theirs].map((fits) => median(fits.map(({ auc }) => auc))) as [number, number]
  const found: Figure[] = [
    { measure: `fit, binning included: ${size}`, value: rounded(own, 2), unit: 's' },
    { measure: 'processor time of all threads', value: rounded(ownWork, 2), unit: 's' },
    { measure: 'AUC on the held-out fifth of the original rows', value: rounded(ownAuc, 4), unit: '' },
  ]
  if (theirs.length === 0) return found
  const ratio = own / peer
  return [
    ...found,
    { measure: 'LightGBM: the same fit', value: rounded(peer, 2), unit: 's' },
    { measure: 'LightGBM: processor time, its waiting included', value: rounded(peerWork, 2), unit: 's' },
    { measure: 'LightGBM: AUC', value: rounded(peerAuc, 4), unit: '' },
    { measure: 'time, ours / LightGBM’s', value: rounded(ratio, 2), unit: '×', asked: '≤ 1.5', met: ratio <= 1.5 },
    {
      measure: 'AUC, LightGBM’s − ours',
      value: rounded(peerAuc - ownAuc, 4),
      unit: '',
      asked: '≤ 0.002',
      met: peerAuc - ownAuc <= 0.002,
    },
  ]
}

/** A thousand rows: threads and plain reference agree to the bit, and the model is good on the rest of a fold. */
async function check(): Promise<void> {
  const table = readTable('bank')
  const sample = foldRows(table, { folds: 45, fold: 1, part: 'test' })
  await using kernels = await createKernels({ threads })
  await using plain = await createKernels({ backend: 'plain' })
  const fitOn = (where: Kernels) => fitTrees(where, sample, { ...parameters, rounds: 30 })
  const [fast, slow] = [await fitOn(kernels), await fitOn(plain)]
  const test = foldRows(table, { folds: 45, fold: 2, part: 'test' })
  const scores = predictTrees(fast, test.features)
  const expected = predictTrees(slow, test.features)
  if (scores.some((score, row) => score !== expected[row])) throw new Error('The backends do not agree.')
  const auc = areaUnderCurve(test.labels, scores)
  if (!(auc > 0.85)) throw new Error(`AUC ${auc} on bank-marketing, far below what 1,000 rows allow.`)
}

export const bench: Bench = {
  name: 'trees',
  title: 'Boosted trees on bank-marketing, against LightGBM',
  data: ['bank-marketing'],
  run,
  check,
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
