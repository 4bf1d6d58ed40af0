import { bayes } from './bayes.ts'
import { cuped } from './cuped.ts'
import { mean } from './mean.ts'
import { power } from './power.ts'
import { proportion } from './proportion.ts'
import { quantile } from './quantile.ts'
import { ratio } from './ratio.ts'
import { sequential } from './sequential.ts'
import { srm } from './srm.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

/** Analyses of experiments. */
export const experimentAnalyses: readonly StatsAnalysis[] = [
  proportion,
  mean,
  ratio,
  quantile,
  sequential,
  bayes,
  cuped,
  srm,
  power,
]
