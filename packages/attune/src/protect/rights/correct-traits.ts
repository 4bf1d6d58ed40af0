import type { Attune } from '../../attune.ts'
import { signalsOf } from '../../collect/consent-of-events.ts'
import type { JsonRecord } from '../../collect/read-record.ts'
import { openedTraits, sealedTraits } from '../../collect/sealed-traits.ts'
import { attuneError } from '../../errors.ts'
import type { FoundPerson } from '../../profile/find-person.ts'
import { appendAudit } from '../append-audit.ts'
import { subjectDigest } from './subject-digest.ts'

/** Name of a trait → what is right, as JSON; null takes it away. */
export type Correction = Readonly<Record<string, unknown>>

type Source = Pick<Attune, 'state' | 'vault' | 'consent' | 'activity' | 'config' | 'clock'>

interface PeopleRow {
  readonly person_id: string
  readonly traits: string
}

/**
 * Corrects traits of a person (GDPR Art. 16, PIPL Art. 46). The right value goes to the identity whose word counts, and the
 * wrong one is removed from all others, so that taking a merge back does not bring it back. What is sent later with the
 * wrong value still counts as news: the sender has to correct it too. The audit names the traits, never their values.
 *
 * @param by who corrects, and the request that it answers
 * @returns names of the traits that are different now
 * @throws AttuneError `unknown-person` when the state store has nothing of the person (any more); `nothing-to-correct`
 */
export function correctTraits(
  { state, vault, consent, activity, config, clock }: Source,
  workspace: string,
  { personId, aliases }: FoundPerson,
  correction: Correction,
  by: { readonly actor: string; readonly request?: string | undefined },
): readonly string[] {
  const { raw } = state
  const at = Math.round(clock())
  const write = raw.prepare(
    'UPDATE people SET traits = ?, updated_at = max(updated_at, ?) WHERE workspace = ? AND person_id = ?',
  )
  const names = Object.keys(correction)
  const corrected = state.transaction(() => {
    const rows = raw
      .prepare(
        `SELECT person_id, traits FROM people WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))
         ORDER BY person_id = ? DESC, updated_at DESC`,
      )
      .all(workspace, JSON.stringify(aliases), personId) as unknown as PeopleRow[]
    if (rows.length === 0)
      throw attuneError('unknown-person', 'Nothing is kept of this person that could be corrected.', { status: 404 })
    const changed = new Set<string>()
    for (const [index, row] of rows.entries()) {
      const before = JSON.parse(openedTraits(vault, workspace, row.person_id, row.traits)) as JsonRecord
      const after = Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name)))
      if (index === 0) for (const [name, value] of Object.entries(correction)) if (value !== null) after[name] = value
      const different = names.filter((name) => after[name] !== before[name])
      if (different.length === 0) continue
      for (const name of different) changed.add(name)
      const sealed = sealedTraits(vault, workspace, row.person_id, JSON.stringify(after))
      write.run(sealed, index === 0 ? at : 0, workspace, row.person_id)
    }
    if (changed.size === 0)
      throw attuneError('nothing-to-correct', 'Everything is as you say already.', { details: { field: 'traits' } })
    // Not before the key is on disk.
    vault.flush()
    const traits = names.filter((name) => changed.has(name))
    appendAudit(raw, {
      workspace,
      at,
      actor: by.actor,
      action: 'person.corrected',
      subject: subjectDigest(vault, workspace, personId),
      details: JSON.stringify({ traits, ...(by.request === undefined ? {} : { request: by.request }) }),
    })
    return traits
  })
  activity.restate(workspace, [personId])
  for (const signal of signalsOf(
    { openContext: {}, heard: { traits: { ...correction }, country: undefined, timezone: undefined } },
    [],
    config.protect.childAge,
    at,
  ))
    consent.signal(workspace, personId, signal, at)
  return corrected
}
