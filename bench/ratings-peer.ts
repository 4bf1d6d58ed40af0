import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kernels } from '@attune/kernels'
import { evaluateRatings, type RatingFold } from '@attune/recommend'
import type { Figure } from './figure.ts'
import { runPeer } from './peers/run-peer.ts'

interface PeerReport {
  readonly fitSeconds: number
  readonly predictSeconds: number
  readonly rmse: number
  readonly ratings: number
  readonly version: string
}

/** What is the same in both, each with its defaults. */
const pairs = [
  { name: 'SVD', model: 'svd', algorithm: 'svd' },
  { name: 'SVD++', model: 'svdpp', algorithm: 'svdpp' },
  { name: 'user kNN baseline, msd', model: 'ratingUserKnn', algorithm: 'knnBaseline' },
  { name: 'NMF', model: 'nmf', algorithm: 'nmf' },
  { name: 'Slope One', model: 'slopeOne', algorithm: 'slopeOne' },
]

/**
 * Fit and prediction side by side with scikit-surprise on the same folds, in turns, one thread each. Reading the ratings
 * is not timed on either side.
 */
export async function ratingPeerFigures(folds: readonly RatingFold[], kernels: Kernels): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-ratings-'))
  try {
    const files = folds.map((fold, at) => writeFold(folder, fold, at))
    const figures: Figure[] = []
    for (const pair of pairs) {
      console.error(`  ${pair.name} in turns with scikit-surprise`)
      let [ours, theirs, squares, count, version] = [0, 0, 0, 0, '']
      for (const [at, fold] of folds.entries()) {
        const now = () => performance.now()
        const own = await evaluateRatings({ folds: [fold], model: pair.model, context: { kernels }, resamples: 0, now })
        ours += own.fitSeconds + own.evaluateSeconds
        const args = [pair.algorithm, ...(files[at] as [string, string])]
        const peer = (await runPeer('ratings_surprise.py', { args, threads: 1 })) as PeerReport
        theirs += peer.fitSeconds + peer.predictSeconds
        squares += peer.rmse ** 2 * peer.ratings
        count += peer.ratings
        version = peer.version
      }
      const what = `${pair.name}, ${folds.length} folds, one thread, fit and prediction`
      const ratio = theirs / ours
      figures.push(
        { measure: what, value: rounded(ours, 2), unit: 's' },
        { measure: `${what}, scikit-surprise ${version}`, value: rounded(theirs, 2), unit: 's' },
        {
          measure: `${what}, their time over ours`,
          value: rounded(ratio, 2),
          unit: '×',
          asked: '≥ 1',
          met: ratio >= 1,
        },
        { measure: `${pair.name}, RMSE of scikit-surprise`, value: rounded(Math.sqrt(squares / count), 4), unit: '' },
      )
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeFold(folder: string, { train, persons, items, ratings }: RatingFold, at: number): [string, string] {
  const taught: string[] = []
  for (let person = 0; person + 1 < train.indptr.length; person++) {
    for (let entry = train.indptr[person] as number; entry < (train.indptr[person + 1] as number); entry++)
      taught.push(`${person}\t${train.indices[entry]}\t${train.values[entry]}\n`)
  }
  const asked = Array.from(ratings, (rating, entry) => `${persons[entry]}\t${items[entry]}\t${rating}\n`)
  const files: [string, string] = [join(folder, `${at}.train.tsv`), join(folder, `${at}.test.tsv`)]
  writeFileSync(files[0], taught.join(''))
  writeFileSync(files[1], asked.join(''))
  return files
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
