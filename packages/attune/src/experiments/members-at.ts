import type { Attune } from '../attune.ts'
import type { Segments } from '../segments/segments.ts'
import type { StateStore } from '../store/state-store.ts'

const dayMs = 86_400_000

/**
 * Whether it can be known who belonged to a segment at a moment: not before changes are kept, nor before its rule of today
 * was made, whose members are not told as changes. Today's members stand in then, for all that is not known.
 */
export function isKnownAt(
  { segments, config, clock }: Pick<Attune, 'config' | 'clock'> & { readonly segments: Pick<Segments, 'get'> },
  workspace: string,
  segment: string,
  at: number,
): boolean {
  const ruledAt = segments.get(workspace, segment)?.updatedAt ?? Number.POSITIVE_INFINITY
  return ruledAt <= at && clock() - at <= config.segments.keepChangesDays * dayMs
}

/**
 * Who belonged to a segment at a moment: today's members with what changed since taken back. What an experiment itself did
 * to people must not decide in which part of its results they stand.
 *
 * @throws AttuneError `unknown-segment`
 */
export function membersAt(
  { segments, state }: { readonly segments: Pick<Segments, 'members'>; readonly state: StateStore },
  workspace: string,
  segment: string,
  at: number,
): readonly string[] {
  const members = new Set<string>()
  for (let from: number | null = 0; from !== null; ) {
    const page = segments.members(workspace, segment, { from, limit: 10_000 })
    for (const id of page.personIds) members.add(id)
    from = page.next
  }
  const changes = state.raw
    .prepare(
      `SELECT person_id, entered FROM segment_changes WHERE workspace = ? AND segment_id = ? AND at >= ? ORDER BY id`,
    )
    .all(workspace, segment, at)
  const known = new Set<string>()
  for (const { person_id, entered } of changes) {
    const person = String(person_id)
    // Their first change since says how they stood before it.
    if (known.has(person)) continue
    known.add(person)
    if (Number(entered) === 1) members.delete(person)
    else members.add(person)
  }
  return [...members]
}
