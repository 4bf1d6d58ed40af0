import { RecommendError } from '../errors.ts'
import type { ScoredItems } from '../recommender.ts'
import type { GroupsOf } from './item-similarity.ts'
import { arrange, checkList, checkParameter, chosenFirst, type MoveReason, type Reranked } from './stage.ts'

/** At most so many items of one group among places that follow each other. Give `most` or `share`. */
export interface Cap {
  readonly groupsOf: GroupsOf
  /** Most items of a group in a window, 1 or more. */
  readonly most?: number
  /** Largest share of a window, above 0, at most 1; rounded down to whole items, but never below one. */
  readonly share?: number
  /** Places that follow each other; every such stretch must hold the cap. Default: all n places at once. */
  readonly window?: number
}

export interface CapsOptions {
  readonly caps: readonly Cap[]
  /** Places to fill. Default: all. */
  readonly n?: number
  /**
   * When no item left fits: `stop` ends the list there, so that the caps hold always; `relax` takes the next item all the
   * same and keeps every item of the list (those after n places in their order). Default `stop`.
   */
  readonly whenStuck?: 'stop' | 'relax'
}

interface Counted {
  readonly groups: readonly (readonly string[])[]
  readonly most: number
  readonly window: number
}

/**
 * Category and supplier caps: each place goes to the first item left whose groups are not full in any window that ends
 * there. Applied twice it changes nothing more.
 *
 * @throws RecommendError `bad-parameter`; `columns-differ` or `bad-value` for a list that is none
 */
export function applyCaps(list: ScoredItems, options: CapsOptions): Reranked {
  const { caps, n = list.items.length, whenStuck = 'stop' } = options
  checkList(list)
  checkParameter('n', n, 0, Number.MAX_SAFE_INTEGER, true)
  const places = Math.min(n, list.items.length)
  const counted = caps.map((cap) => count(cap, list, n))
  const left = Array.from(list.items, (_, index) => index)
  const chosen: number[] = []
  const refusals = new Map<number, MoveReason>()
  while (chosen.length < places) {
    const slot = left.findIndex((index) => {
      const reason = refusal(counted, chosen, index)
      if (reason && !refusals.has(index)) refusals.set(index, reason)
      return !reason
    })
    if (slot < 0 && whenStuck === 'stop') break
    chosen.push(...left.splice(Math.max(0, slot), 1))
  }
  const order = whenStuck === 'relax' ? chosenFirst(list.items.length, chosen) : chosen
  const lowered = (index: number): MoveReason => refusals.get(index) ?? { kind: 'made-room' }
  const arranged = arrange(list, order, { raised: () => ({ kind: 'made-room' }), lowered })
  if (whenStuck === 'relax') return arranged
  const omitted = left
    .filter((index) => refusals.has(index))
    .map((index) => ({ item: list.items[index] as number, from: index + 1, to: undefined, reason: lowered(index) }))
  return { ...arranged, moves: [...arranged.moves, ...omitted] }
}

function count({ groupsOf, most, share, window }: Cap, { items }: ScoredItems, n: number): Counted {
  const stretch = window ?? Math.max(1, n)
  checkParameter('window', stretch, 1, Number.MAX_SAFE_INTEGER, true)
  if ((most === undefined) === (share === undefined)) {
    const message = 'A cap has either most or share.'
    throw new RecommendError('bad-parameter', message, { parameter: 'most' })
  }
  if (most !== undefined) checkParameter('most', most, 1, Number.MAX_SAFE_INTEGER, true)
  if (share !== undefined) checkParameter('share', share, Number.MIN_VALUE, 1)
  // 0.29 · 100 is a little less than 29 in floating point.
  const limit = most ?? Math.max(1, Math.floor((share ?? 1) * stretch + 1e-9))
  return { groups: Array.from(items, groupsOf), most: limit, window: stretch }
}

/** The first cap that an item would break as the next of the chosen. */
function refusal(counted: readonly Counted[], chosen: readonly number[], index: number): MoveReason | undefined {
  for (const { groups, most, window } of counted) {
    const from = Math.max(0, chosen.length - window + 1)
    for (const group of groups[index] as readonly string[]) {
      let standing = 0
      for (let place = from; place < chosen.length; place++) {
        if ((groups[chosen[place] as number] as readonly string[]).includes(group)) standing++
      }
      if (standing >= most) return { kind: 'cap', group, most, window }
    }
  }
  return undefined
}
