import type { EventType } from '../../store/rows.ts'
import type { Body } from '../read-body.ts'
import { emptyRecord, type JsonRecord } from '../read-record.ts'
import { admitFields, type Drop } from './admit-fields.ts'
import type { Gate } from './gate.ts'

/**
 * The body of an event with what its source declares. Of an event that is not declared only that it happened stays;
 * `bare` says so.
 *
 * @param decimals that rounded degrees keep
 */
export function gatedBody(
  gate: Gate,
  type: EventType,
  body: Body,
  decimals: number,
  drops: Drop[],
): { readonly body: Body; readonly bare: boolean } {
  if (type === 'identify')
    return {
      body: { ...body, traits: admitFields(body.traits ?? emptyRecord, gate.traits, 'traits', decimals, drops) },
      bare: false,
    }
  if (type === 'group')
    return {
      body: { ...body, traits: admitFields(body.traits ?? emptyRecord, gate.groupTraits, 'traits', decimals, drops) },
      bare: false,
    }
  if (type === 'alias') return { body, bare: false }
  const tree = gate.propertiesOf(type, body.event)
  if (tree !== undefined)
    return {
      body: { ...body, properties: admitFields(body.properties, tree, 'properties', decimals, drops) },
      bare: false,
    }
  if (Object.keys(body.properties).length > 0) drops.push({ field: 'properties', reason: 'undeclared' })
  return { body: { ...body, properties: emptyRecord }, bare: true }
}

/** Keys of an event that say who, what and when. */
const always = [
  'type',
  'messageId',
  'userId',
  'anonymousId',
  'timestamp',
  'originalTimestamp',
  'sentAt',
  'event',
  'name',
  'groupId',
  'previousId',
] as const

/** Of a raw event that was refused, what may be kept for the debugger: what is declared, and who, what and when. */
export function gatedPayload(gate: Gate, raw: unknown, implied: EventType | undefined, decimals: number): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null
  const source = raw as JsonRecord
  const payload: Record<string, unknown> = {}
  for (const key of always)
    if (typeof source[key] === 'string' || typeof source[key] === 'number') payload[key] = source[key]
  const type = (source.type ?? implied) as EventType
  const keep = (
    key: 'properties' | 'traits' | 'context',
    tree: Parameters<typeof admitFields>[1] | undefined,
  ): void => {
    const value = source[key]
    if (tree !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value))
      payload[key] = admitFields(value as JsonRecord, tree, key, decimals, [])
  }
  if (type === 'track' || type === 'page' || type === 'screen')
    keep('properties', gate.propertiesOf(type, typeof source.event === 'string' ? source.event : null))
  if (type === 'identify' || type === 'group') keep('traits', type === 'group' ? gate.groupTraits : gate.traits)
  keep('context', gate.context)
  return payload
}
