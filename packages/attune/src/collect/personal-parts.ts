import { emptyRecord, type JsonRecord } from './read-record.ts'
import { looksPersonal } from './reduce/looks-personal.ts'

/** An event's record in two: what may stand in clear, and what could be about somebody. */
export interface Parts {
  readonly open: JsonRecord
  /** The same shape with only what is personal; null where nothing is. */
  readonly personal: JsonRecord | null
}

/**
 * Texts under these keys say what was done with which item where, not who somebody is. Every other text may hold a name, a
 * wish or a place (a search, a message, an address with its query), so it is sealed.
 */
const openKeys = new Set(
  [
    ['product_id', 'item_id', 'sku', 'id', 'ids', 'order_id', 'cart_id', 'checkout_id', 'list_id', 'group_id'],
    ['decision_id', 'placement', 'variation', 'category', 'categories', 'brand', 'variant', 'kind', 'type', 'status'],
    ['currency', 'coupon', 'promotion_id', 'payment_method', 'shipping_method', 'product_name', 'title', 'tags'],
    ['channel', 'source', 'medium', 'campaign', 'campaign_id', 'creative', 'locale', 'language', 'timezone', 'os'],
    ['experiment_id', 'experiment_name', 'variation_id', 'variation_name', 'hash_attribute'],
    [
      'page',
      'screen',
      'section',
      'slot',
      'device_type',
      'platform',
      'version',
      'times',
      'path',
      'trait_names',
      'size',
      'color',
      'colour',
      'unit',
      'user_agent',
    ],
  ]
    .flat()
    .flatMap((key) => [key, key.replaceAll(/_(\p{L})/gu, (_, letter: string) => letter.toUpperCase())]),
)
/** Numbers that say where or when somebody is or was born. */
const personalNumbers = new Set(['latitude', 'longitude', 'lat', 'lng', 'lon', 'age', 'birth_year', 'birthYear', 'zip'])
/** Addresses of pages: open as long as they carry no query, which may be what somebody searched for or who they are. */
const addresses = new Set(['url', 'referrer', 'page_url', 'pageUrl'])
/** `name` alone is an item's or a campaign's where those are told or an item's id stands beside it, and somebody's anywhere else. */
const itemIds = ['product_id', 'productId', 'item_id', 'itemId', 'sku'] as const
const named = new Set(['products', 'items', 'product', 'item', 'campaign'])

function isOpen(key: string, value: unknown, inItem: boolean): boolean {
  if (typeof value === 'number') return !personalNumbers.has(key)
  if (typeof value !== 'string') return true
  if (key === 'name') return inItem && !looksPersonal(value)
  if (addresses.has(key)) return !/[?#@]/.test(value) && !looksPersonal(value)
  return openKeys.has(key) && !looksPersonal(value)
}

/** Parts of a record whose texts, and those of what is nested in it, are judged by their keys. */
export function personalParts(record: JsonRecord): Parts {
  const inItem = hasItemId(record)
  if (allOpen(record, inItem)) return { open: record, personal: null }
  return { open: kept(record, true, inItem) as JsonRecord, personal: kept(record, false, inItem) as JsonRecord }
}

function hasItemId(record: object): boolean {
  for (const id of itemIds) if ((record as JsonRecord)[id] !== undefined) return true
  return false
}

/** A walk without allocations: most events have nothing personal. */
function allOpen(value: object, inItem: boolean): boolean {
  for (const key in value) {
    const entry = (value as JsonRecord)[key]
    if (typeof entry === 'object' && entry !== null) {
      if (
        !(Array.isArray(entry) ? entriesOpen(key, entry, inItem) : allOpen(entry, named.has(key) || hasItemId(entry)))
      )
        return false
    } else if (!isOpen(key, entry, inItem)) return false
  }
  return true
}

function entriesOpen(key: string, entries: readonly unknown[], inItem: boolean): boolean {
  for (const entry of entries) {
    if (typeof entry === 'object' && entry !== null) {
      if (
        !(Array.isArray(entry) ? entriesOpen(key, entry, inItem) : allOpen(entry, named.has(key) || hasItemId(entry)))
      )
        return false
    } else if (!isOpen(key, entry, inItem)) return false
  }
  return true
}

/** Of the record what is open, or what is not; undefined where nothing of it is. */
function kept(value: JsonRecord, open: boolean, inItem: boolean): JsonRecord | undefined {
  const rest: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(value)) {
    const part = keptEntry(key, entry, open, inItem)
    if (part !== undefined) rest[key] = part
  }
  return open || Object.keys(rest).length > 0 ? rest : undefined
}

function keptEntry(key: string, entry: unknown, open: boolean, inItem: boolean): unknown {
  if (Array.isArray(entry)) {
    // A list goes whole to one side, so that it can be put together again; lists of items are told item by item.
    if (!named.has(key) || entry.some((one) => typeof one !== 'object' || one === null || Array.isArray(one)))
      return entriesOpen(key, entry, inItem) === open ? entry : undefined
    const parts = entry.map((one) => kept(one as JsonRecord, open, true) ?? {})
    return open || parts.some((part) => Object.keys(part).length > 0) ? parts : undefined
  }
  if (typeof entry === 'object' && entry !== null)
    return kept(entry as JsonRecord, open, named.has(key) || hasItemId(entry))
  return isOpen(key, entry, inItem) === open ? entry : undefined
}

/** A record from its parts again; the order of keys may be another. */
export function joinedParts(open: JsonRecord, personal: JsonRecord | null): JsonRecord {
  return personal === null ? open : (together(open, personal) as JsonRecord)
}

function together(open: unknown, personal: unknown): unknown {
  if (Array.isArray(open) && Array.isArray(personal)) return open.map((one, at) => together(one, personal[at]))
  if (typeof open !== 'object' || open === null) return personal === undefined ? open : personal
  if (typeof personal !== 'object' || personal === null) return open
  const joined: Record<string, unknown> = { ...open }
  for (const [key, entry] of Object.entries(personal))
    joined[key] = key in joined ? together(joined[key], entry) : entry
  return joined
}

export const nothingPersonal: Parts = { open: emptyRecord, personal: null }
