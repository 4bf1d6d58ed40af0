import { RecommendError } from '../errors.ts'

/**
 * Refuses values that would leave nothing of the others in single precision.
 *
 * @throws RecommendError `bad-value`
 */
export function refuseHuge(kind: string, values: ArrayLike<number>, most: number): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (value <= most) continue
    const message = `${kind}: an interaction would count ${value}, above ${most}; take smaller weights or a smaller weightPower.`
    throw new RecommendError('bad-value', message, { value })
  }
}
