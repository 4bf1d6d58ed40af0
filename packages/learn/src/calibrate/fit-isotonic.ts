import type { Calibrator } from './calibrator.ts'
import { checkScores } from './check-scores.ts'

type Isotonic = Extract<Calibrator, { kind: 'isotonic' }>

/**
 * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002): the rising function with the least squared
 * distance from the truths. Equal probabilities are one point; between points it is a straight line.
 *
 * @param probabilities of rows that the model has not learnt from
 * @param truths 0 or 1
 * @throws LearnError `bad-value`
 */
export function fitIsotonic(probabilities: ArrayLike<number>, truths: ArrayLike<number>): Isotonic {
  checkScores(probabilities, truths)
  const order = Int32Array.from({ length: truths.length }, (_, i) => i).sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  )
  const blocks: { from: number; to: number; sum: number; count: number }[] = []
  for (const i of order) {
    const score = probabilities[i] as number
    const truth = truths[i] as number
    const last = blocks.at(-1)
    if (last?.to === score && last.from === score) {
      last.sum += truth
      last.count++
    } else {
      pool(blocks)
      blocks.push({ from: score, to: score, sum: truth, count: 1 })
    }
  }
  pool(blocks)
  const points = blocks.flatMap(({ from, to, sum, count }) =>
    (from === to ? [from] : [from, to]).map((score) => ({ score, value: sum / count })),
  )
  return { kind: 'isotonic', scores: points.map(({ score }) => score), values: points.map(({ value }) => value) }
}

/** Joins the last block with those before it that are not below it. */
function pool(blocks: { from: number; to: number; sum: number; count: number }[]): void {
  for (;;) {
    const [before, last] = blocks.slice(-2)
    if (!before || !last || before.sum * last.count < last.sum * before.count) return
    blocks.pop()
    before.to = last.to
    before.sum += last.sum
    before.count += last.count
  }
}

export function isotonicAt({ scores, values }: Isotonic, p: number): number {
  let [low, high] = [0, scores.length - 1]
  if (p <= (scores[0] as number)) return values[0] as number
  if (p >= (scores[high] as number)) return values[high] as number
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((scores[middle] as number) <= p) low = middle
    else high = middle
  }
  const [a, b, from, to] = [scores[low], scores[high], values[low], values[high]] as [number, number, number, number]
  return from + ((to - from) * (p - a)) / (b - a)
}
