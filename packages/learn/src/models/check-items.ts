import { LearnError } from '../learn-error.ts'

/** @throws LearnError `bad-value` naming the sequence that has an item out of range */
export function checkItems(sequences: readonly Int32Array[], items: number): void {
  for (const [at, sequence] of sequences.entries()) {
    const wrong = sequence.find((item) => !(item >= 0 && item < items))
    if (wrong !== undefined)
      throw new LearnError('bad-value', `Sequence ${at} has item ${wrong}; there are ${items} items, from 0.`, { at })
  }
}
