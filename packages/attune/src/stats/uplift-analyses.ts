import { qini } from './qini.ts'
import type { StatsAnalysis } from './stats-analysis.ts'
import { uplift } from './uplift.ts'

export const upliftAnalyses: readonly StatsAnalysis[] = [uplift, qini]
