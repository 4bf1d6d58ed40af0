import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  denseIdMap,
  givenNegatives,
  type Interactions,
  interactionsFrom,
  interactionsFromDense,
  type Split,
} from '@attune/recommend'

/** Where the public data sets lie. */
export const dataFolder: string =
  process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data')

const linesOf = (...path: readonly string[]): string[] =>
  gunzipSync(readFileSync(join(dataFolder, ...path)))
    .toString('latin1')
    .trimEnd()
    .split('\n')

/** The training interactions of movielens-1m with the numbering of He et al. 2017; a person's rows are in time order. */
export function movielensTraining(): Interactions {
  const lines = linesOf('movielens-1m', 'ncf.train.reconstructed.tsv.gz')
  const persons = new Int32Array(lines.length)
  const items = new Int32Array(lines.length)
  for (const [row, line] of lines.entries()) {
    const [person, item] = line.split('\t', 2)
    persons[row] = Number(person)
    items[row] = Number(item)
  }
  return interactionsFromDense({ persons, items, personIds: denseIdMap(6040), itemIds: denseIdMap(3706) })
}

/** The 6,040 tests with 99 given negatives each. */
export function movielensNcf(train: Interactions): Split {
  const tests = linesOf('movielens-1m', 'ncf.test.negative.gz').map((line) => {
    const [pair = '', ...negatives] = line.split('\t')
    const [person = -1, target = -1] = pair.slice(1, -1).split(',').map(Number)
    return { person, target, negatives: Int32Array.from(negatives, Number) }
  })
  return givenNegatives(train, tests)
}

/** A file of amazon-sequences: a line a person, item ids in time order after the person's id. */
export function amazonSequences(name: 'Beauty' | 'Toys_and_Games'): Interactions {
  const persons: string[] = []
  const items: string[] = []
  for (const line of linesOf('amazon-sequences', `${name}.txt.gz`)) {
    const [person = '', ...sequence] = line.trim().split(' ')
    for (const item of sequence) {
      persons.push(person)
      items.push(item)
    }
  }
  return interactionsFrom({ persons, items })
}
