import { join } from 'node:path'
import { nearestColumns, type ThreadedKernels, topK } from '@attune/kernels'
import type { Figure } from './figure.ts'
import { inTurns, secondsOf } from './in-turns.ts'
import { difference, readFloats, type StoredMatrix, writeArray } from './kernels-data.ts'
import { atMost, sideBySide } from './kernels-figures.ts'
import type { Peer } from './peers/open-peer.ts'

const k = 100

/** Item-kNN by cosine beside implicit's CosineRecommender, with the weights as they are or all 1. */
export async function neighbourFigures(
  kernels: ThreadedKernels,
  peer: Peer | undefined,
  folder: string,
  { matrix: given }: StoredMatrix,
  ones: boolean,
): Promise<Figure[]> {
  const what = `item-kNN, cosine, top ${k} of 20 M interactions${ones ? ', all of weight 1' : ''}`
  const matrix = ones ? { ...given, values: new Float32Array(given.values.length).fill(1) } : given
  let found: Float32Array | undefined
  const scores = join(folder, 'neighbours')
  const contenders = {
    ours: () =>
      secondsOf(async () => {
        found = (await nearestColumns(kernels, { matrix, measure: 'cosine', k })).scores
      }),
    ...(peer && { implicit: async () => Number((await peer.ask({ task: 'neighbours', k, ones, scores })).seconds) }),
  }
  const figures = sideBySide(what, await inTurns(contenders, { warmUp: 0 }), { implicit: 2.3 })
  if (peer && found)
    figures.push(atMost(`${what}: largest difference`, difference(found, readFloats(scores)), '', 1e-4))
  return figures
}

export interface TopKTask {
  readonly what: string
  readonly queries: Float32Array
  readonly items: Float32Array
  readonly dimensions: number
  /** How many times as fast as implicit it must be, if anything is asked. */
  readonly asked?: number
}

/** The exact best items beside implicit's, with what cannot reach the best left out and not. */
export async function topKFigures(
  kernels: ThreadedKernels,
  peer: Peer | undefined,
  folder: string,
  { what: kind, queries, items, dimensions, asked }: TopKTask,
): Promise<Figure[]> {
  const what = `exact top ${k}, ${queries.length / dimensions} × ${items.length / dimensions} × ${dimensions}, ${kind}`
  const files = {
    queries: writeArray(join(folder, 'queries'), queries),
    items: writeArray(join(folder, 'items'), items),
  }
  const scores = join(folder, 'top')
  const task = { task: 'top', ...files, dimensions, k, scores }
  let found: Float32Array | undefined
  const run = (prune: boolean) => () =>
    secondsOf(async () => {
      found = (await topK(kernels, { queries, items, dimensions, k }, { prune })).scores
    })
  const contenders = {
    ours: run(true),
    'ours without leaving out': run(false),
    ...(peer && { implicit: async () => Number((await peer.ask(task)).seconds) }),
  }
  const goals = asked === undefined ? {} : { implicit: asked }
  const figures = sideBySide(what, await inTurns(contenders), goals)
  if (peer && found)
    figures.push(atMost(`${what}: largest difference`, difference(found, readFloats(scores)), '', 1e-4))
  return figures
}
