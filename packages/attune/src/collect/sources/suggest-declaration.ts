import type { Attune } from '../../attune.ts'
import { statedPersons } from '../../profile/person-traits.ts'
import { joinedParts } from '../personal-parts.ts'
import type { JsonRecord } from '../read-record.ts'
import { eventMeanings, isOwnEvent } from '../standard-events.ts'
import { plainName } from './admit-fields.ts'
import {
  comparableEvent,
  type FieldDeclaration,
  type FieldDeclarations,
  type FieldType,
  keepOf,
  type SourceDeclaration,
  sourceDeclarationSchema,
} from './declaration.ts'
import { type FieldProfile, profileFields } from './profile-fields.ts'
import { alwaysContext, ownProperties, standardContext, standardPage, standardProperties } from './standard-fields.ts'

/** A field that a source sends. */
export interface SuggestedField {
  /** The event, `page` or `screen`; null for traits and context. */
  readonly event: string | null
  /** `properties.size`, `traits.plan`, `context.page.path` */
  readonly field: string
  readonly type: FieldType
  readonly share: number
  /** Whether `standard` declares it already. */
  readonly standard: boolean
}

export interface Suggestion {
  readonly declaration: SourceDeclaration
  readonly fields: readonly SuggestedField[]
  /** Events looked at. */
  readonly events: number
}

/** Newest events that are looked at, and persons whose traits are. */
const maxEvents = 20_000
const maxPersons = 2_000
const maxNames = 200

interface Row {
  readonly type: string
  readonly event: string | null
  readonly person_id: string
  readonly properties: string
  readonly context: string
  readonly sealed: string | null
}

/**
 * A declaration of what a source sent lately: names and types, never a value. To be read and shortened by somebody: what
 * arrives is not yet what is needed. Fields of its declaration that arrive no longer stay in it.
 *
 * @param since milliseconds since the epoch
 */
export async function suggestDeclaration(
  { events, vault, state, config, sources }: Pick<Attune, 'events' | 'vault' | 'state' | 'config' | 'sources'>,
  workspace: string,
  source: string,
  since: number,
): Promise<Suggestion> {
  const rows = await events.query<Row>(
    `SELECT type, event, person_id, properties, context, sealed FROM events
     WHERE workspace = $1 AND source = $2 AND received_at >= $3 ORDER BY received_at DESC LIMIT ${maxEvents}`,
    [workspace, source, new Date(since)],
  )
  const meanings = eventMeanings(config.collect.events)
  const known = sources.find(workspace, source)?.declaration
  const byEvent = new Map<string, { readonly name: string; readonly records: JsonRecord[] }>()
  const contexts: JsonRecord[] = []
  const identified = new Set<string>()
  for (const row of rows) {
    const opened = row.sealed === null ? undefined : vault.open(workspace, row.person_id, row.sealed)
    const personal = JSON.parse(opened ?? '{}') as { properties?: JsonRecord; context?: JsonRecord }
    contexts.push(joinedParts(JSON.parse(row.context) as JsonRecord, personal.context ?? null))
    if (row.type === 'identify') identified.add(row.person_id)
    const name = row.type === 'page' || row.type === 'screen' ? row.type : row.type === 'track' ? row.event : null
    if (name === null || plainName(name) === '*') continue
    const key = row.type === 'track' ? `track ${comparableEvent(name)}` : name
    const of = byEvent.get(key) ?? { name, records: [] }
    if (byEvent.size < maxNames || byEvent.has(key)) byEvent.set(key, of)
    of.records.push(joinedParts(JSON.parse(row.properties) as JsonRecord, personal.properties ?? null))
  }
  const traits = statedPersons({ state, vault }, workspace, [...identified].slice(0, maxPersons)).map(
    (person) => person.traits,
  )

  const standard = known?.standard ?? [...byEvent.values()].some(({ name }) => meanings(name) !== undefined)
  const fields: SuggestedField[] = []
  const suggest = (
    event: string | null,
    where: string,
    records: readonly JsonRecord[],
    given: FieldDeclarations,
    before: FieldDeclarations = {},
  ) => {
    const profiles = records.length === 0 ? [] : profileFields(records)
    for (const { path, type, share } of profiles)
      fields.push({ event, field: `${where}.${path}`, type, share, standard: path in given })
    return declarationOf(profiles, given, before)
  }

  const declared: Record<string, unknown> = { ...known, standard, events: { ...known?.events } }
  for (const [key, { name, records }] of [...byEvent].toSorted(([, a], [, b]) => b.records.length - a.records.length)) {
    if (key === 'page' || key === 'screen') {
      declared[key] = {
        ...known?.[key],
        properties: suggest(key, 'properties', records, standard ? standardPage : {}, known?.[key]?.properties),
      }
      continue
    }
    const own = isOwnEvent(name)
    const isStandard = standard && meanings(name) !== undefined
    const written =
      Object.keys(known?.events ?? {}).find((one) => comparableEvent(one) === comparableEvent(name)) ?? name
    const given = { ...(isStandard ? standardProperties : {}), ...(own ? ownProperties : {}) }
    const properties = suggest(name, 'properties', records, given, known?.events[written]?.properties)
    if (Object.keys(properties).length > 0 || !(isStandard || own) || known?.events[written] !== undefined)
      (declared.events as Record<string, unknown>)[written] = { ...known?.events[written], properties }
  }
  declared.traits = suggest(null, 'traits', traits, {}, known?.traits)
  declared.context = suggest(
    null,
    'context',
    contexts,
    { ...alwaysContext, ...(standard ? standardContext : {}) },
    known?.context,
  )
  return { declaration: sourceDeclarationSchema.parse(declared), fields, events: rows.length }
}

/** The fields that are not given anyway; of those declared before nothing is changed. */
function declarationOf(
  profiles: readonly FieldProfile[],
  given: FieldDeclarations,
  before: FieldDeclarations,
): FieldDeclarations {
  const fields: Record<string, FieldDeclaration> = {}
  for (const { path, type } of profiles) if (!(path in given)) fields[path] = type
  const merged: Record<string, FieldDeclaration> = { ...fields, ...before }
  const single = (path: string): FieldDeclarations => ({ [path]: merged[path] as FieldDeclaration })
  for (const path of Object.keys(merged)) {
    const declared = merged[path] as FieldDeclaration
    if (path in before || keepOf(declared) !== undefined) continue
    // What a declaration would not take (an identifier of an older row, a value that is a list too) is left to the reader.
    const alone = sourceDeclarationSchema.shape.context.safeParse(single(path)).success
    const clashes = Object.keys(merged).some(
      (other) => other.startsWith(`${path}.`) || (other.startsWith(`${path}[].`) && declared !== 'list'),
    )
    if (!alone || clashes) delete merged[path]
  }
  return merged
}
