import type { Attune } from '../attune.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { type SqlParameters, sqlParameters } from '../report/sql-parameters.ts'
import { populationStability } from './population-stability.ts'
import type { CheckName, Measured } from './quality-checks.ts'

const dayMs = 86_400_000
/** Cells beside which the rest counts as one. */
const maxCells = 30

type Source = Pick<Attune, 'events' | 'items'>

/**
 * Whether the last seven days look like the 28 before them: kinds of events by source, categories of the items that
 * events name, and the money in them (deciles of the 28 days, in the currency that is most frequent there).
 */
export async function measureDrift(
  { events, items }: Source,
  workspace: string,
  now: number,
): Promise<readonly Measured[]> {
  const kinds = await counted(events, workspace, now, 'source', 'coalesce(event, type)')
  const found = [...Map.groupBy(kinds, ({ source }) => source)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, rows]) => drifted('drift-events', source, null, rows))
  const named = await counted(events, workspace, now, `''`, 'item_id')
  const categories = named.flatMap((row) => {
    const [category] = items.get(workspace, row.cell)?.categories ?? []
    return category === undefined ? [] : [{ ...row, cell: category }]
  })
  found.push(drifted('drift-categories', null, null, categories))
  found.push(await driftOfValue(events, workspace, now))
  return found
}

interface Cell {
  readonly source: string
  readonly cell: string
  readonly before: number
  readonly after: number
}

/** SQL of both times: within, and whether in the later one. */
function times(parameters: SqlParameters, workspace: string, now: number): { within: string; later: string } {
  const [from, split, to] = [now - 35 * dayMs, now - 7 * dayMs, now].map(parameters.time)
  return {
    within: `workspace = ${parameters.add(workspace)} AND ts >= ${from} AND ts < ${to} AND source <> '${ownSource}'`,
    later: `ts >= ${split}`,
  }
}

function counted(
  events: Attune['events'],
  workspace: string,
  now: number,
  source: string,
  cell: string,
): Promise<Cell[]> {
  const parameters = sqlParameters()
  const { within, later } = times(parameters, workspace, now)
  return events.query<Cell>(
    `SELECT ${source} AS source, ${cell} AS cell, count(*) FILTER (NOT ${later}) AS before, count(*) FILTER (${later}) AS after
     FROM events WHERE ${within} AND ${cell} IS NOT NULL GROUP BY ALL`,
    parameters.values,
  )
}

function drifted(check: CheckName, source: string | null, of: string | null, rows: readonly Cell[]): Measured {
  const cells = new Map<string, { before: number; after: number }>()
  for (const { cell, before, after } of rows) {
    const known = cells.get(cell) ?? { before: 0, after: 0 }
    cells.set(cell, { before: known.before + before, after: known.after + after })
  }
  const sorted = [...cells.values()].toSorted((a, b) => b.before + b.after - (a.before + a.after))
  const rest = sorted.slice(maxCells)
  const of30 = [...sorted.slice(0, maxCells), { before: sum(rest, 'before'), after: sum(rest, 'after') }]
  const stability = populationStability(
    of30.map(({ before }) => before),
    of30.map(({ after }) => after),
  )
  return {
    check,
    source,
    of,
    value: stability?.index ?? null,
    rows: Math.min(sum(sorted, 'before'), sum(sorted, 'after')),
    ...(stability === null ? {} : { p: stability.p }),
  }
}

const sum = (cells: readonly Readonly<Record<'before' | 'after', number>>[], of: 'before' | 'after'): number =>
  cells.reduce((total, cell) => total + cell[of], 0)

async function driftOfValue(events: Attune['events'], workspace: string, now: number): Promise<Measured> {
  const parameters = sqlParameters()
  const { within, later } = times(parameters, workspace, now)
  // Prices repeat, so deciles do too: equal edges make one cell.
  const rows = await events.query<Cell & { readonly currency: string | null }>(
    `WITH valued AS (SELECT value, coalesce(currency, '') AS currency, ${later} AS later FROM events
         WHERE ${within} AND value IS NOT NULL),
       main AS (SELECT currency FROM valued WHERE NOT later GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
       paid AS (SELECT value, later FROM valued WHERE currency = (SELECT currency FROM main)),
       edges AS (SELECT list_distinct(quantile_cont(value, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) AS edges
         FROM paid WHERE NOT later)
     SELECT '' AS source, (SELECT currency FROM main) AS currency,
       len(list_filter(edges, edge -> edge < value))::VARCHAR AS cell,
       count(*) FILTER (NOT later) AS before, count(*) FILTER (later) AS after
     FROM paid, edges GROUP BY cell`,
    parameters.values,
  )
  return drifted('drift-value', null, rows[0]?.currency || null, rows)
}
