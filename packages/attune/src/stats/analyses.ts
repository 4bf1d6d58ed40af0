import { experimentAnalyses } from './experiment-analyses.ts'
import { fairnessAnalyses } from './fairness-analyses.ts'
import type { StatsAnalysis } from './stats-analysis.ts'
import { upliftAnalyses } from './uplift-analyses.ts'
import { valueAnalyses } from './value-analyses.ts'

/** All analyses of `attune stats`, by part. */
export const analyses: readonly StatsAnalysis[] = [
  ...experimentAnalyses,
  ...valueAnalyses,
  ...upliftAnalyses,
  ...fairnessAnalyses,
]
