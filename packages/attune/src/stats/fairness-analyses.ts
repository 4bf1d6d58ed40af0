import { fairnessAnalysis } from './fairness-analysis.ts'
import { rdpAnalysis } from './rdp-analysis.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

export const fairnessAnalyses: readonly StatsAnalysis[] = [rdpAnalysis, fairnessAnalysis]
