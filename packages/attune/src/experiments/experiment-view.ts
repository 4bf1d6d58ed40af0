import type { ExperimentResultsView, ExperimentView } from '../api/schemas/experiment-results.ts'
import type { Attune } from '../attune.ts'
import { decisionWords } from './decision-words.ts'
import type { Experiment } from './experiment.ts'
import type { ExperimentResults } from './experiment-results.ts'
import { noveltyWords } from './novelty-words.ts'
import { resultText } from './result-texts.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

/** An experiment as the API tells it, with what shows its variations. */
export function experimentView(
  { flags, placements, prompts }: Pick<Attune, 'flags' | 'placements' | 'prompts'>,
  workspace: string,
  experiment: Experiment,
): ExperimentView {
  const { startedAt, stoppedAt, phases, createdAt, updatedAt, id } = experiment
  const shows = (flag: ReturnType<typeof flags.list>[number]): boolean =>
    flag.rules.some((rule) => 'experiment' in rule && rule.experiment === id)
  return {
    ...experiment,
    startedAt: isoOrNull(startedAt),
    stoppedAt: isoOrNull(stoppedAt),
    phases: phases.map((phase) => ({ ...phase, from: iso(phase.from) })),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    shownBy: {
      flags: flags.list(workspace).flatMap((flag) => (shows(flag) ? [flag.id] : [])),
      placements: placements.list(workspace).flatMap((one) => (one.experiment === id ? [one.id] : [])),
      prompts: [...prompts.shownBy(workspace, id)],
    },
  }
}

/** Results as the API tells them, with sentences in both languages. */
export function resultsView(results: ExperimentResults): ExperimentResultsView {
  const { from, to, phases, metrics, decision, warnings } = results
  const copy = structuredClone(results) as unknown as ExperimentResultsView
  return {
    ...copy,
    from: iso(from),
    to: iso(to),
    phases: phases.map((phase) => ({ ...phase, weights: [...phase.weights], from: iso(phase.from) })),
    metrics: copy.metrics.map((metric, at) => {
      const gap = metrics[at]?.noveltyGap ?? null
      return { ...metric, noveltyGap: gap && { code: gap, ...noveltyWords(gap) } }
    }),
    decision: {
      ...copy.decision,
      words: decisionWords(decision),
    },
    warnings: warnings.map((warning) => ({ ...warning, ...resultText(warning) })),
  }
}
