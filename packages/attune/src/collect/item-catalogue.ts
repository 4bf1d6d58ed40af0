import type { z } from 'zod'
import type { Item, itemInputSchema } from '../api/schemas/items.ts'

export type ParsedItem = z.output<typeof itemInputSchema>

/** The items of all workspaces: in the state store, mirrored in memory for decisions. */
export interface ItemCatalogue {
  get(workspace: string, id: string): Item | undefined
  /** All items of a workspace, in no promised order. */
  all(workspace: string): Iterable<Item>
  size(workspace: string): number
  /** Creates or replaces; all or none. Resolves when durable. */
  put(workspace: string, items: readonly ParsedItem[]): Promise<void>
  /** Returns how many existed. */
  remove(workspace: string, ids: readonly string[]): Promise<number>
  /** Goes up with every change of a workspace's items: for caches. */
  revision(workspace: string): number
}
