import { attuneError } from '../errors.ts'
import type { Experiment } from './experiment.ts'

/** What decides who gets which variation, as text to compare; what is measured is not part of it. */
export const allocationOf = ({
  variations,
  traffic,
  layer,
  segments,
  condition,
  holdout,
  bandit,
}: Experiment): string =>
  JSON.stringify([
    // A bandit moves its weights itself.
    bandit ? variations.map(({ id }) => id) : variations.map(({ id, weight }) => [id, weight]),
    traffic,
    layer,
    segments,
    condition,
    holdout,
  ])

const fixed = (experiment: Experiment): string => {
  const { kind, unit, attribute, salt, variations, switchback } = experiment
  return JSON.stringify([kind, unit, attribute, salt, variations.map(({ id }) => id), switchback])
}

const weightsOf = ({ variations }: Experiment): string => JSON.stringify(variations.map(({ weight }) => weight))

/**
 * What an experiment and those beside it say of each other.
 *
 * @param before as it was, undefined for a new one
 * @throws AttuneError `experiment-over`, `experiment-running`, `layer-overlap`, `unknown-holdout`
 */
export function checkExperiment(
  experiment: Experiment,
  { before, others }: { readonly before: Experiment | undefined; readonly others: readonly Experiment[] },
): void {
  if (before && before.status !== 'draft' && before.status !== 'running')
    throw attuneError('experiment-over', 'It is over, and stays as it was for its results. Create another one.', {
      status: 409,
    })
  if (before?.status === 'running' && fixed(before) !== fixed(experiment))
    throw attuneError(
      'experiment-running',
      'Kind, unit, salt, variations and switchback of an experiment that runs cannot be changed: people would be mixed up. Stop it and create another one.',
      { status: 409 },
    )
  // Which variation a block of the past had is worked out from the weights.
  if (before?.status === 'running' && experiment.switchback && weightsOf(before) !== weightsOf(experiment))
    throw attuneError(
      'experiment-running',
      'The weights of a switchback that runs cannot be changed: its blocks of the past would count for other variations than they had. Stop it and create another one.',
      { status: 409, details: { field: 'variations' } },
    )
  const beside = others.filter(({ id }) => id !== experiment.id)
  checkHoldout(experiment, beside)
  if (experiment.status === 'running') checkLayer(experiment, beside)
}

function checkHoldout({ holdout, unit }: Experiment, beside: readonly Experiment[]): void {
  if (holdout === null) return
  const named = beside.find(({ id }) => id === holdout)
  if (named?.kind !== 'holdout')
    throw attuneError('unknown-holdout', 'holdout must name an experiment whose kind is “holdout”.', {
      details: { field: 'holdout' },
    })
  if (named.unit !== unit)
    throw attuneError(
      'unknown-holdout',
      'A holdout and the experiments that it holds people out of need the same unit.',
      {
        details: { field: 'holdout' },
      },
    )
}

function checkLayer({ layer }: Experiment, beside: readonly Experiment[]): void {
  if (layer === null) return
  const overlapping = beside.find(
    (other) =>
      other.status === 'running' &&
      other.layer?.id === layer.id &&
      other.layer.from < layer.to &&
      layer.from < other.layer.to,
  )
  if (overlapping)
    throw attuneError(
      'layer-overlap',
      'Another experiment that runs has a part of this layer already. Give this one a part that is free, or another layer.',
      { status: 409, details: { field: 'layer', takenFrom: overlapping.layer?.from, takenTo: overlapping.layer?.to } },
    )
}
