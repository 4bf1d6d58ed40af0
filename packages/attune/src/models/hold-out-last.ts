import { type EvaluationCase, historyOf, type Interactions, interactionsFromDense, type Split } from '@attune/recommend'

export interface HeldOutCase extends EvaluationCase {
  /** When the person took the target first; milliseconds since the epoch. */
  readonly time: number
  /** What the first interaction with the target weighed, or its stars. */
  readonly value: number
}

export interface HeldOut {
  readonly train: Interactions
  readonly cases: readonly HeldOutCase[]
}

export interface HoldOutOptions {
  /** At most so many persons are asked; which ones is decided by `rng`. */
  readonly maxPersons: number
  readonly rng: () => number
}

/**
 * Hides the item that each asked person discovered last, and all that the person did from that moment on: the model is
 * trained without it and asked to find it. (The last interaction as such is often a return to a known item, which serving
 * never offers.) Persons with a single item are trained on and not asked.
 */
export function holdOutLast(interactions: Interactions, { maxPersons, rng }: HoldOutOptions): HeldOut {
  const { indptr, indices, values, times } = interactions
  const personCount = indptr.length - 1
  /** Where the hidden part of each person's row begins; its end where nothing is hidden. */
  const hiddenFrom = Int32Array.from({ length: personCount }, (_, person) => indptr[person + 1] as number)
  const able: number[] = []
  const discovery = Int32Array.from({ length: personCount }, (_, person) => lastDiscovery(interactions, person))
  for (let person = 0; person < personCount; person++)
    if ((discovery[person] as number) > (indptr[person] as number)) able.push(person)
  const cases = sample(able, maxPersons, rng).map((person): HeldOutCase => {
    const at = discovery[person] as number
    const from = indptr[person] as number
    hiddenFrom[person] = at
    const history = historyOf(interactions, person)
    return {
      person,
      history: {
        items: history.items.subarray(0, at - from),
        weights: history.weights.subarray(0, at - from),
        times: history.times.subarray(0, at - from),
      },
      targets: indices.slice(at, at + 1),
      time: times[at] as number,
      value: values[at] as number,
    }
  })
  const persons: number[] = []
  const rows: number[] = []
  for (let person = 0; person < personCount; person++)
    for (let at = indptr[person] as number; at < (hiddenFrom[person] as number); at++) {
      persons.push(person)
      rows.push(at)
    }
  const train = interactionsFromDense({
    persons: Int32Array.from(persons),
    items: Int32Array.from(rows, (at) => indices[at] as number),
    weights: Float32Array.from(rows, (at) => values[at] as number),
    times: Float64Array.from(rows, (at) => times[at] as number),
    personIds: interactions.persons,
    itemIds: interactions.items,
  })
  return { train, cases }
}

/** As one fold for `evaluate`; undefined when nobody can be asked. */
export function splitOf(train: Interactions, cases: readonly HeldOutCase[]): Split | undefined {
  return cases.length === 0 ? undefined : { protocol: 'leave-one-out', folds: [{ train, cases }] }
}

/** Position of the first interaction with the item that came last into the row; the row's start when it has one item only. */
function lastDiscovery({ indptr, indices }: Interactions, person: number): number {
  const from = indptr[person] as number
  const seen = new Set<number>()
  let last = from
  for (let at = from; at < (indptr[person + 1] as number); at++) {
    const item = indices[at] as number
    if (!seen.has(item)) last = at
    seen.add(item)
  }
  return last
}

/** `size` of the list, each subset as likely as any other (Fisher–Yates, stopped early). */
function sample(list: readonly number[], size: number, rng: () => number): number[] {
  const pool = [...list]
  const taken = Math.min(size, pool.length)
  for (let at = 0; at < taken; at++) {
    const other = at + Math.floor(rng() * (pool.length - at))
    const swapped = pool[at] as number
    pool[at] = pool[other] as number
    pool[other] = swapped
  }
  return pool.slice(0, taken)
}
