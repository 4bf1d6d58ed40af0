import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernels, type ThreadedKernels } from '@attune/kernels'
import type { Bench, Figure } from './figure.ts'
import { checkKernels } from './kernels-check.ts'
import { largeMatrix, movielensMatrix, noise, type StoredMatrix } from './kernels-data.ts'
import { easeFigures } from './kernels-ease.ts'
import { ialsFigures, memoryFigure } from './kernels-ials.ts'
import { neighbourFigures, topKFigures } from './kernels-lists.ts'
import { openPeer, type Peer } from './peers/open-peer.ts'

interface Place {
  readonly kernels: ThreadedKernels
  readonly peer: Peer | undefined
  readonly folder: string
}

const load = ({ peer }: Place, { matrix, path }: StoredMatrix) =>
  peer?.ask({ task: 'load', matrix: path, rows: matrix.indptr.length - 1, columns: matrix.columnCount })

async function movielensFigures(place: Place): Promise<Figure[]> {
  const { kernels, peer, folder } = place
  const data = movielensMatrix(folder)
  await load(place, data)
  const figures: Figure[] = []
  for (const [dimensions, asked] of [
    [64, 2],
    [128, 1.5],
  ] as const) {
    const task = { what: 'MovieLens 1M', data, dimensions, asked }
    figures.push(...(await ialsFigures(kernels, peer, folder, task)).figures)
  }
  return [...figures, ...(await easeFigures(kernels, peer, folder, data))]
}

async function largeFigures(place: Place): Promise<Figure[]> {
  const { kernels, peer, folder } = place
  const data = largeMatrix(folder)
  const figures = [memoryFigure(data, 64)]
  await load(place, data)
  const what = '20 M interactions'
  const wide = await ialsFigures(kernels, peer, folder, { what, data, dimensions: 128, asked: 1.3 })
  const trained = await ialsFigures(kernels, peer, folder, { what, data, dimensions: 64, asked: 1.8 })
  figures.push(...trained.figures, ...wide.figures)
  for (const ones of [false, true]) figures.push(...(await neighbourFigures(kernels, peer, folder, data, ones)))
  const dimensions = 64
  const queries = trained.rowFactors.subarray(0, 10_000 * dimensions)
  const top = { what: 'trained factors', queries, items: trained.columnFactors, dimensions, asked: 2 }
  figures.push(...(await topKFigures(kernels, peer, folder, top)))
  const centred = (length: number, seed: number) => noise(length, seed).map((value) => value - 0.5)
  const any = { queries: centred(queries.length, 3), items: centred(trained.columnFactors.length, 4) }
  figures.push(...(await topKFigures(kernels, peer, folder, { what: 'random factors', ...any, dimensions })))
  return figures
}

export const bench: Bench = {
  name: 'kernels',
  title: 'Kernels beside implicit, numpy and LAPACK: two threads, in turns, medians of 5',
  async run() {
    const kernels = await createKernels({ threads: 2 })
    if (kernels.backend !== 'threads') throw new Error(`Nothing to measure: ${kernels.reason}.`)
    const peer = openPeer('kernels_implicit.py')
    if (!peer) console.error('  without peers: bench/peers/setup.sh installs them')
    const folder = mkdtempSync(join(tmpdir(), 'attune-kernels-'))
    try {
      const place = { kernels, peer, folder }
      return [...(await movielensFigures(place)), ...(await largeFigures(place))]
    } finally {
      await peer?.close()
      await kernels.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  check: checkKernels,
}
