import type { z } from 'zod'
import type { profilePatchSchema } from '../../api/schemas/profiles.ts'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { correctTraits } from '../../protect/rights/correct-traits.ts'
import { subjectDigest } from '../../protect/rights/subject-digest.ts'
import type { FoundPerson } from '../find-person.ts'
import { mergedTraits, statedPersons } from '../person-traits.ts'
import { type Corrections, readCorrections, writeCorrections } from './corrections.ts'

type Source = Pick<Attune, 'state' | 'vault' | 'consent' | 'activity' | 'config' | 'clock'>
type Patch = z.output<typeof profilePatchSchema>

/** Things of one kind that may be put right of one person. */
const mostOfAKind = 500

/**
 * Puts right what a portrait says, or takes that back: traits where they lie (protect/rights/correct-traits.ts), interests
 * over what is concluded. The audit says how many of which kind, never which.
 *
 * @throws AttuneError `unknown-person` when nothing of the person is kept (any more), `nothing-to-correct` when everything is
 * so already, `too-many-corrections` for more than 500 of a kind
 */
export function correctPortrait(
  source: Source,
  workspace: string,
  person: FoundPerson,
  patch: Patch,
  { actor }: { readonly actor: string },
): void {
  const { state, vault, clock } = source
  const { personId, aliases } = person
  const at = clock()
  const before = readCorrections(source, workspace, aliases)
  const traits = traitChanges(source, workspace, person, before, patch, at)
  const categories = interestChanges(before.categories, patch.interests, patch.by, at)
  const brands = interestChanges(before.brands, patch.brands, patch.by, at)
  const after = { traits: traits.corrections, categories: categories.after, brands: brands.after }
  if (Object.values(after).some((part) => Object.keys(part).length > mostOfAKind))
    throw attuneError('too-many-corrections', `At most ${mostOfAKind} things of a kind can be put right of one person.`)
  const names = Object.keys(traits.values)
  if (names.length === 0 && categories.changed + brands.changed === 0 && !traits.forgets)
    throw attuneError('nothing-to-correct', 'Everything is as you say already.')
  // First what can be refused.
  if (names.length > 0) correctTraits(source, workspace, person, traits.values, { actor })
  else requirePerson(source, workspace, aliases)
  state.transaction(() => {
    writeCorrections(source, workspace, person, after, at)
    appendAudit(state.raw, {
      workspace,
      at: Math.round(at),
      actor,
      action: 'portrait.corrected',
      subject: subjectDigest(vault, workspace, personId),
      details: JSON.stringify({
        by: patch.by,
        traits: names.length,
        interests: categories.changed,
        brands: brands.changed,
      }),
    })
  })
}

/** Who was erased has no key any more, and gets none by being corrected. */
function requirePerson({ state }: Source, workspace: string, aliases: readonly string[]): void {
  const known = state.raw
    .prepare('SELECT 1 FROM people WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?)) LIMIT 1')
    .get(workspace, JSON.stringify(aliases))
  if (known === undefined)
    throw attuneError('unknown-person', 'Nothing is kept of this person that could be corrected.', { status: 404 })
}

function traitChanges(
  source: Source,
  workspace: string,
  { personId, aliases }: FoundPerson,
  { traits: before }: Corrections,
  { traits: wanted = {}, by }: Patch,
  at: number,
) {
  const told = mergedTraits(statedPersons(source, workspace, aliases), personId)
  const corrections = { ...before }
  const values: Record<string, unknown> = {}
  let forgets = false
  for (const [name, wish] of Object.entries(wanted)) {
    const known = before[name]
    if (typeof wish === 'object' && wish !== null) {
      if (known === undefined)
        throw attuneError(
          'nothing-to-undo',
          'One of these traits was not corrected here, so there is nothing to take back.',
          {
            details: { field: 'traits' },
          },
        )
      delete corrections[name]
      forgets = true
      // What was sent since is newer than both.
      if (known.is === (told[name] ?? null)) values[name] = known.was ?? null
      continue
    }
    if (wish === (told[name] ?? null)) continue
    values[name] = wish
    // Taken back is what was there before the first correction.
    const was = known !== undefined && known.is === (told[name] ?? null) ? known.was : told[name]
    corrections[name] = { is: wish, at, by, ...(was === undefined ? {} : { was }) }
  }
  for (const [name, value] of Object.entries(values)) if (sameJson(value, told[name] ?? null)) delete values[name]
  return { corrections, values, forgets }
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function interestChanges(before: Corrections['categories'], wanted: Patch['interests'], by: Patch['by'], at: number) {
  const after = { ...before }
  let changed = 0
  for (const [name, is] of Object.entries(wanted ?? {})) {
    if ((before[name]?.is ?? null) === is) continue
    changed++
    if (is === null) delete after[name]
    else after[name] = { is, at, by }
  }
  return { after, changed }
}
