import type { HeldData } from '../../api/schemas/privacy.ts'
import { sentimentCards } from '../../language/sentiment-files.ts'
import { upliftKeptDays } from '../../uplift/expired-uplift.ts'
import { upliftModels } from '../../uplift/uplift-summary.ts'
import { retentionRules } from '../retention-rules.ts'
import type { HeldSource } from './held-data.ts'

interface Held {
  readonly n: number
  readonly persons?: number | null
  readonly oldest: number | null
  readonly newest: number | null
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** What is held besides events and traits. */
export async function heldBesides(
  { events, state, config, sources, runs }: Pick<HeldSource, 'events' | 'state' | 'config' | 'sources' | 'runs'>,
  workspace: string,
  inLake: boolean,
): Promise<HeldData[]> {
  const inEvents = async (table: string, time: string): Promise<Held> => {
    const [row] = await events.query<Held>(
      `SELECT count(*) AS n, count(DISTINCT person_id) AS persons, min(${time}) AS oldest, max(${time}) AS newest
       FROM ${table} WHERE workspace = $1`,
      [workspace],
    )
    return row ?? { n: 0, oldest: null, newest: null }
  }
  const inState = (sql: string): Held => state.raw.prepare(sql).get(workspace) as unknown as Held
  const all: HeldData['where'] = inLake ? ['store', 'lake', 'backups'] : ['store', 'backups']
  const { refusedDays, sessions } = config.protect
  const upliftDays = upliftKeptDays(retentionRules(config, sources))

  const line = (
    what: HeldData['what'],
    held: Held,
    {
      form,
      purposes = ['storage'],
      where = ['store', 'backups'],
      days = null,
      rule = null,
    }: {
      readonly form: HeldData['form']
      readonly purposes?: HeldData['purposes']
      readonly where?: HeldData['where']
      readonly days?: number | null
      readonly rule?: string | null
    },
  ): HeldData => ({
    what,
    name: null,
    source: null,
    count: held.n,
    persons: held.persons ?? null,
    oldest: iso(held.oldest),
    newest: iso(held.newest),
    purposes,
    why: null,
    retention: { days, rule },
    where,
    form,
    fields: [],
  })
  const ofPersons = (table: string, columns: string): Held =>
    inState(`SELECT count(*) AS n, count(DISTINCT person_id) AS persons, ${columns} FROM ${table} WHERE workspace = ?`)

  return [
    line(
      'identifier',
      inState(
        `SELECT count(*) AS n, count(*) AS persons, min(created_at) AS oldest, max(created_at) AS newest FROM people WHERE workspace = ? AND identifier IS NOT NULL`,
      ),
      { form: 'sealed', where: all },
    ),
    // What people are joined by, in digests; nothing unless the configuration names a kind.
    line('identifier', ofPersons('person_identifiers', 'min(since) AS oldest, max(since) AS newest'), {
      form: 'pseudonymous',
    }),
    line('interaction', await inEvents('interactions', 'ts'), {
      form: 'pseudonymous',
      purposes: ['personalisation', 'advertising', 'profiling', 'training'],
      where: all,
      rule: 'event',
    }),
    line('decision', await inEvents('decisions', 'ts'), {
      form: 'pseudonymous',
      purposes: ['personalisation'],
      where: all,
    }),
    line('refused', await inEvents('quarantine', 'received_at'), {
      form: 'sealed',
      where: all,
      days: refusedDays,
      rule: 'protect.refusedDays',
    }),
    line(
      'merge',
      inState(
        'SELECT count(*) AS n, count(DISTINCT into_person_id) AS persons, min(merged_at) AS oldest, max(merged_at) AS newest FROM person_merges WHERE workspace = ?',
      ),
      {
        form: 'pseudonymous',
        where: all,
      },
    ),
    line('group', ofPersons('group_members', 'min(joined_at) AS oldest, max(joined_at) AS newest'), {
      form: 'pseudonymous',
    }),
    line('consent', ofPersons('consents', 'min(at) AS oldest, max(at) AS newest'), { form: 'pseudonymous' }),
    line('regime', ofPersons('person_regimes', 'NULL AS oldest, NULL AS newest'), { form: 'pseudonymous' }),
    line('correction', ofPersons('portrait_corrections', 'min(updated_at) AS oldest, max(updated_at) AS newest'), {
      form: 'sealed',
    }),
    line('score', ofPersons('scores', 'min(updated_at) AS oldest, max(updated_at) AS newest'), {
      form: 'pseudonymous',
      purposes: ['profiling'],
    }),
    line('segment', ofPersons('segment_changes', 'min(at) AS oldest, max(at) AS newest'), {
      form: 'pseudonymous',
      purposes: ['profiling'],
      days: config.segments.keepChangesDays,
      rule: 'segments.keepChangesDays',
    }),
    // Whose reviews they were is not known any more: after every erasure they are learnt anew, or go.
    ...sentimentCards(config.dataDir, workspace).map(({ language, texts, createdAt }) => ({
      ...line(
        'sentimentModel',
        { n: texts, oldest: Date.parse(createdAt), newest: Date.parse(createdAt) },
        { form: 'weights', purposes: ['training'], where: ['models'], rule: 'erasure' },
      ),
      name: language,
    })),
    ...upliftModels(runs.list(workspace)).map(({ id, people, createdAt }) => ({
      ...line(
        'upliftModel',
        { n: people, oldest: Date.parse(createdAt), newest: Date.parse(createdAt) },
        {
          form: 'figures',
          purposes: ['training'],
          where: ['models', 'backups'],
          days: upliftDays ?? null,
          rule: upliftDays === undefined ? null : 'protect.retention',
        },
      ),
      name: id,
    })),
    line('request', ofPersons('privacy_requests', 'min(received_at) AS oldest, max(received_at) AS newest'), {
      form: 'pseudonymous',
    }),
    line(
      'user',
      inState(
        'SELECT count(*) AS n, count(*) AS persons, min(created_at) AS oldest, max(created_at) AS newest FROM users WHERE workspace = ?',
      ),
      {
        form: 'sealed',
      },
    ),
    line(
      'session',
      inState(
        'SELECT count(*) AS n, count(DISTINCT user_id) AS persons, min(created_at) AS oldest, max(created_at) AS newest FROM sessions WHERE workspace = ?',
      ),
      {
        form: 'pseudonymous',
        days: sessions.absoluteHours / 24,
        rule: 'protect.sessions.absoluteHours',
      },
    ),
    line(
      'audit',
      inState(
        'SELECT count(*) AS n, NULL AS persons, min(at) AS oldest, max(at) AS newest FROM audit WHERE workspace = ?',
      ),
      {
        form: 'pseudonymous',
      },
    ),
  ].filter(({ count }) => count > 0)
}
