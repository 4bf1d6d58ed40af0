import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { LiveModel } from '../models/model-registry.ts'

/** Whether the catalogue has any item that a model knows. Looked up once a model and state of the catalogue. */
export function createModelInCatalogue(
  items: Pick<ItemCatalogue, 'get' | 'revision'>,
): (live: LiveModel, workspace: string) => boolean {
  const remembered = new WeakMap<LiveModel, { readonly revision: number; readonly any: boolean }>()
  return (live, workspace) => {
    const revision = items.revision(workspace)
    const before = remembered.get(live)
    if (before?.revision === revision) return before.any
    const any = live.itemIds.some((id) => items.get(workspace, id) !== undefined)
    remembered.set(live, { revision, any })
    return any
  }
}
