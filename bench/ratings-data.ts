import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Interactions, interactionsFrom } from '@attune/recommend'
import { dataFolder } from './accuracy-data.ts'

/** The 100,000 ratings of movielens-100k, each person's in time order. */
export function movielensRatings(): Interactions {
  const lines = gunzipSync(readFileSync(join(dataFolder, 'movielens-100k', 'u.data.gz')))
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
  const column = (at: number): string[] => lines.map((cells) => cells[at] ?? '')
  return interactionsFrom({
    persons: column(0),
    items: column(1),
    weights: column(2).map(Number),
    times: column(3).map((seconds) => Number(seconds) * 1000),
  })
}
