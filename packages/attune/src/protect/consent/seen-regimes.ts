import type { StateStore } from '../../store/state-store.ts'
import { type Purpose, type Regime, regimeNames, regimes } from './purposes.ts'

/** As `person_regimes` keeps it. */
export const bitOf = (regime: Regime): number => 1 << regimeNames.indexOf(regime)

/** Combination of regimes → what all of them allow. */
const allowedBy: readonly ReadonlySet<Purpose>[] = Array.from({ length: 1 << regimeNames.length }, (_, bits) => {
  const seen = regimeNames.filter((regime) => (bits & bitOf(regime)) !== 0)
  const [first, ...others] = seen
  if (first === undefined) return new Set<Purpose>()
  return new Set(
    regimes[first].filter((purpose) =>
      others.every((other) => (regimes[other] as readonly Purpose[]).includes(purpose)),
    ),
  )
})

/** Under whose laws persons were seen who may not have said a word. Nothing is held of persons for whom only the default counts. */
export interface SeenRegimes {
  /**
   * @param regime undefined where the default counts, which matters only to persons who were seen under others
   * @returns whether it is new
   */
  note(workspace: string, personId: string, regime: Regime | undefined): boolean
  /** Whether every regime that any of the ids was seen under allows the purpose; undefined where there is none. */
  allow(workspace: string, personIds: readonly string[], purpose: Purpose): boolean | undefined
  of(workspace: string, personIds: readonly string[]): readonly Regime[]
  anybody(workspace: string): boolean
  personIds(workspace: string): Iterable<string>
  /** Writes what is new, in one transaction. */
  flush(): void
  forget(workspace: string, personIds: readonly string[]): void
}

/** Kept in the state store, all of it in memory as a few bits a person. */
export function createSeenRegimes(state: StateStore, byDefault: Regime): SeenRegimes {
  const workspaces = new Map<string, Map<string, number>>()
  const fresh = new Map<string, { readonly workspace: string; readonly personId: string }>()
  const put = state.raw.prepare(
    `INSERT INTO person_regimes (workspace, person_id, regimes) VALUES (?, ?, ?)
     ON CONFLICT (workspace, person_id) DO UPDATE SET regimes = regimes | excluded.regimes`,
  )
  const remove = state.raw.prepare('DELETE FROM person_regimes WHERE workspace = ? AND person_id = ?')

  function personsOf(workspace: string): Map<string, number> {
    const persons = workspaces.get(workspace) ?? new Map<string, number>()
    workspaces.set(workspace, persons)
    return persons
  }
  for (const row of state.raw.prepare('SELECT workspace, person_id, regimes FROM person_regimes').iterate())
    personsOf(String(row.workspace)).set(String(row.person_id), Number(row.regimes))

  function bitsOf(workspace: string, personIds: readonly string[]): number {
    const persons = workspaces.get(workspace)
    let bits = 0
    if (persons !== undefined && persons.size > 0) for (const id of personIds) bits |= persons.get(id) ?? 0
    return bits
  }

  return {
    note(workspace, personId, regime) {
      const persons = regime === undefined ? workspaces.get(workspace) : personsOf(workspace)
      const before = persons?.get(personId) ?? 0
      if (persons === undefined || (regime === undefined && before === 0)) return false
      const bits = before | bitOf(regime ?? byDefault)
      if (bits === before) return false
      persons.set(personId, bits)
      fresh.set(`${workspace}\n${personId}`, { workspace, personId })
      return true
    },
    allow(workspace, personIds, purpose) {
      const bits = bitsOf(workspace, personIds)
      return bits === 0 ? undefined : (allowedBy[bits]?.has(purpose) ?? false)
    },
    of(workspace, personIds) {
      const bits = bitsOf(workspace, personIds)
      return regimeNames.filter((regime) => (bits & bitOf(regime)) !== 0)
    },
    anybody: (workspace) => (workspaces.get(workspace)?.size ?? 0) > 0,
    personIds: (workspace) => workspaces.get(workspace)?.keys() ?? [],
    flush() {
      if (fresh.size === 0) return
      state.transaction(() => {
        for (const { workspace, personId } of fresh.values())
          put.run(workspace, personId, workspaces.get(workspace)?.get(personId) ?? 0)
      })
      fresh.clear()
    },
    forget(workspace, personIds) {
      state.transaction(() => {
        for (const id of personIds) remove.run(workspace, id)
      })
      for (const id of personIds) {
        workspaces.get(workspace)?.delete(id)
        fresh.delete(`${workspace}\n${id}`)
      }
    },
  }
}
