import type { Audience, Placement } from '../api/schemas/decide.ts'
import type { Arm } from './assign-arm.ts'

/** The variation of decisions for people whom a placement is not aimed at: no arm of its split, so that no comparison counts it. */
export const outsideVariation = '$outside'

/**
 * Whether somebody is of those whom a placement is aimed at: in one of `any`, where that is given, and in none of `not`.
 *
 * @param isMember of a segment, right now
 */
export function isAimedAt({ any, not = [] }: Audience, isMember: (segmentId: string) => boolean): boolean {
  return (any === undefined || any.some(isMember)) && !not.some(isMember)
}

/** What everybody else gets: always the same, so that there is nothing to compare. */
export const outsideArm = ({ segments, rerank }: Placement): Arm => ({
  variation: outsideVariation,
  model: segments?.otherwise ?? 'popular',
  propensity: 1,
  rerank,
})
