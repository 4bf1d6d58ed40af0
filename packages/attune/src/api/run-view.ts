import { basename } from 'node:path'
import { givenSettings } from '../runs/model-card.ts'
import type { Run, RunLedger } from '../runs/run-ledger.ts'
import type { RunSummary, Run as ShownRun } from './schemas/runs.ts'

/** A run in short, as the API shows it. */
export function runSummaryView(run: Run, runs: RunLedger): RunSummary {
  const { id, kind, state, cancelling, createdAt, finishedAt, seconds, scores, failure, samplesPerStep } = run
  const { last, losses } = runs.summary(run)
  return {
    id,
    kind,
    state,
    cancelling,
    createdAt,
    finishedAt,
    seconds: Math.max(seconds, last?.seconds ?? 0),
    scores,
    progress: last && {
      step: last.step,
      steps: last.steps,
      loss: last.loss,
      learningRate: last.learningRate,
      stepsPerSecond: last.stepsPerSecond,
      samplesPerSecond: samplesPerStep === null ? null : samplesPerStep * last.stepsPerSecond,
      secondsLeft: last.secondsLeft,
    },
    losses: [...losses],
    failure: failure && { ...failure, message: withoutFolders(failure.message) },
  }
}

/** A message in which paths are names of files only. */
const withoutFolders = (message: string): string => message.replaceAll(/(?:\/[^\s/“”]+)+\//g, '')

/** A run with all but its curve. Where this computer keeps its files is not told. */
export function runView(run: Run, runs: RunLedger): ShownRun {
  const { data, settings, resumed, changes, versions, device, trainableParameters, perClass, baseline, card } = run
  return {
    ...runSummaryView(run, runs),
    settings: Object.fromEntries(givenSettings(settings)),
    data: data && { ...data, files: data.files.map(({ path, ...file }) => ({ name: basename(path), ...file })) },
    resumed,
    changes: changes.map((change) => ({
      step: change.step,
      settings: Object.fromEntries(givenSettings(change.settings)),
    })),
    versions,
    device,
    trainableParameters,
    perClass,
    baseline,
    card,
  }
}
