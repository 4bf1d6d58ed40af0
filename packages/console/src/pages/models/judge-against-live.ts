import type { ModelVersion } from 'attune/api-types'
import type { Tone } from '../../charts/interval-plot.tsx'

/** The metric that versions are compared by. */
export const mainMetric = 'ndcg@10'

/**
 * How a version stands to the live one. A verdict only where their intervals do not meet and both learned from the same
 * data: intervals of figures from different data say nothing about which recommender is better.
 */
export function judgeAgainstLive(version: ModelVersion, live: ModelVersion | undefined): Tone {
  if (version.live) return 'good'
  const mine = version.metrics?.[mainMetric]
  const theirs = live?.metrics?.[mainMetric]
  if (!mine || !theirs || version.data?.hash !== live?.data?.hash) return 'none'
  if (mine.low > theirs.high) return 'good'
  return mine.high < theirs.low ? 'bad' : 'none'
}
