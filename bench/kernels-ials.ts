import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openIals, type ThreadedKernels } from '@attune/kernels'
import type { Figure } from './figure.ts'
import { inTurns, secondsOf } from './in-turns.ts'
import { noise, type StoredMatrix, writeArray } from './kernels-data.ts'
import { atMost, sideBySide } from './kernels-figures.ts'
import type { Peer } from './peers/open-peer.ts'

const regularization = 0.01
const steps = 3

export interface IalsTask {
  readonly what: string
  readonly data: StoredMatrix
  readonly dimensions: number
  /** How many times as fast as implicit it must be. */
  readonly asked: number
}

/** Iterations of iALS in turns with implicit's, both from the same start, and the loss that both have then. */
export async function ialsFigures(
  kernels: ThreadedKernels,
  peer: Peer | undefined,
  folder: string,
  { what, data, dimensions, asked }: IalsTask,
): Promise<{ figures: Figure[]; rowFactors: Float32Array; columnFactors: Float32Array }> {
  const { matrix } = data
  const rows = matrix.indptr.length - 1
  const start = {
    rowFactors: noise(rows * dimensions, 1, 0.01),
    columnFactors: noise(matrix.columnCount * dimensions, 2, 0.01),
  }
  const write = (name: string, { rowFactors, columnFactors }: typeof start) => ({
    rowFactors: writeArray(join(folder, `${name}.rows`), rowFactors),
    columnFactors: writeArray(join(folder, `${name}.columns`), columnFactors),
  })
  await peer?.ask({ task: 'als_start', ...write('start', start), dimensions })
  using ials = openIals(kernels, { matrix, dimensions, ...start })
  const ours = (): Promise<number> =>
    secondsOf(async () => {
      await ials.solveRows({ regularization, steps })
      await ials.solveColumns({ regularization, steps })
    })
  const theirs = async (): Promise<number> =>
    Number((await peer?.ask({ task: 'als_iterate', regularization, steps }))?.seconds)
  const turns = await inTurns({ ours, ...(peer && { implicit: theirs }) })
  const found = { rowFactors: ials.rowFactors(), columnFactors: ials.columnFactors() }
  const figures = sideBySide(`iALS iteration, ${what}, d = ${dimensions}`, turns, { implicit: asked })
  if (peer) {
    const loss = await peer.ask({ task: 'als_loss', regularization, dimensions, ...write('found', found) })
    const relative = Math.abs(Number(loss.given) / Number(loss.own) - 1)
    figures.push(
      atMost(`iALS, ${what}, d = ${dimensions}: difference of the loss after 6 iterations`, relative, '', 1e-4),
    )
  }
  return { figures, ...found }
}

/** Most memory of a process that holds the matrix and iterates once, with the packages as they are published. */
export function memoryFigure({ matrix, path }: StoredMatrix, dimensions: number): Figure {
  const root = join(import.meta.dirname, '..')
  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
    return stdout
  }
  run('node_modules/typescript/bin/tsc', '-b', 'packages/kernels')
  const output = run('bench/kernels-memory.ts', path, String(matrix.columnCount), String(dimensions))
  const { peakBytes } = JSON.parse(output) as { peakBytes: number }
  const millions = Math.round(matrix.indices.length / 1e6)
  const what = `peak memory of a process that holds ${millions} M interactions and iterates iALS once, d = ${dimensions}`
  return atMost(what, peakBytes / 1e6, 'MB', 700)
}
