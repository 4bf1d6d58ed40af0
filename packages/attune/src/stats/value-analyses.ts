import { bgnbd } from './bgnbd.ts'
import { gammagamma } from './gammagamma.ts'
import { paretonbd } from './paretonbd.ts'
import type { StatsAnalysis } from './stats-analysis.ts'
import { survival } from './survival.ts'

/** Lifetime value and survival. */
export const valueAnalyses: readonly StatsAnalysis[] = [bgnbd, paretonbd, gammagamma, survival]
