import { setImmediate as pause } from 'node:timers/promises'
import type { ConsentSummary } from '../../api/schemas/consent.ts'
import type { Attune } from '../../attune.ts'
import type { StateStore } from '../../store/state-store.ts'
import { type Purpose, purposes, purposeTexts, regimes } from './purposes.ts'

export type ConsentSummarySource = Pick<Attune, 'clock' | 'consent' | 'state'>

const weekMs = 7 * 86_400_000
/** Weeks of answers that are told; the last one is still going on. */
const weeksTold = 26
/** Lines that are read before whoever else waits gets their turn: about 20 ms. */
const linesAtOnce = 20_000

/** How many persons said yes, no or nothing to each purpose, what holds for who said nothing, and the answers of the last weeks. */
export async function consentSummary(source: ConsentSummarySource, workspace: string): Promise<ConsentSummary> {
  const { clock, consent, state } = source
  const regime = consent.byDefault
  const tally = await consent.tally(workspace)
  const persons = await knownPersons(state, workspace, tally.personIds)
  const until = Math.round(clock())
  const weeks = await answersByWeek(state, workspace, until)
  return {
    regime,
    persons,
    otherRegimes: tally.regimes,
    purposes: purposes.map((purpose) => {
      const { granted, denied, signalled } = tally.purposes[purpose]
      return {
        purpose,
        ...purposeTexts[purpose],
        allowedByDefault: (regimes[regime] as readonly Purpose[]).includes(purpose),
        granted,
        denied,
        signalled,
        silent: Math.max(0, persons - granted - denied - signalled),
      }
    }),
    weeks,
  }
}

/** Persons of whom something is kept or who said something; those that merges joined count once. */
async function knownPersons({ raw }: StateStore, workspace: string, said: readonly string[]): Promise<number> {
  const count = (sql: string, ...values: string[]): number => Number(raw.prepare(sql).get(workspace, ...values)?.n)
  let persons =
    count('SELECT count(*) AS n FROM people WHERE workspace = ?') -
    count(
      `SELECT count(*) AS n FROM person_merges m JOIN people p ON p.workspace = m.workspace AND p.person_id = m.from_person_id
       WHERE m.workspace = ? AND m.undone_at IS NULL`,
    )
  for (let from = 0; from < said.length; from += linesAtOnce) {
    if (from > 0) await pause()
    // Whoever refused everything has said so, and nothing else is kept of them.
    persons += count(
      `SELECT count(*) AS n FROM json_each(?2) AS j
       WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.workspace = ?1 AND p.person_id = j.value)`,
      JSON.stringify(said.slice(from, from + linesAtOnce)),
    )
  }
  return persons
}

/** Answers by week, oldest first; a week begins on the weekday on which `until` falls. Signals are no answers. */
async function answersByWeek({ raw }: StateStore, workspace: string, until: number): Promise<ConsentSummary['weeks']> {
  const since = until - weeksTold * weekMs
  const weeks = Array.from({ length: weeksTold }, (_, at) => ({
    from: new Date(since + at * weekMs).toISOString(),
    granted: {} as Partial<Record<Purpose, number>>,
    denied: {} as Partial<Record<Purpose, number>>,
  }))
  const newest = Number(raw.prepare('SELECT max(id) AS id FROM consents').get()?.id ?? 0)
  // The plus keeps SQLite from walking the index by person once for every part.
  const part = raw.prepare(
    `SELECT purpose, granted, CAST((at - :since) / ${weekMs} AS INTEGER) AS week, count(*) AS n FROM consents
     WHERE id > :after AND id <= :to AND +workspace = :workspace AND at >= :since AND at < :until
       AND source NOT LIKE 'signal:%' GROUP BY purpose, granted, week`,
  )
  for (let after = 0; after < newest; after += linesAtOnce) {
    if (after > 0) await pause()
    for (const row of part.all({ workspace, since, until, after, to: after + linesAtOnce })) {
      const { purpose, granted, week, n } = row as { purpose: Purpose; granted: 0 | 1; week: number; n: number }
      const answers = weeks[week]?.[granted === 1 ? 'granted' : 'denied']
      if (answers) answers[purpose] = (answers[purpose] ?? 0) + n
    }
  }
  return weeks
}
