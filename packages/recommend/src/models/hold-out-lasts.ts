import { randomOf, shuffled } from '../evaluate/random.ts'

/** The last item of one person in ten, at most so many, is kept from a training to see when it has learnt enough. */
const mostJudged = 1000
/** With fewer people the judgement would be chance: then nobody is kept out. */
const leastJudged = 50

/**
 * Some people's sequences without their last item, and whole to be judged by; those of everybody else are all there.
 *
 * @param sequences oldest item first
 */
export function holdOutLasts(
  sequences: readonly Int32Array[],
  seed: number,
): { readonly trained: readonly Int32Array[]; readonly judged: readonly Int32Array[] } {
  const eligible = Int32Array.from([...sequences.keys()].filter((at) => (sequences[at] as Int32Array).length > 2))
  const count = Math.min(mostJudged, Math.floor(eligible.length / 10))
  if (count < leastJudged) return { trained: sequences, judged: [] }
  const chosen = shuffled(eligible, randomOf(seed)).subarray(0, count)
  const held = new Set(chosen)
  return {
    trained: sequences.map((sequence, at) => (held.has(at) ? sequence.subarray(0, -1) : sequence)),
    judged: Array.from(chosen, (at) => sequences[at] as Int32Array),
  }
}
