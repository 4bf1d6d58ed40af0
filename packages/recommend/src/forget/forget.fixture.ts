import { randomOf } from '../evaluate/random.ts'
import { historyOf, type Interactions, interactionsFrom } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'

/** People whom the tests forget, by what is special about them. */
export const scenes: Readonly<Record<string, readonly string[]>> = {
  'one person': ['p7'],
  'several people': ['p3', 'p8', 'p21', 'p22'],
  'somebody with a single item': ['single'],
  'the only person of an item': ['hermit'],
  'everybody of a group': Array.from({ length: 10 }, (_, n) => `p${n * 6}`),
}

/**
 * Groups of ten people, each with items of its own and now and then one of another's; ratings from 1 to 5, times over half a
 * year. Beside them somebody with a single item, and somebody with an item that nobody else has.
 */
export function groupedPeople(seed: number, weights: 'ones' | 'ratings', groups = 6): Interactions {
  const random = randomOf(seed)
  const rows: [string, string, number, number][] = []
  const add = (person: string, item: string): void => {
    rows.push([
      person,
      item,
      weights === 'ones' ? 1 : 1 + Math.floor(random() * 5),
      Math.floor(random() * 180) * 86_400_000,
    ])
  }
  for (let person = 0; person < 10 * groups; person++) {
    const group = person % groups
    const count = 3 + Math.floor(random() * 6)
    for (let n = 0; n < count; n++) add(`p${person}`, `g${group} item ${Math.floor(random() * 9)}`)
    if (random() < 0.3) add(`p${person}`, `g${Math.floor(random() * groups)} item ${Math.floor(random() * 9)}`)
  }
  add('single', 'g0 item 0')
  for (const item of ['only mine', 'g1 item 1', 'g1 item 2']) add('hermit', item)
  return interactionsFrom({
    persons: rows.map(([person]) => person),
    items: rows.map(([, item]) => item),
    weights: rows.map(([, , weight]) => weight),
    times: rows.map(([, , , time]) => time),
  })
}

/** The text of an item: its id, and a shelf that it shares with others. */
export const textsOf = (matrix: Interactions) => (item: number) => {
  const id = matrix.items.ids[item] as string
  return { title: `${id} shelf${id.at(-1)}` }
}

/** Root mean square difference between what two models score all items for people. */
export function distance(a: Recommender, b: Recommender, matrix: Interactions, persons: Iterable<number>): number {
  const all = Int32Array.from(matrix.items.ids.keys())
  let squares = 0
  let count = 0
  for (const person of persons) {
    const history = historyOf(matrix, person)
    const other = b.score(history, all)
    for (const [at, score] of a.score(history, all).entries()) squares += (score - (other[at] as number)) ** 2
    count += all.length
  }
  return Math.sqrt(squares / count)
}
