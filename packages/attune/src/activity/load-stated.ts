import { setImmediate as turn } from 'node:timers/promises'
import type { Identity } from '../collect/identity.ts'
import { openedTraits } from '../collect/sealed-traits.ts'
import type { TraitRules } from '../collect/trait-rules.ts'
import { mergedTraits, statedPersons } from '../profile/person-traits.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { StateStore } from '../store/state-store.ts'
import type { StatedTraits } from './create-workspace-activity.ts'
import { keptTraits } from './kept-traits.ts'
import type { OpenedActivity } from './load-activity.ts'

/** Rows opened in one turn of the event loop. */
const rowsAtATime = 2_000

export interface StatedSource {
  readonly state: StateStore
  readonly vault: Vault
  readonly traitRules: TraitRules
  readonly identity: Pick<Identity, 'resolve' | 'aliasesOf'>
  readonly open: (workspace: string) => OpenedActivity
}

/** A person of whom the state store was asked. */
export interface Restated {
  readonly slot: number
  /** Numbers of traits that have another value now, or none any more. */
  readonly traits: readonly number[]
}

/** Reads what the state store says of these persons, within the turn; returns those that it knows. */
export function restate(
  source: StatedSource,
  workspace: string,
  personIds: readonly string[],
): ReadonlyMap<string, Restated> {
  const { state, vault, traitRules, identity, open } = source
  const { activity, names } = open(workspace)
  const known = new Map<string, Restated>()
  const people = new Set(personIds.map((personId) => identity.resolve(workspace, personId)))
  for (const person of people) {
    const stated = statedPersons({ state, vault }, workspace, identity.aliasesOf(workspace, person))
    const slot = stated.length > 0 ? activity.meet(person) : activity.slotOf(person)
    if (slot === undefined) continue
    const told = mergedTraits(stated, person, traitRules).traits
    const traits = activity.state(slot, statedTraits(told, latest(stated), names))
    if (stated.length > 0) known.set(person, { slot, traits })
  }
  return known
}

const latest = (stated: readonly { readonly updatedAt: number }[]): number =>
  stated.reduce((last, { updatedAt }) => Math.max(last, updatedAt), 0)

function statedTraits(
  told: Readonly<Record<string, unknown>>,
  at: number,
  names: OpenedActivity['names'],
): StatedTraits | undefined {
  const traits = keptTraits(told, names.traits)
  return traits.length > 0 ? { traits, at } : undefined
}

/** Reads what the state store says of everybody, some rows a turn. */
export async function loadStated(source: StatedSource): Promise<void> {
  const { state, vault, identity, open } = source
  const page = state.raw.prepare(
    `SELECT workspace, person_id, traits, updated_at FROM people
     WHERE (workspace, person_id) > (?, ?) ORDER BY workspace, person_id LIMIT ${rowsAtATime}`,
  )
  let workspace = ''
  let personId = ''
  for (;;) {
    const rows = page.all(workspace, personId) as unknown as {
      workspace: string
      person_id: string
      traits: string
      updated_at: number
    }[]
    for (const row of rows) {
      ;({ workspace, person_id: personId } = row)
      if (identity.aliasesOf(workspace, personId).length > 1) {
        restate(source, workspace, [personId])
        continue
      }
      const { activity, names } = open(workspace)
      const slot = activity.meet(personId)
      if (row.traits === '{}') activity.state(slot, undefined)
      else {
        const told = JSON.parse(openedTraits(vault, workspace, personId, row.traits)) as Record<string, unknown>
        activity.state(slot, statedTraits(told, row.updated_at, names))
      }
    }
    if (rows.length < rowsAtATime) return
    await turn()
  }
}
