import type { EventType } from '../store/rows.ts'
import { readId, readPersonId } from './read-id.ts'
import { emptyRecord, type JsonRecord, readRecord } from './read-record.ts'
import { type Judgement, kindOf } from './refusal.ts'

/** What an event says, by its type. */
export interface Body {
  readonly event: string | null
  readonly properties: JsonRecord
  readonly traits: JsonRecord | null
  readonly previousId: string | null
  readonly groupId: string | null
}

/** Reads the keys that belong to one type of event. */
export function readBody(type: EventType, source: JsonRecord, judgement: Judgement): Body {
  const nobody = { event: null, properties: emptyRecord, traits: null, previousId: null, groupId: null }
  switch (type) {
    case 'track':
      return {
        ...nobody,
        event: readName(source.event, 'event', true, judgement),
        properties: readRecord(source.properties, 'properties', judgement),
      }
    case 'page':
    case 'screen': {
      const properties = readRecord(source.properties, 'properties', judgement)
      const category = readName(source.category, 'category', false, judgement)
      return {
        ...nobody,
        event: readName(source.name, 'name', false, judgement),
        properties: category === null || properties.category !== undefined ? properties : { ...properties, category },
      }
    }
    case 'identify': {
      const traits = readRecord(source.traits, 'traits', judgement)
      return { ...nobody, traits }
    }
    case 'group': {
      const groupId = readId(source.groupId, 'groupId', judgement)
      if (groupId === null) judgement.refuse('missing-field', 'groupId', 'Say which group: groupId.')
      return { ...nobody, groupId, traits: readRecord(source.traits, 'traits', judgement), properties: { groupId } }
    }
    case 'alias': {
      const previousId = readPersonId(source.previousId, 'previousId', judgement)
      if (previousId === null)
        judgement.refuse('missing-field', 'previousId', 'Say which id it was before: previousId.')
      if (source.userId === undefined || source.userId === null || source.userId === '')
        judgement.refuse('missing-field', 'userId', 'Say which id it is now: userId.')
      return { ...nobody, previousId, properties: { previousId } }
    }
  }
}

function readName(value: unknown, field: string, required: boolean, judgement: Judgement): string | null {
  if (value !== undefined && value !== null && typeof value !== 'string') {
    judgement.refuse('wrong-type', field, `${field} is ${kindOf(value)}; send text.`)
    return null
  }
  const name = readId(value?.trim(), field, judgement)
  if (name === null && required)
    judgement.refuse('missing-field', field, `Say what happened: ${field} must be text, such as "Product Viewed".`)
  return name
}
