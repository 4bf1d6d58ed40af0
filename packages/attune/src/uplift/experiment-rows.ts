import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { armsOf } from '../report/effect-report.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type ExperimentRow, experimentRowsSql } from './experiment-rows-sql.ts'

export interface ExperimentRowsRequest {
  readonly workspace: string
  readonly placement: string
  readonly treatment?: string | undefined
  readonly control?: string | undefined
  readonly range: TimeRange
  readonly days: number
}

/**
 * People of a placement's experiment with what they did before they saw it and what they ordered afterwards: what
 * `trainUplift` learns from. Persons who do not allow training are left out.
 *
 * @throws AttuneError `unknown-placement`, `no-control`, `no-rows`
 */
export async function experimentRows(
  source: Pick<Attune, 'events' | 'placements' | 'consent'>,
  { workspace, placement: id, treatment, control, range, days }: ExperimentRowsRequest,
): Promise<readonly ExperimentRow[]> {
  const placement = source.placements.get(workspace, id)
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
  const parameters = sqlParameters()
  const sql = experimentRowsSql(parameters, {
    workspace,
    placement: id,
    ...arms,
    from: range.from,
    to: range.to,
    days,
    currency: await mainCurrency(source, workspace, range),
    consent: source.consent.exceptions(workspace, 'training'),
  })
  const rows = await source.events.query<ExperimentRow>(sql, parameters.values)
  if (rows.length > 0) return rows
  throw attuneError(
    'no-rows',
    'Nobody saw the experiment long enough ago: choose an earlier time, or fewer days with --days.',
    { details: { field: 'days' } },
  )
}
