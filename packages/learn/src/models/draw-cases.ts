import { createRandom } from '../train/random.ts'

/** A person, and the place in their sequence of what is to be foretold. */
export type DrawnCase = readonly [person: number, at: number]

/**
 * Cases of each step, counted from 1: in every epoch some places of every sequence behind its first, in another order, drawn
 * from seed and epoch alone.
 */
export function drawCases(
  sequences: readonly Int32Array[],
  { batch, casesPerPerson, seed }: { readonly batch: number; readonly casesPerPerson: number; readonly seed: number },
): { readonly perEpoch: number; readonly of: (step: number) => readonly DrawnCase[] } {
  const countOf = (sequence: Int32Array): number => Math.min(casesPerPerson, Math.max(0, sequence.length - 1))
  const total = sequences.reduce((sum, sequence) => sum + countOf(sequence), 0)
  const perEpoch = Math.ceil(total / batch)
  let now: { readonly epoch: number; readonly cases: readonly DrawnCase[] } | undefined
  const drawn = (epoch: number): readonly DrawnCase[] => {
    const random = createRandom(seed, `cases ${epoch}`)
    const cases = sequences.flatMap((sequence, person) => {
      const places = Array.from({ length: Math.max(0, sequence.length - 1) }, (_, at) => at + 1)
      const count = countOf(sequence)
      if (count < places.length) shuffleFirst(places, count, random)
      return places.slice(0, count).map((at): DrawnCase => [person, at])
    })
    shuffleFirst(cases, cases.length, random)
    return cases
  }
  return {
    perEpoch,
    of(step) {
      const epoch = Math.floor((step - 1) / perEpoch)
      if (now?.epoch !== epoch) now = { epoch, cases: drawn(epoch) }
      const first = ((step - 1) % perEpoch) * batch
      return now.cases.slice(first, first + batch)
    },
  }
}

/** The first places of Fisher and Yates' shuffle, in place. */
function shuffleFirst(list: unknown[], count: number, random: () => number): void {
  for (let i = 0; i < Math.min(count, list.length - 1); i++) {
    const j = i + Math.floor(random() * (list.length - i))
    ;[list[i], list[j]] = [list[j], list[i]]
  }
}
