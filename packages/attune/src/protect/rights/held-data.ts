import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { HeldData } from '../../api/schemas/privacy.ts'
import type { Attune } from '../../attune.ts'
import { purposeOfRow } from '../../collect/consent-of-events.ts'
import type { JsonRecord } from '../../collect/read-record.ts'
import { openedTraits } from '../../collect/sealed-traits.ts'
import { plainName } from '../../collect/sources/admit-fields.ts'
import { comparableEvent } from '../../collect/sources/declaration.ts'
import { profileFields } from '../../collect/sources/profile-fields.ts'
import { eventMeanings } from '../../collect/standard-events.ts'
import type { Purpose } from '../consent/purposes.ts'
import { retentionRules, ruleFor } from '../retention-rules.ts'
import { heldBesides } from './held-besides.ts'

export type HeldSource = Pick<Attune, 'events' | 'state' | 'vault' | 'config' | 'clock' | 'sources' | 'runs'>

/** Kinds of events listed one by one; the rest is one line. */
const maxKinds = 500
/** Newest events whose fields are looked at, and of one kind at most. */
const lookedAt = 50_000
const lookedAtOfKind = 50
/** Newest persons whose traits are opened. */
const maxPersons = 20_000

interface Kind {
  readonly source: string
  readonly type: string
  readonly event: string | null
  readonly n: number
  readonly persons: number
  readonly oldest: number
  readonly newest: number
}

const iso = (ms: number | null | undefined): string | null => (ms == null ? null : new Date(ms).toISOString())
const fromEvents: readonly Purpose[] = ['personalisation', 'advertising', 'profiling', 'training']

/**
 * Everything that is held, kind by kind: how much of it, since when, what for, how long, where and in which form. Names and
 * figures only.
 */
export async function heldData(source: HeldSource, workspace: string): Promise<HeldData[]> {
  const inLake = existsSync(join(source.config.dataDir, 'lake', 'lake.json'))
  return [
    ...(await events(source, workspace, inLake)),
    ...traits(source, workspace, inLake),
    ...(await heldBesides(source, workspace, inLake)),
  ]
}

async function events(source: HeldSource, workspace: string, inLake: boolean): Promise<HeldData[]> {
  const { events: store, config, sources } = source
  // Pages are named by whoever made them, so they are one kind.
  const name = `CASE WHEN type IN ('page', 'screen') THEN NULL ELSE event END`
  const kinds = await store.query<Kind>(
    `SELECT source, type, ${name} AS event, count(*) AS n, count(DISTINCT person_id) AS persons, min(ts) AS oldest, max(ts) AS newest
     FROM events WHERE workspace = $1 GROUP BY ALL ORDER BY n DESC, source, type, event`,
    [workspace],
  )
  const fields = await fieldsByKind(source, workspace, name)
  const meanings = eventMeanings(config.collect.events)
  const rules = retentionRules(config, sources)
  const lines = kinds.slice(0, maxKinds).map((kind): HeldData => {
    const declaration = sources.find(workspace, kind.source)?.declaration
    const declared =
      kind.type === 'page' || kind.type === 'screen'
        ? declaration?.[kind.type]
        : Object.entries(declaration?.events ?? {}).find(
            ([one]) => comparableEvent(one) === comparableEvent(kind.event ?? ''),
          )?.[1]
    const meaning = kind.type === 'track' && kind.event !== null ? meanings(kind.event) : undefined
    const about = kind.type === 'identify' || kind.type === 'alias' || kind.type === 'group'
    const purpose = about ? 'storage' : purposeOfRow(meaning?.kind ?? null, meaning?.money === true)
    const rule = ruleFor(rules, { ...kind, workspace })
    return {
      what: 'event',
      name: kind.event ?? kind.type,
      source: kind.source,
      count: kind.n,
      persons: kind.persons,
      oldest: iso(kind.oldest),
      newest: iso(kind.newest),
      purposes: [purpose, ...(meaning?.kind == null ? [] : fromEvents)],
      why: declared?.why ?? declaration?.why ?? null,
      retention: { days: rule?.days ?? null, rule: rule?.name ?? null },
      where: inLake ? ['store', 'lake', 'backups'] : ['store', 'backups'],
      form: 'pseudonymous',
      fields: fields.get(keyOf(kind)) ?? [],
    }
  })
  return kinds.length <= maxKinds ? lines : [...lines, others(kinds.slice(maxKinds), inLake)]
}

function others(kinds: readonly Kind[], inLake: boolean): HeldData {
  return {
    what: 'event',
    name: '*',
    source: null,
    count: kinds.reduce((sum, { n }) => sum + n, 0),
    persons: null,
    oldest: iso(Math.min(...kinds.map(({ oldest }) => oldest))),
    newest: iso(Math.max(...kinds.map(({ newest }) => newest))),
    purposes: ['analytics'],
    why: null,
    retention: { days: null, rule: null },
    where: inLake ? ['store', 'lake', 'backups'] : ['store', 'backups'],
    form: 'pseudonymous',
    fields: [],
  }
}

const keyOf = ({ source, type, event }: Pick<Kind, 'source' | 'type' | 'event'>): string =>
  [source, type, event].join('\n')

/** The fields of the newest events of each kind, and whether they are sealed. */
async function fieldsByKind(
  { events, vault }: HeldSource,
  workspace: string,
  name: string,
): Promise<Map<string, HeldData['fields']>> {
  const rows = await events.query<{
    source: string
    type: string
    event: string | null
    person: string
    properties: string
    context: string
    sealed: string | null
  }>(
    `SELECT source, type, ${name} AS event, person_id AS person, properties, context, sealed
     FROM (SELECT * FROM events WHERE workspace = $1 ORDER BY received_at DESC LIMIT ${lookedAt})
     QUALIFY row_number() OVER (PARTITION BY source, type, ${name} ORDER BY received_at DESC) <= ${lookedAtOfKind}`,
    [workspace],
  )
  const byKind = Map.groupBy(rows, keyOf)
  return new Map(
    [...byKind].map(([key, of]) => {
      const open = of.map((row) => ({
        properties: JSON.parse(row.properties) as JsonRecord,
        context: JSON.parse(row.context) as JsonRecord,
      }))
      const sealed = of.map(
        (row) =>
          JSON.parse(
            (row.sealed === null ? undefined : vault.open(workspace, row.person, row.sealed)) ?? '{}',
          ) as JsonRecord,
      )
      const named = (records: readonly JsonRecord[], isSealed: boolean) =>
        profileFields(records)
          // Lists of records stand for what is in them.
          .map(({ path }) => ({ field: path, sealed: isSealed }))
      return [key, [...named(open, false), ...named(sealed, true)]]
    }),
  )
}

function traits({ state, vault }: HeldSource, workspace: string, inLake: boolean): HeldData[] {
  const rows = state.raw
    .prepare(
      `SELECT person_id, traits, created_at, updated_at FROM people WHERE workspace = ? AND traits <> '{}' ORDER BY updated_at DESC LIMIT ${maxPersons}`,
    )
    .iterate(workspace) as Iterable<{ person_id: string; traits: string; created_at: number; updated_at: number }>
  const counts = new Map<string, { n: number; oldest: number; newest: number }>()
  for (const { person_id: personId, traits: stored, created_at: created, updated_at: updated } of rows)
    for (const key of Object.keys(JSON.parse(openedTraits(vault, workspace, personId, stored)) as object)) {
      const name = plainName(key)
      const count = counts.get(name) ?? { n: 0, oldest: created, newest: updated }
      counts.set(name, {
        n: count.n + 1,
        oldest: Math.min(count.oldest, created),
        newest: Math.max(count.newest, updated),
      })
    }
  return [...counts]
    .toSorted(([a, of], [b, other]) => other.n - of.n || (a < b ? -1 : 1))
    .slice(0, maxKinds)
    .map(([name, { n, oldest, newest }]) => ({
      what: 'trait',
      name,
      source: null,
      count: n,
      persons: n,
      oldest: iso(oldest),
      newest: iso(newest),
      purposes: ['storage'],
      why: null,
      retention: { days: null, rule: null },
      where: inLake ? ['store', 'lake', 'backups'] : ['store', 'backups'],
      form: 'sealed',
      fields: [],
    }))
}
