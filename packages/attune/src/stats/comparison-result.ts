import type { AnalysisWarning, MetricAnalysis } from '@attune/measure'
import { analysisWarningWords } from '../experiments/analysis-warning-words.ts'

/** A warning with its sentence in both languages. */
export interface WarningSentence extends AnalysisWarning {
  readonly en: string
  readonly zh: string
}

/** An analysis whose warnings have their sentences. */
export const withSentences = (
  analysis: MetricAnalysis,
): Omit<MetricAnalysis, 'warnings'> & { readonly warnings: readonly WarningSentence[] } => ({
  ...analysis,
  warnings: analysis.warnings.map((warning) => ({ ...warning, ...analysisWarningWords(warning.code) })),
})
