import { MeasureError, requireRange } from '../errors.ts'
import { kaplanMeier, survivalAt } from './kaplan-meier.ts'
import { checkObservations, type Observations } from './observations.ts'

/**
 * How far predicted chances of being left at `time` are from what happened, squared; who was lost to sight before stands for
 * nobody, others for those like them (Graf et al. 1999, weights by the Kaplan–Meier curve of being lost).
 *
 * @param left predicted chance a subject, 0 to 1
 * @returns null where nobody was watched that long
 * @throws MeasureError `too-few`, `out-of-range`
 */
export function brierScore(observations: Observations, left: ArrayLike<number>, time: number): number | null {
  checkObservations(observations)
  const n = observations.time.length
  if (left.length !== n) throw new MeasureError('out-of-range', 'Give one chance for each subject.')
  const lost = kaplanMeier({ time: observations.time, event: Array.from(observations.event, (one) => 1 - one) })
  if (time > lost.until) return null
  let sum = 0
  for (let i = 0; i < n; i++) {
    const chance = left[i] as number
    requireRange('chance', chance, 0, 1)
    const own = observations.time[i] as number
    if (own <= time && observations.event[i] === 1) {
      // Being lost at the very time of the event comes after it.
      const seen = survivalAt(lost, own - own * Number.EPSILON)
      sum += chance ** 2 / seen
    } else if (own > time) {
      const seen = survivalAt(lost, time)
      if (seen > 0) sum += (1 - chance) ** 2 / seen
    }
  }
  return sum / n
}
