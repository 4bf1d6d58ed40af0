import { setImmediate as turn } from 'node:timers/promises'
import type { Attune } from '../attune.ts'
import { agreedSql } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { netOrdersSql } from '../report/net-orders-sql.ts'
import { withPersons } from '../report/resolved-persons.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { encodeFeatures, type TableRow } from './feature-plan.ts'
import { featureJoinsSql, featuresSql, featureTablesSql, historyDays } from './feature-sql.ts'
import { predictUplift, type UpliftModel } from './uplift-model.ts'

export interface ScorePeopleOptions {
  readonly workspace: string
  readonly model: UpliftModel
  /** Milliseconds since the epoch; features are those of before. */
  readonly now: number
  /** People who did something so lately. */
  readonly seenWithinDays: number
  /** What the treatment is, to which people must have agreed beside a portrait. */
  readonly purpose: 'advertising' | 'personalisation'
  readonly signal: AbortSignal
}

export interface ScoredPeople {
  readonly personIds: readonly string[]
  /** [people]: the uplift that is predicted of each. */
  readonly scores: Float64Array
}

const dayMs = 86_400_000
/** People read from the store at once, and scored in one turn. */
const peopleAtOnce = 50_000
const scoredAtOnce = 4_000

/** What a model says of everybody there is now who allows a portrait and the treatment: by the features that it was trained with. */
export async function scorePeople(
  source: Pick<Attune, 'events' | 'consent'>,
  options: ScorePeopleOptions,
): Promise<ScoredPeople> {
  const { workspace, model, now, purpose, signal } = options
  const currency = await mainCurrency(source, workspace, { from: now - historyDays * dayMs, to: now, offsetMinutes: 0 })
  const asked = (['profiling', purpose] as const).map((one) => source.consent.exceptions(workspace, one))
  const buckets = Math.max(1, Math.ceil((await countPeople(source, options, asked)) / peopleAtOnce))
  const personIds: string[] = []
  const scores: number[] = []
  for (let bucket = 0; bucket < buckets; bucket++) {
    const parameters = sqlParameters()
    const sql = `WITH ${personsSql(parameters, options, asked, { bucket, buckets })},
      ${netOrdersSql(parameters, { workspace, since: now - historyDays * dayMs, before: now, currency })},
      ${featureTablesSql(parameters.add(workspace))}
      SELECT p.person AS person_id, ${featuresSql} FROM persons p ${featureJoinsSql} ORDER BY person_id`
    const rows = await source.events.query<TableRow & { readonly person_id: string }>(sql, parameters.values)
    for (let at = 0; at < rows.length; at += scoredAtOnce) {
      const some = rows.slice(at, at + scoredAtOnce)
      const uplift = await predictUplift(model, encodeFeatures(model.plan, some, 'The event store'))
      for (const [row, { person_id }] of some.entries()) {
        // Who said otherwise meanwhile is not among them.
        if (!source.consent.allowed(workspace, person_id, purpose)) continue
        personIds.push(person_id)
        scores.push(uplift[row] as number)
      }
      await turn(undefined, { signal })
    }
  }
  return { personIds, scores: Float64Array.from(scores) }
}

async function countPeople(
  source: Pick<Attune, 'events'>,
  options: ScorePeopleOptions,
  asked: readonly ConsentExceptions[],
): Promise<number> {
  const parameters = sqlParameters()
  const sql = `WITH ${personsSql(parameters, options, asked, { bucket: 0, buckets: 1 })} SELECT count(*)::DOUBLE AS n FROM persons`
  const [row] = await source.events.query<{ n: number }>(sql, parameters.values)
  return row?.n ?? 0
}

/** `persons(person, since)`: a part of those who did something lately and agree to all that is asked, at this moment. */
function personsSql(
  parameters: ReturnType<typeof sqlParameters>,
  { workspace, now, seenWithinDays }: ScorePeopleOptions,
  asked: readonly ConsentExceptions[],
  { bucket, buckets }: { readonly bucket: number; readonly buckets: number },
): string {
  const agreed = asked
    .map((one) => agreedSql(one, parameters.add(JSON.stringify(one.personIds)), 'person').sql)
    .join(' AND ')
  const lately = `t.workspace = ${parameters.add(workspace)} AND t.ts >= ${parameters.time(now - seenWithinDays * dayMs)} AND t.ts < ${parameters.time(now)}`
  return `persons AS MATERIALIZED (
    SELECT DISTINCT person, ${parameters.time(now)} AS since FROM ${withPersons('interactions', lately)}
    WHERE ${agreed} AND hash(person) % ${buckets} = ${bucket}
  )`
}
