import type { Item } from '../api/schemas/items.ts'
import type { Note } from '../api/schemas/models.ts'
import type { Clock } from '../clock.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Embeddings } from '../embeddings/embeddings.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Announcer } from '../webhooks/webhooks.ts'
import { extended } from './extend-live-models.ts'
import { type LoadedModel, readModelFolder } from './model-folder.ts'
import type { LiveModel } from './model-registry.ts'
import type { ModelRow, ModelTable } from './model-table.ts'
import { folderOf } from './open-live-models.ts'

export interface GoingLive {
  readonly action: 'promoted' | 'rolled-back'
  readonly actor: string
  readonly note: Note | null
  readonly previous: 'the live one' | 'none'
}

/** The models that answer, in memory. */
export interface LiveModels {
  find(workspace: string, name: string): LiveModel | undefined
  /** Takes the place of the one that answers under this name. */
  use(workspace: string, model: LoadedModel): void
  /**
   * Loads first, then moves the pointer, then swaps: a version that cannot be read never becomes live. What `finish`
   * writes down is written with the pointer, so that nobody sees a version that is done and not yet live.
   */
  goLive(workspace: string, row: ModelRow, change: GoingLive, finish?: () => void): Promise<void>
  takeDown(workspace: string, name: string): void
  /** Takes new items of the catalogues into those that can place them by what is written about them. */
  extend(): void
}

export function createLiveModels({
  root,
  state,
  table,
  items,
  embeddings,
  clock,
  webhooks,
}: {
  readonly root: string
  readonly state: StateStore
  readonly table: ModelTable
  readonly items: Pick<ItemCatalogue, 'all' | 'revision'>
  readonly embeddings?: Pick<Embeddings, 'vectorOf' | 'encoderOf' | 'isMaking'> | undefined
  readonly clock: Clock
  readonly webhooks?: Announcer | undefined
}): LiveModels {
  const serving = new Map<string, LiveModel>()
  /** Model → catalogue, encoder and version in which it lacked no item: nothing is looked for until one is another. */
  const complete = new Map<string, string>()
  const keyOf = (workspace: string, name: string): string => `${workspace}\n${name}`
  /** One assignment: a request has either the old model or the new one, and keeps what it has. */
  const use: LiveModels['use'] = (workspace, { name, kind, version, recommender, itemIds, encoder }) => {
    const indexOf = new Map(itemIds.map((id, index) => [id, index] as const))
    serving.set(keyOf(workspace, name), { name, kind, version, recommender, itemIds, encoder, indexOf })
    complete.delete(keyOf(workspace, name))
  }

  function extendOne(key: string, live: LiveModel): void {
    const [workspace = ''] = key.split('\n', 1)
    const encoder = embeddings?.encoderOf(workspace)
    const stamp = JSON.stringify([items.revision(workspace), encoder ?? null, live.version])
    if (complete.get(key) === stamp) return
    let waits = false
    const wider = extended(live, items.all(workspace), {
      vectorOf: (item: Item) => embeddings?.vectorOf(workspace, item),
      encoder,
      isMaking(item) {
        const isMaking = embeddings?.isMaking(workspace, item) ?? false
        waits ||= isMaking
        return isMaking
      },
    })
    // Another version may have gone live meanwhile in another turn; in this one nothing can.
    if (wider) serving.set(key, wider)
    else if (!waits) complete.set(key, stamp)
  }

  return {
    find: (workspace, name) => serving.get(keyOf(workspace, name)),
    use,
    async goLive(workspace, row, change, finish = () => {}) {
      const model = await readModelFolder(folderOf(root, workspace, row.name, row.version))
      state.transaction(() => {
        finish()
        const pointer = table.pointer(workspace, row.name)
        const previous =
          change.previous === 'none' ? null : pointer?.live === row.version ? pointer.previous : pointer?.live
        table.point({ workspace, name: row.name, live: row.version, previous: previous ?? null }, clock())
        const { name, version, kind } = row
        const { action, actor, note } = change
        table.record(workspace, { at: clock(), actor, action, name, version, note })
        webhooks?.announce(workspace, { type: 'model.promoted', data: { model: name, version, kind, because: action } })
      })
      use(workspace, model)
    },
    takeDown(workspace, name) {
      table.unpoint(workspace, name)
      serving.delete(keyOf(workspace, name))
      complete.delete(keyOf(workspace, name))
    },
    extend() {
      for (const [key, live] of serving) extendOne(key, live)
    },
  }
}
