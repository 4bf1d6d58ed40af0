import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { phasesCounted } from '../experiments/analyse-experiment.ts'
import { namesOfKind } from '../experiments/create-experiment-results.ts'
import { controlOf, type Experiment } from '../experiments/experiment.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { armsOf } from '../report/effect-report.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type ExperimentRow, experimentRowsSql } from './experiment-rows-sql.ts'
import type { Division } from './exposed-persons-sql.ts'
import { outcomeMetric } from './outcome-sql.ts'

export interface ExperimentRowsRequest {
  readonly workspace: string
  /** What people were divided by. */
  readonly of: { readonly placement: string } | { readonly experiment: string }
  readonly treatment?: string | undefined
  readonly control?: string | undefined
  /** Of a placement; an experiment has its own. */
  readonly range: TimeRange
  readonly days: number
  /** A metric to be told beside the orders. */
  readonly metric?: string | undefined
  /** At most so many persons; default all. */
  readonly most?: number | undefined
}

export interface ExperimentRows {
  readonly rows: readonly ExperimentRow[]
  readonly treatment: string
  readonly control: string
  /** First exposures from here on, and what was known before there; milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly currency: string | null
  /** Of how many the rows were drawn. */
  readonly people: number
}

export type RowsSource = Pick<
  Attune,
  'config' | 'clock' | 'events' | 'activity' | 'placements' | 'experiments' | 'metrics' | 'consent'
>

/**
 * People who were divided by a placement or an experiment, with what they did before they saw it and what came afterwards: what
 * `trainUplift` learns from. Persons who do not allow training are left out.
 *
 * @throws AttuneError `unknown-placement`, `no-control`, `unknown-experiment`, `experiment-not-started`, `not-for-uplift`,
 * `unknown-variation`, `unknown-metric`, `metric-not-per-person`, `metric-better-down`, `no-rows`
 */
export async function experimentRows(source: RowsSource, request: ExperimentRowsRequest): Promise<ExperimentRows> {
  const { workspace, of, days, most } = request
  const divided =
    'placement' in of ? byPlacement(source, request, of.placement) : byExperiment(source, request, of.experiment)
  const metric = metricNamed(source, request)
  const { from, to } = divided
  const currency = await mainCurrency(source, workspace, { from, to, offsetMinutes: 0 })
  const parameters = sqlParameters()
  const sql = experimentRowsSql(parameters, {
    workspace,
    ...divided,
    days,
    metric,
    namesOfKind: namesOfKind(source, workspace),
    currency,
    consent: source.consent.exceptions(workspace, 'training'),
    most,
  })
  const found = await source.events.query<ExperimentRow & { readonly people: number }>(sql, parameters.values)
  const [first] = found
  if (!first)
    throw attuneError(
      'no-rows',
      'Nobody saw the experiment long enough ago: choose an earlier time, or fewer days with --days.',
      { details: { field: 'days' } },
    )
  const { treatment, control } = divided
  return {
    rows: found.map(({ people: _, ...row }) => row),
    treatment,
    control,
    from,
    to,
    currency,
    people: first.people,
  }
}

interface Divided {
  readonly division: Division
  readonly treatment: string
  readonly control: string
  readonly from: number
  readonly to: number
}

function byPlacement(
  { placements }: RowsSource,
  { workspace, treatment, control, range: { from, to } }: ExperimentRowsRequest,
  id: string,
): Divided {
  const placement = placements.get(workspace, id)
  if (!placement) throw attuneError('unknown-placement', 'There is no such placement.', { status: 404 })
  const arms = armsOf(placement, { treatment, control })
  if (!arms)
    throw attuneError(
      'no-control',
      'Give the placement a control, or name two of its variations with --treatment and --control.',
      {
        status: 404,
        details: { field: 'control' },
      },
    )
  return { division: { by: 'placement', id }, ...arms, from, to }
}

/** Who was first exposed while the weights were as they are now: before, others had other chances. */
function byExperiment(
  { experiments, clock }: RowsSource,
  { workspace, treatment, control }: ExperimentRowsRequest,
  id: string,
): Divided {
  const experiment = experiments.mustGet(workspace, id)
  if (experiment.startedAt === null)
    throw attuneError('experiment-not-started', 'It has not begun, so nobody was divided. Start it first.', {
      status: 409,
    })
  if (experiment.unit !== 'person' || experiment.switchback !== null || experiment.bandit)
    throw attuneError(
      'not-for-uplift',
      'Uplift is learnt from people who were divided by lot, each by themselves and with weights that stay: not from a switchback, a bandit, or other units than persons.',
      { details: { field: 'experiment' } },
    )
  const first = phasesCounted(experiment)[0] ?? 0
  return {
    division: { by: 'experiment', experiment },
    ...armsOfExperiment(experiment, { treatment, control }),
    from: experiment.phases[first]?.from ?? experiment.startedAt,
    to: experiment.stoppedAt ?? Math.floor(clock()) + 1,
  }
}

/** The control and the largest other variation, where none are named. */
function armsOfExperiment(
  experiment: Experiment,
  wanted: { readonly treatment: string | undefined; readonly control: string | undefined },
): Pick<Divided, 'treatment' | 'control'> {
  const { variations } = experiment
  const control = wanted.control ?? controlOf(experiment)
  const others = variations.filter(({ id }) => id !== control).toSorted((a, b) => b.weight - a.weight)
  const treatment = wanted.treatment ?? others[0]?.id ?? ''
  for (const [field, name] of Object.entries({ treatment, control }))
    if (!variations.some(({ id }) => id === name) || (field === 'treatment' && name === control))
      throw attuneError('unknown-variation', 'Name two different variations of the experiment.', {
        status: 404,
        details: { field },
      })
  return { treatment, control }
}

function metricNamed({ metrics }: RowsSource, { workspace, metric, days }: ExperimentRowsRequest) {
  if (metric === undefined) return undefined
  const found = metrics.get(workspace, metric)
  if (found) return outcomeMetric(found, days)
  throw attuneError('unknown-metric', 'There is no metric of that name. GET /v1/metrics lists all.', {
    status: 404,
    details: { field: 'metric' },
  })
}
