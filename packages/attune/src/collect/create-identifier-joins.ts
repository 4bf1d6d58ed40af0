import { createHmac } from 'node:crypto'
import type { StateStore } from '../store/state-store.ts'
import type { Arrival } from './create-collector.ts'
import type { Identity } from './identity.ts'
import { type IdentifierKind, identifierKindOf, normalIdentifier } from './normal-identifier.ts'
import type { JsonRecord } from './read-record.ts'

export interface IdentifierRules {
  readonly join: readonly IdentifierKind[]
  /** An identifier that more people have belongs to nobody: it joins no further ones. */
  readonly atMost: number
}

interface Holder {
  readonly person_id: string
  readonly kind: 'user' | 'anonymous' | null
}

/** Where an event says which device it was; kept only where a declaration seals it. */
function deviceIn(personal: string | null): unknown {
  if (personal === null) return undefined
  const { context } = JSON.parse(personal) as { context?: { device?: { id?: unknown } } }
  return context?.device?.id
}

/**
 * Joins people who have the same e-mail, phone or device, as told in traits (a device also in `context.device.id`).
 *
 * - Identifiers are compared by digests under the installation's secret; a new one of a kind takes the place of the old.
 * - Visitors are joined into users, and those who came later into the first; a device never joins two users, also not
 *   through visitors who belong to them.
 * - One that more than `atMost` people have (a shared mailbox, a switchboard) joins nobody any more.
 * - A merge carries the kind as its reason and can be taken back like any other; then it is not made again.
 */
export function createIdentifierJoins({
  state,
  identity,
  secret,
  rules: { join, atMost },
}: {
  readonly state: StateStore
  readonly identity: Identity
  readonly secret: Uint8Array
  readonly rules: IdentifierRules
}): (workspace: string, arrivals: readonly Arrival[]) => Promise<void> {
  const key = createHmac('sha256', secret).update('identifiers that join people').digest()
  const remove = state.raw.prepare(
    'DELETE FROM person_identifiers WHERE workspace = ? AND person_id = ? AND kind = ? AND digest NOT IN (SELECT value FROM json_each(?))',
  )
  const insert = state.raw.prepare(
    `INSERT INTO person_identifiers (workspace, digest, person_id, kind, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const holders = state.raw.prepare(
    `SELECT i.person_id, p.kind FROM person_identifiers i JOIN people p USING (workspace, person_id)
     WHERE i.workspace = ? AND i.digest = ? ORDER BY p.kind = 'user' DESC, i.since, i.person_id LIMIT ?`,
  )

  const usersAmong = state.raw.prepare(
    `SELECT 1 FROM people WHERE workspace = ? AND kind = 'user' AND person_id IN (SELECT value FROM json_each(?)) LIMIT 1`,
  )

  /** Whether anybody who stands for the same person is a user: a visitor may have become one. */
  const hasUser = (workspace: string, personId: string): boolean =>
    usersAmong.get(workspace, JSON.stringify(identity.aliasesOf(workspace, personId))) !== undefined

  const digestOf = (workspace: string, kind: IdentifierKind, value: string): string =>
    createHmac('sha256', key).update(`${workspace}\n${kind}\n${value}`).digest('base64url').slice(0, 22)

  /** Kind → digests of what the event tells; empty where it says that there is none any more. */
  function digestsIn(workspace: string, { event }: Arrival): ReadonlyMap<IdentifierKind, readonly string[]> {
    const told = new Map<IdentifierKind, string[]>()
    const add = (kind: IdentifierKind | undefined, value: unknown): void => {
      if (kind === undefined || !join.includes(kind)) return
      const of = told.get(kind) ?? []
      const normal = normalIdentifier(kind, value)
      told.set(kind, normal === undefined ? of : [...of, digestOf(workspace, kind, normal)])
    }
    for (const [name, value] of Object.entries(event.traits ?? ({} as JsonRecord))) add(identifierKindOf(name), value)
    const device = join.includes('device') ? deviceIn(event.personal) : undefined
    if (device !== undefined) add('device', device)
    return told
  }

  /** Whom a digest joins now: every later holder into the first. */
  function* pairsOf(workspace: string, kind: IdentifierKind, digest: string): Iterable<readonly [string, string]> {
    const all = holders.all(workspace, digest, atMost + 1) as unknown as readonly Holder[]
    const [first] = all
    if (first === undefined || all.length > atMost) return
    const into = identity.resolve(workspace, first.person_id)
    for (const { person_id: personId, kind: of } of all.slice(1)) {
      if (kind === 'device' && of === 'user') continue
      const from = identity.resolve(workspace, personId)
      if (from !== into) yield [from, into]
    }
  }

  return async (workspace, arrivals) => {
    const changed = new Map<string, { readonly kind: IdentifierKind; readonly arrival: Arrival }>()
    const told = arrivals.flatMap((arrival) => {
      const digests = digestsIn(workspace, arrival)
      return digests.size === 0 ? [] : [{ arrival, digests }]
    })
    if (told.length === 0) return
    state.transaction(() => {
      for (const { arrival, digests } of told)
        for (const [kind, of] of digests) {
          const { personId, event } = arrival
          remove.run(workspace, personId, kind, JSON.stringify(of))
          for (const digest of of) {
            insert.run(workspace, digest, personId, kind, Math.round(event.ts))
            changed.set(digest, { kind, arrival })
          }
        }
    })
    const merges: Promise<void>[] = []
    for (const [digest, { kind, arrival }] of changed)
      for (const [from, into] of pairsOf(workspace, kind, digest)) {
        const { messageId, ts } = arrival.event
        const isAllowed = (): boolean => kind !== 'device' || !hasUser(workspace, from) || !hasUser(workspace, into)
        merges.push(identity.merge({ workspace, from, into, reason: kind, messageId, at: Math.round(ts), isAllowed }))
      }
    // Together, so that they share one transaction; the first failure is told, none is left unheard.
    const outcomes = await Promise.allSettled(merges)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }
}
