import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory } from '../profile/history-index.ts'
import type { Situation } from './situation.ts'

/** Which items of a model may not be offered in a situation. Valid until the next call for the same model. */
export type ModelExclusion = (
  live: LiveModel,
  situation: Situation,
  history: DenseHistory,
) => (dense: number) => boolean

interface Marks {
  /** By dense id: the number of the last request whose person had seen the item. */
  readonly seenIn: Int32Array
  /** By dense id: 0 not looked up since the catalogue changed, 1 available, 2 not. */
  readonly availability: Uint8Array
  revision: number
  request: number
}

/**
 * Tells by number what `situation.accept` tells by text: a model asks about dozens of items a request, and the answer for
 * all but filtered requests depends on the catalogue alone.
 */
export function createModelExclusion(items: ItemCatalogue): ModelExclusion {
  const byModel = new WeakMap<LiveModel, Marks>()

  function marksOf(live: LiveModel, workspace: string): Marks {
    let marks = byModel.get(live)
    if (!marks) {
      const { length } = live.itemIds
      marks = { seenIn: new Int32Array(length), availability: new Uint8Array(length), revision: -1, request: 0 }
      byModel.set(live, marks)
    }
    const revision = items.revision(workspace)
    if (marks.revision !== revision) {
      marks.availability.fill(0)
      marks.revision = revision
    }
    return marks
  }

  return (live, situation, history) => {
    const { workspace, lookingAt, includeSeen, plain, hasCatalogue, accept } = situation
    if (!plain) return (dense) => !accept(live.itemIds[dense] as string)
    const marks = marksOf(live, workspace)
    const { seenIn, availability } = marks
    marks.request += 1
    const { request } = marks
    if (!includeSeen) for (const dense of history.seen) seenIn[dense] = request
    const looked = lookingAt === undefined ? undefined : live.indexOf.get(lookingAt)
    if (looked !== undefined) seenIn[looked] = request
    return (dense) => {
      if (seenIn[dense] === request) return true
      if (!hasCatalogue) return false
      if (availability[dense] === 0)
        availability[dense] = items.get(workspace, live.itemIds[dense] as string)?.available ? 1 : 2
      return availability[dense] === 2
    }
  }
}
