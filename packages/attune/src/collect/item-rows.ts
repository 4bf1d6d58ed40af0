import type { Item } from '../api/schemas/items.ts'
import type { ParsedItem } from './item-catalogue.ts'

type Column = string | number | null

/** Columns of `items` in the order of `itemValues`. */
export const itemColumns =
  'workspace, id, kind, title, description, categories, tags, brand, price, currency, image, url, language, attributes, available, published_at, updated_at'

/** An item as the API shows it. */
export function itemOf(parsed: ParsedItem, updatedAt: number): Item {
  return {
    id: parsed.id,
    kind: parsed.kind,
    title: parsed.title,
    description: parsed.description,
    categories: parsed.categories,
    tags: parsed.tags,
    brand: parsed.brand ?? null,
    price: parsed.price ?? null,
    currency: parsed.currency ?? null,
    image: parsed.image ?? null,
    url: parsed.url ?? null,
    language: parsed.language ?? null,
    attributes: parsed.attributes,
    available: parsed.available,
    publishedAt: parsed.publishedAt == null ? null : new Date(parsed.publishedAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}

export function itemValues(workspace: string, item: Item): Column[] {
  return [
    workspace,
    item.id,
    item.kind,
    item.title,
    item.description,
    JSON.stringify(item.categories),
    JSON.stringify(item.tags),
    item.brand,
    item.price,
    item.currency,
    item.image,
    item.url,
    item.language,
    JSON.stringify(item.attributes),
    item.available ? 1 : 0,
    item.publishedAt === null ? null : Date.parse(item.publishedAt),
    Date.parse(item.updatedAt),
  ]
}

export function itemOfRow(row: Readonly<Record<string, unknown>>): Item {
  return {
    id: row.id as string,
    kind: row.kind as string,
    title: row.title as string,
    description: row.description as string,
    categories: list(row.categories as string),
    tags: list(row.tags as string),
    brand: row.brand as string | null,
    price: row.price as number | null,
    currency: row.currency as string | null,
    image: row.image as string | null,
    url: row.url as string | null,
    language: row.language as string | null,
    attributes: row.attributes === '{}' ? nothing : (JSON.parse(row.attributes as string) as Record<string, unknown>),
    available: row.available === 1,
    publishedAt: row.published_at === null ? null : new Date(row.published_at as number).toISOString(),
    updatedAt: new Date(row.updated_at as number).toISOString(),
  }
}

/** Shared by the many items that have none: a catalogue of 100,000 should not hold 100,000 empty lists. */
const none: string[] = []
const nothing: Record<string, unknown> = {}
Object.freeze(none)
Object.freeze(nothing)

function list(text: string): string[] {
  return text === '[]' ? none : (JSON.parse(text) as string[])
}
