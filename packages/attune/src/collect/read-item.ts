import { itemInputSchema } from '../api/schemas/items.ts'
import { eventLimits } from './event-limits.ts'
import type { ParsedItem } from './item-catalogue.ts'
import { cleaned, hygiene, inspect, joined } from './json-hygiene.ts'
import { refuseWhatCannotBeKept } from './read-record.ts'
import { Judgement, kindOf, type Refusal } from './refusal.ts'

export type ItemReading =
  | { readonly ok: true; readonly item: ParsedItem }
  | { readonly ok: false; readonly refused: Refusal; readonly id: string | null }

/** Judges one raw item: the schema's word, with the path of the first field that is wrong. */
export function readItem(raw: unknown): ItemReading {
  const judgement = new Judgement()
  const refused = (): ItemReading => ({
    ok: false,
    refused: judgement.refusal ?? { code: 'invalid-item', field: null, message: 'The item cannot be read.' },
    id: idOf(raw),
  })
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    judgement.refuse('wrong-type', null, `An item is a JSON object; this is ${kindOf(raw)}.`)
    return refused()
  }
  const id = (raw as { id?: unknown }).id
  if (typeof id === 'string' && !id.isWellFormed()) {
    judgement.refuse('invalid-value', 'id', 'id has half of a character in it.')
    return refused()
  }
  const found = inspect(raw, eventLimits.depth)
  if (found !== hygiene.clean && refuseWhatCannotBeKept(raw, found, '', judgement)) return refused()
  const parsed = itemInputSchema.safeParse(found === hygiene.clean ? raw : cleaned(raw))
  if (parsed.success) return { ok: true, item: parsed.data }
  const issue = parsed.error.issues[0]
  if (issue !== undefined) {
    const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    const field = pathOfKeys(keys)
    const missing = issue.code === 'invalid_type' && issue.path.length === 1 && !Object.hasOwn(raw, issue.path[0] ?? '')
    const code = issue.code === 'unrecognized_keys' ? 'unknown-field' : missing ? 'missing-field' : 'invalid-value'
    const hint = code === 'unknown-field' ? 'is no field of an item; own facts go to attributes' : issue.message
    judgement.refuse(code, field === '' ? null : field, `${field === '' ? 'The item' : field}: ${hint}.`)
  }
  return refused()
}

function pathOfKeys(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : joined(path, String(key))),
    '',
  )
}

function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : undefined
  return typeof id === 'string' ? id.slice(0, eventLimits.idLength).toWellFormed() : null
}
