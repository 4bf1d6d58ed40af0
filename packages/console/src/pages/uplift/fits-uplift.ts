import type { ExperimentView } from 'attune/api-types'

/** Whether uplift can be learnt from an experiment: people were divided by lot, each by themselves, with a chance that stays. */
export const fitsUplift = ({ unit, startedAt, switchback, bandit, status }: ExperimentView): boolean =>
  unit === 'person' && startedAt !== null && !switchback && !bandit && status !== 'archived'
