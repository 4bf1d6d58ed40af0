import type { Refusal } from '../refusal.ts'
import { maxPayloadLength } from '../refusal.ts'

/** An object of a file of JSON lines. */
export interface JsonRecord {
  readonly line: number
  readonly value: Readonly<Record<string, unknown>>
}

/** One JSON object a line; a line that is none is refused alone. Blank lines are skipped. */
export async function* readJsonl(
  texts: AsyncIterable<string>,
  { file, onRefused }: { file: string; onRefused: (refusal: Refusal) => void },
): AsyncIterable<readonly JsonRecord[]> {
  let line = 0
  for await (const text of texts) {
    const records: JsonRecord[] = []
    for (let start = 0; start < text.length; ) {
      const feed = text.indexOf('\n', start)
      const end = feed < 0 ? text.length : feed
      const raw = text.slice(start, end).trim()
      start = end + 1
      line += 1
      if (raw === '') continue
      const value = parseObject(raw)
      if (typeof value === 'string') {
        onRefused({
          file,
          line,
          reason: 'broken-json',
          field: null,
          message: value,
          payload: raw.slice(0, maxPayloadLength),
        })
      } else records.push({ line, value })
    }
    if (records.length > 0) yield records
  }
}

function parseObject(raw: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(raw)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    return 'The line is JSON, but not an object.'
  } catch {
    return 'The line is not whole JSON.'
  }
}

/** The value at a path such as `properties.product_id`; own keys only. */
export function valueAt(object: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path]
  let at: unknown = object
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}
