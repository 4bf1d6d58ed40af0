import { experimentAnalyses } from './experiment-analyses.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

/** All analyses of `attune stats`, by part. */
export const analyses: readonly StatsAnalysis[] = [...experimentAnalyses]
