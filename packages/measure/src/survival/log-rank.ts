import { chiSquaredUpperTail } from '../chi-squared.ts'
import { MeasureError } from '../errors.ts'
import { invertPositive } from '../invert-positive.ts'
import { checkObservations, inTime, type Observations } from './observations.ts'

export interface LogRankTest {
  readonly chiSquared: number
  readonly degreesOfFreedom: number
  readonly p: number
  /** One entry a group. */
  readonly observed: readonly number[]
  readonly expected: readonly number[]
}

/**
 * Whether groups have the same survival curve: the log-rank test (Mantel 1966) with the hypergeometric variance.
 *
 * @param groups a number from 0 a subject
 * @throws MeasureError `too-few` below two groups or without any event that compares them, `out-of-range`
 */
export function logRankTest(observations: Observations, groups: ArrayLike<number>): LogRankTest {
  checkObservations(observations)
  const { time, event } = observations
  if (groups.length !== time.length) throw new MeasureError('out-of-range', 'Give one group for each subject.')
  let k = 0
  for (let i = 0; i < groups.length; i++) {
    if (!Number.isInteger(groups[i]) || (groups[i] as number) < 0 || (groups[i] as number) > 999)
      throw new MeasureError('out-of-range', 'Groups are numbered 0, 1, 2, …')
    k = Math.max(k, (groups[i] as number) + 1)
  }
  const atRisk = new Float64Array(k)
  for (let i = 0; i < groups.length; i++) add(atRisk, groups[i] as number, 1)
  if (k < 2 || atRisk.some((n) => n === 0))
    throw new MeasureError('too-few', 'Give at least two groups, and somebody in each.')
  const [observed, expected] = [new Float64Array(k), new Float64Array(k)]
  const covariance = new Float64Array(k * k)
  const order = inTime(observations)
  for (let at = 0; at < order.length; ) {
    const now = time[order[at] as number] as number
    const n = order.length - at
    const [events, gone] = [new Float64Array(k), new Float64Array(k)]
    let d = 0
    for (; at < order.length && time[order[at] as number] === now; at++) {
      const [group, happened] = [groups[order[at] as number] as number, event[order[at] as number] as number]
      add(events, group, happened)
      add(gone, group, 1)
      d += happened
    }
    if (d > 0) {
      const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0
      for (let i = 0; i < k; i++) {
        const share = (atRisk[i] as number) / n
        add(observed, i, events[i] as number)
        add(expected, i, d * share)
        for (let j = 0; j < k; j++)
          add(covariance, i * k + j, spread * share * (Number(i === j) - (atRisk[j] as number) / n))
      }
    }
    for (let i = 0; i < k; i++) add(atRisk, i, -(gone[i] as number))
  }
  return { ...judge(observed, expected, covariance), observed: [...observed], expected: [...expected] }
}

/** The last group's difference is minus the sum of the others', so it is left out. */
function judge(observed: Float64Array, expected: Float64Array, covariance: Float64Array) {
  const k = observed.length
  const kept = [...Array(k - 1).keys()]
  const inverse = invertPositive(
    kept.flatMap((i) => kept.map((j) => covariance[i * k + j] as number)),
    k - 1,
  )
  if (!inverse) throw new MeasureError('too-few', 'No event happened while somebody of each group was watched.')
  const difference = kept.map((i) => (observed[i] as number) - (expected[i] as number))
  const chiSquared = difference.reduce(
    (sum, di, i) =>
      sum + di * difference.reduce((inner, dj, j) => inner + dj * (inverse[i * (k - 1) + j] as number), 0),
    0,
  )
  return { chiSquared, degreesOfFreedom: k - 1, p: chiSquaredUpperTail(Math.max(0, chiSquared), k - 1) }
}

function add(into: Float64Array, at: number, value: number): void {
  into[at] = (into[at] as number) + value
}
