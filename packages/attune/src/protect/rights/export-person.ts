import type { ConsentAnswers } from '../../api/schemas/consent.ts'
import type { PortraitCorrection } from '../../api/schemas/profiles.ts'
import type { Attune } from '../../attune.ts'
import { joinedParts } from '../../collect/personal-parts.ts'
import type { JsonRecord } from '../../collect/read-record.ts'
import { openedPayload } from '../../collect/sealed-payload.ts'
import { weightSql } from '../../collect/weights.ts'
import type { FoundPerson } from '../../profile/find-person.ts'
import { personInterests } from '../../profile/person-interests.ts'
import { mergedTraits, statedPersons } from '../../profile/person-traits.ts'
import { readCorrections, toldCorrections } from '../../profile/portrait/corrections.ts'
import { sqlParameters } from '../../report/sql-parameters.ts'
import type { ConsentLine } from '../consent/consent.ts'
import type { Regime } from '../consent/purposes.ts'

/** Everything that is held about a person, as they may take it with them (GDPR Art. 15 and 20, PIPL Art. 45). */
export interface PersonExport {
  readonly format: 'attune-person-1'
  readonly exportedAt: string
  readonly personId: string
  readonly identifiers: readonly {
    readonly kind: string | null
    readonly id: string | null
    readonly personId: string
  }[]
  readonly traits: JsonRecord
  readonly consent: {
    readonly answers: ConsentAnswers
    readonly history: readonly ConsentLine[]
    /** Under whose laws they were seen. */
    readonly regimes: readonly Regime[]
  }
  /** Worked out from the events, not told by the person. */
  readonly interests: readonly { readonly category: string; readonly share: number; readonly interactions: number }[]
  /** What was put right in their portrait. */
  readonly corrections: readonly PortraitCorrection[]
  readonly events: readonly JsonRecord[]
  readonly decisions: readonly JsonRecord[]
  /** What was sent of them and not taken, as long as it is kept; `sent` is null where only the reason is. */
  readonly refused: readonly { readonly at: string; readonly reason: string; readonly sent: string | null }[]
  readonly groups: readonly { readonly groupId: string; readonly at: string }[]
  /** What models that run elsewhere said of them. */
  readonly scores: readonly { readonly name: string; readonly value: number; readonly at: string }[]
  /** When they came into segments and left them. */
  readonly segments: readonly { readonly segmentId: string; readonly entered: boolean; readonly at: string }[]
  /** What they asked for, and what was noted about it. */
  readonly requests: readonly {
    readonly id: string
    readonly kind: string
    readonly status: string
    readonly at: string
    readonly note: string
  }[]
}

type Source = Pick<Attune, 'clock' | 'config' | 'events' | 'state' | 'vault' | 'consent' | 'items'>

interface StoredRow {
  readonly person_id: string
  readonly sealed: string | null
  readonly properties?: string
  readonly context: string
  readonly ts: number
}

/** Sealed parts are opened; nothing of anybody else is in it. */
export async function exportPerson(
  source: Source,
  workspace: string,
  { personId, aliases }: FoundPerson,
): Promise<PersonExport> {
  const stated = statedPersons(source, workspace, aliases)
  const { events, vault, consent } = source
  const ids = JSON.stringify(aliases)
  const of = `workspace = $1 AND person_id IN (SELECT unnest(from_json($2, '["VARCHAR"]')))`
  const acts = await events.query<StoredRow & Record<string, unknown>>(
    `SELECT message_id, type, event, person_id, item_id, value, currency, decision_id, properties, context, sealed, source, ts
     FROM events WHERE ${of} ORDER BY ts`,
    [workspace, ids],
  )
  const decisions = await events.query<StoredRow & { items: string } & Record<string, unknown>>(
    `SELECT decision_id, placement, person_id, variation, model, model_version, fallback, items, context, sealed, ts
     FROM decisions WHERE ${of} ORDER BY ts`,
    [workspace, ids],
  )
  const refused = await events.query<{ received_at: number; reason: string; payload: string | null }>(
    `SELECT received_at, reason, payload FROM quarantine WHERE ${of} ORDER BY received_at`,
    [workspace, ids],
  )
  const personal = ({ person_id: id, sealed }: StoredRow): { properties?: JsonRecord; context?: JsonRecord } =>
    JSON.parse((sealed === null ? undefined : vault.open(workspace, id, sealed)) ?? '{}') as object
  const opened = (
    { properties, context, sealed: _, ts, ...row }: StoredRow & Record<string, unknown>,
    told: ReturnType<typeof personal>,
  ) => ({
    ...row,
    at: new Date(ts).toISOString(),
    ...(properties === undefined
      ? {}
      : { properties: joinedParts(JSON.parse(properties) as JsonRecord, told.properties ?? null) }),
    context: joinedParts(JSON.parse(context) as JsonRecord, told.context ?? null),
  })
  return {
    format: 'attune-person-1',
    exportedAt: new Date(source.clock()).toISOString(),
    personId,
    identifiers: stated.map((person) => ({ kind: person.kind, id: person.identifier, personId: person.personId })),
    traits: mergedTraits(stated, personId),
    consent: {
      answers: consent.answers(workspace, personId),
      history: consent.lines(workspace, aliases),
      regimes: consent.regimesOf(workspace, aliases),
    },
    interests: await interestsOf(source, workspace, aliases),
    corrections: toldCorrections(readCorrections(source, workspace, aliases)),
    events: acts.map((row) => opened(row, personal(row))),
    decisions: decisions.map((row) => ({ ...opened(row, personal(row)), items: JSON.parse(row.items) as unknown })),
    refused: refused.map(({ received_at: at, reason, payload }) => ({
      at: new Date(at).toISOString(),
      reason,
      sent: payload === null ? null : openedPayload(vault, workspace, Number(at), payload),
    })),
    ...heldInState(source, workspace, ids),
  }
}

function heldInState(
  { state }: Source,
  workspace: string,
  ids: string,
): Pick<PersonExport, 'groups' | 'scores' | 'segments' | 'requests'> {
  const of = 'workspace = ? AND person_id IN (SELECT value FROM json_each(?))'
  const rows = (columns: string, table: string, time: string) =>
    state.raw
      .prepare(`SELECT ${columns}, ${time} AS at FROM ${table} WHERE ${of} ORDER BY ${time}`)
      .all(workspace, ids)
      .map((row) => ({ ...row, at: new Date(Number(row.at)).toISOString() })) as unknown
  return {
    groups: rows('group_id AS groupId', 'group_members', 'joined_at') as PersonExport['groups'],
    scores: rows('name, value', 'scores', 'updated_at') as PersonExport['scores'],
    segments: (rows('segment_id AS segmentId, entered', 'segment_changes', 'at') as { entered: number }[]).map(
      (row) => ({
        ...row,
        entered: row.entered === 1,
      }),
    ) as unknown as PersonExport['segments'],
    requests: rows('id, kind, status, note', 'privacy_requests', 'received_at') as PersonExport['requests'],
  }
}

async function interestsOf({ events, config, items }: Source, workspace: string, aliases: readonly string[]) {
  const parameters = sqlParameters()
  const rows = await events.query<{ item_id: string; weight: number; n: number }>(
    `SELECT item_id, sum(${weightSql(config.weights)}) AS weight, count(*) AS n FROM interactions
     WHERE workspace = ${parameters.add(workspace)} AND person_id IN (${aliases.map((id) => parameters.add(id)).join(', ')})
     GROUP BY item_id HAVING weight <> 0`,
    parameters.values,
  )
  const byItem = rows.map(({ item_id: itemId, weight, n }) => ({ itemId, weight, interactions: n }))
  return personInterests(byItem, (id) => items.get(workspace, id))
}
