import type { TimeKind } from '../event-table.ts'
import type { Staging } from './staging.ts'

/** Which rules are applied. */
export interface CleaningRules {
  /** Rows alike are one event, where they have times of their own. */
  readonly alike: boolean
  readonly robots: boolean
  readonly outliers: boolean
}

export const defaultRules: CleaningRules = { alike: true, robots: true, outliers: true }

export interface CleanOptions extends CleaningRules {
  readonly times: TimeKind
  /** More events of one person in a minute than this make it a robot. */
  readonly robotEventsPerMinute: number
}

/** A row that cleaning set aside. */
export interface SetAside {
  readonly row: number
  readonly reason: 'duplicate' | 'robot' | 'outlier'
  readonly message: string
}

const content = 'person, item, event, ord, currency, rating, value, quantity'

/**
 * Leaves what is to be stored in `kept` (the columns of `line`, and `repeat`: the how-manieth row of the same content,
 * from 1), and what is set aside, with the reason, in `aside`.
 *
 * - duplicates: the same message id, or without one and with times of its own the same content; without times two rows
 *   alike may be two events, so both stay
 * - robots, only where there are times finer than a day: more events in a minute than allowed, or at least 100 events at
 *   an even beat (gaps of less than ten minutes whose standard deviation is under 2 % of their mean)
 * - outliers: an amount or a quantity more than 12 robust standard deviations (1.4826 × the median absolute deviation of
 *   the logarithm, at least .35) above the median of its event and currency, where there are at least 100
 */
export async function cleanEvents(
  staging: Staging,
  { times, robotEventsPerMinute, alike, robots, outliers }: CleanOptions,
): Promise<readonly SetAside[]> {
  await staging.run('CREATE TABLE aside (row INTEGER, reason VARCHAR, message VARCHAR)')
  await findRepeats(staging, times, alike)
  if (robots && times === 'given') await findRobots(staging, robotEventsPerMinute)
  if (outliers) for (const column of ['value', 'quantity']) await findOutliers(staging, column)
  await staging.run(`CREATE TABLE kept AS SELECT line.*, coalesce(repeats.repeat, 1)::INTEGER AS repeat
    FROM line LEFT JOIN repeats USING (row) ANTI JOIN aside USING (row)`)
  return staging.rows<SetAside>('SELECT row, reason, message FROM aside ORDER BY row')
}

async function findRepeats(staging: Staging, times: TimeKind, alike: boolean): Promise<void> {
  const sameness = times === 'given' ? `${content}, time` : content
  const roughly = times === 'given' ? 'person, item, time' : 'person, item'
  // Grouping by little finds the few rows that may occur twice; only these are compared whole.
  await staging.run(`CREATE TABLE repeats AS
    WITH alike AS (SELECT ${roughly} FROM line WHERE message < 0 GROUP BY ALL HAVING count(*) > 1)
    SELECT row, repeat, first FROM (
      SELECT row, row_number() OVER same AS repeat, first_value(line) OVER same AS first
      FROM line SEMI JOIN alike USING (${roughly}) WHERE message < 0
      WINDOW same AS (PARTITION BY ${sameness} ORDER BY row)) WHERE repeat > 1`)
  if (alike && times === 'given') {
    await staging.run(
      `INSERT INTO aside SELECT row, 'duplicate', 'The same event as on line ' || first || '.' FROM repeats`,
    )
  }
  await staging.run(`INSERT INTO aside SELECT row, 'duplicate', 'The same message id as on line ' || first || '.' FROM (
      SELECT row, row_number() OVER same AS n, first_value(line) OVER same AS first
      FROM line WHERE message IN (SELECT message FROM line WHERE message >= 0 GROUP BY message HAVING count(*) > 1)
      WINDOW same AS (PARTITION BY message ORDER BY row)) WHERE n > 1`)
}

async function findRobots(staging: Staging, perMinute: number): Promise<void> {
  const [finest] = await staging.rows<{ n: number }>(
    'SELECT count(*)::INTEGER AS n FROM line WHERE time % 86400000 <> 0',
  )
  if (!finest || finest.n === 0) return
  // Only who did much can be one; and the lines of one order are one event.
  await staging.run(`CREATE TABLE robots AS
    WITH busy AS (SELECT person FROM line GROUP BY person HAVING count(*) > ${Math.min(perMinute, 99)}),
    rows AS (SELECT line.* FROM line SEMI JOIN busy USING (person) ANTI JOIN aside USING (row)),
    moments AS (SELECT person, time FROM rows WHERE ord < 0
      UNION ALL SELECT person, time FROM (SELECT DISTINCT person, event, ord, time FROM rows WHERE ord >= 0)),
    fast AS (SELECT person, max(n) AS most FROM
      (SELECT person, floor(time / 60000) AS minute, count(*) AS n FROM moments GROUP BY ALL) GROUP BY person HAVING most > ${perMinute}),
    many AS (SELECT person FROM moments GROUP BY person HAVING count(*) >= 100),
    even AS (SELECT person, avg(gap) AS beat FROM
      (SELECT person, time - lag(time) OVER (PARTITION BY person ORDER BY time) AS gap FROM moments SEMI JOIN many USING (person))
      WHERE gap IS NOT NULL GROUP BY person HAVING beat > 0 AND beat < 600000 AND stddev_pop(gap) < 0.02 * beat)
    SELECT person, 'More than ${perMinute} events in a minute (' || most || '): no human.' AS why FROM fast
    UNION ALL SELECT person, 'An event every ' || round(beat / 1000, 1) || ' s without fail: no human.' FROM even ANTI JOIN fast USING (person)`)
  await staging.run(
    `INSERT INTO aside SELECT row, 'robot', why FROM line JOIN robots USING (person) ANTI JOIN aside USING (row)`,
  )
}

async function findOutliers(staging: Staging, column: string): Promise<void> {
  await staging.run(`INSERT INTO aside
    WITH logs AS (SELECT row, event, currency, ln(${column}) AS x FROM line ANTI JOIN aside USING (row) WHERE ${column} > 0 AND NOT isnan(${column})),
    usual AS (SELECT event, currency, median(x) AS middle, 1.4826 * mad(x) AS spread FROM logs GROUP BY ALL HAVING count(*) >= 100)
    SELECT row, 'outlier', 'The ${column} is ' || round(exp(x - middle))::BIGINT || ' times the usual one.'
    FROM logs JOIN usual USING (event, currency) WHERE x > middle + 12 * greatest(spread, 0.35)`)
}
