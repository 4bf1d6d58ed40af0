import { type ItemInput, itemInputSchema } from '../api/schemas/items.ts'
import { cleaned } from '../collect/json-hygiene.ts'
import { attuneError } from '../errors.ts'
import { type ColumnMapping, guessColumns, type ItemField, itemFields, placeColumns } from './files/map-columns.ts'
import { type FileRecord, type OpenRecordsOptions, openRecords } from './files/open-records.ts'
import { parseTime } from './files/parse-time.ts'
import { linePayload } from './line-payload.ts'
import type { Refusal } from './refusal.ts'

export interface ReadItemFileOptions extends Omit<OpenRecordsOptions, 'onRefused' | 'wanted'> {
  readonly columns?: ColumnMapping<ItemField> | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface ItemFile {
  /** The last of several with one id. */
  readonly items: readonly ItemInput[]
  readonly refused: readonly Refusal[]
  readonly read: number
  readonly duplicates: number
  readonly columns: ColumnMapping<ItemField>
  readonly notes: readonly string[]
}

/**
 * Reads a CSV, TSV, JSON-lines or Parquet file of items. Lists (categories, tags) are JSON lists or parts between `|` or `;`.
 *
 * @throws AttuneError `file-not-found`, `missing-column`, `empty-file`, `unknown-format`
 */
export async function readItemFile(path: string, options: ReadItemFileOptions): Promise<ItemFile> {
  const refused: Refusal[] = []
  const wanted = options.columns ? Object.values(options.columns) : undefined
  const source = await openRecords(path, { ...options, wanted, onRefused: (refusal) => refused.push(refusal) })
  const columns = options.columns ?? guessColumns(source.columns, itemFields)
  requireItemFields(source.name, source.columns, columns)
  const place = placeColumns(source.name, source.columns, columns)
  const items = new Map<string, ItemInput>()
  let read = 0
  let duplicates = 0

  function add(record: FileRecord): void {
    const values = itemFields.flatMap((field) => {
      const raw = place[field] === undefined ? undefined : record.fields[place[field]]
      return raw === undefined || raw === null || raw === '' ? [] : [[field, convert(field, raw)] as const]
    })
    const result = itemInputSchema.safeParse(cleaned(Object.fromEntries(values)))
    if (result.success) {
      const item = result.data as ItemInput
      if (items.delete(item.id)) duplicates += 1
      items.set(item.id, item)
      return
    }
    const issue = result.error.issues[0]
    const field = String(issue?.path[0] ?? '')
    const absent = !values.some(([name]) => name === field)
    refused.push({
      file: source.name,
      line: record.line,
      reason: absent ? 'missing-field' : 'impossible-value',
      field: columns[field as ItemField] ?? field,
      message: `${columns[field as ItemField] ?? field}: ${absent ? 'there is none' : (issue?.message ?? 'wrong')}.`,
      payload: linePayload(source.columns, record.fields),
    })
  }

  for await (const batch of source.batches) {
    read += batch.length
    for (const record of batch) add(record)
    options.onProgress?.(source.done(), source.total)
  }
  return { items: [...items.values()], refused, read, duplicates, columns, notes: source.notes() }
}

/** What a text of a file means for a field; what cannot be understood is left to the schema to refuse. */
function convert(field: ItemField, raw: unknown): unknown {
  switch (field) {
    case 'categories':
    case 'tags':
      return listOf(raw)
    case 'price':
      return typeof raw === 'string' ? Number(raw.trim().replace(/^[¥$€£]\s*/, '')) : raw
    case 'available':
      return typeof raw === 'string' ? !/^(0|false|no|n|否|off)$/i.test(raw.trim()) : Boolean(raw)
    case 'publishedAt': {
      const time = parseTime(raw)
      return Number.isNaN(time) ? raw : new Date(time).toISOString()
    }
    case 'currency':
      return String(raw).trim().toUpperCase()
    default:
      return String(raw).trim()
  }
}

function listOf(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(String)
  const text = String(raw).trim()
  if (text.startsWith('[')) {
    try {
      return JSON.parse(text)
    } catch {
      // Not JSON after all: a text that starts with a bracket.
    }
  }
  return text
    .split(/[|;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** @throws AttuneError `missing-column` where the id or the title is not named */
export function requireItemFields(file: string, has: readonly string[], columns: ColumnMapping<ItemField>): void {
  const missing = (['id', 'title'] as const).find((field) => columns[field] === undefined)
  if (missing === undefined) return
  throw attuneError(
    'missing-column',
    `No column of ${file} is known to be the ${missing}. It has ${has.join(', ')}. Name it with --columns ${missing}=…`,
    { details: { field: missing, columns: has } },
  )
}
