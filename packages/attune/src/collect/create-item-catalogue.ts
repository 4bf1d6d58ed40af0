import type { Item } from '../api/schemas/items.ts'
import type { Clock } from '../clock.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ItemCatalogue } from './item-catalogue.ts'
import { itemColumns, itemOf, itemOfRow, itemValues } from './item-rows.ts'

interface Shelf {
  readonly items: Map<string, Item>
  revision: number
}

/** The items of all workspaces, read once from the state store and kept in memory; every change is durable before it shows. */
export function createItemCatalogue({
  state,
  clock,
}: {
  readonly state: StateStore
  readonly clock: Clock
}): ItemCatalogue {
  const shelves = new Map<string, Shelf>()
  const columns = itemColumns.split(', ')
  const updates = columns.slice(2).map((column) => `${column} = excluded.${column}`)
  const upsert = state.raw.prepare(
    `INSERT INTO items (${itemColumns}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (workspace, id) DO UPDATE SET ${updates.join(', ')}`,
  )
  const erase = state.raw.prepare('DELETE FROM items WHERE workspace = ? AND id = ?')

  function shelfOf(workspace: string): Shelf {
    let shelf = shelves.get(workspace)
    if (shelf === undefined) {
      shelf = { items: new Map(), revision: 0 }
      shelves.set(workspace, shelf)
    }
    return shelf
  }

  for (const row of state.raw.prepare(`SELECT ${itemColumns} FROM items`).iterate()) {
    const item = itemOfRow(row)
    shelfOf(row.workspace as string).items.set(item.id, item)
  }

  return {
    get: (workspace, id) => shelves.get(workspace)?.items.get(id),
    all: (workspace) => shelves.get(workspace)?.items.values() ?? [],
    size: (workspace) => shelves.get(workspace)?.items.size ?? 0,
    revision: (workspace) => shelves.get(workspace)?.revision ?? 0,
    async put(workspace, parsed) {
      if (parsed.length === 0) return
      const now = clock()
      const items = parsed.map((item) => itemOf(item, now))
      state.transaction(() => {
        for (const item of items) upsert.run(...itemValues(workspace, item))
      })
      const shelf = shelfOf(workspace)
      for (const item of items) shelf.items.set(item.id, item)
      shelf.revision += 1
    },
    async remove(workspace, ids) {
      const shelf = shelfOf(workspace)
      const existing = [...new Set(ids)].filter((id) => shelf.items.has(id))
      if (existing.length === 0) return 0
      state.transaction(() => {
        for (const id of existing) erase.run(workspace, id)
      })
      for (const id of existing) shelf.items.delete(id)
      shelf.revision += 1
      return existing.length
    },
  }
}
