import type { Filter, Placement } from '../api/schemas/decide.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { HistoryIndex } from '../profile/history-index.ts'
import type { ParsedRecommendationRequest } from './decider.ts'
import { itemFilter } from './item-filter.ts'

/** Everything one decision is made from. */
export interface Situation {
  readonly workspace: string
  readonly personId: string
  readonly now: number
  /** The item being looked at. It counts as the last entry of the history. */
  readonly lookingAt: string | undefined
  /** What looking at an item weighs. */
  readonly viewWeight: number
  readonly includeSeen: boolean
  /** Whether no rule asks for more than that an item is available. */
  readonly plain: boolean
  readonly filters: readonly Filter[]
  /** Never offered to this person here: seen items (unless they may come again), the item being looked at, `excludeItems`. */
  readonly excluded: () => ReadonlySet<string>
  readonly everSeen: (itemId: string) => boolean
  /** Whether an item may be offered: not excluded and passing. Where the catalogue is empty, any id without rules about items. */
  readonly accept: (itemId: string) => boolean
  readonly hasCatalogue: boolean
}

export interface SituationOptions {
  readonly workspace: string
  readonly personId: string
  readonly request: ParsedRecommendationRequest
  readonly placement: Placement
  readonly items: ItemCatalogue
  readonly histories: HistoryIndex
  /** What looking at an item weighs. */
  readonly viewWeight: number
  readonly now: number
  /** Whether the filters of business rules let an item through; undefined where there are none. */
  readonly keep?: ((itemId: string) => boolean) | undefined
}

export function situationOf(options: SituationOptions): Situation {
  const { workspace, personId, request, placement, items, histories, viewWeight, now, keep } = options
  const { itemId } = request.context
  const lookingAt = typeof itemId === 'string' && itemId !== '' ? itemId : undefined
  const filters = [placement.filter, request.filter]
  const includeSeen = request.filter.includeSeen ?? placement.filter.includeSeen ?? placement.includeSeen
  // Asked for only where texts of items come in; models are asked in their own numbers.
  let remembered: ReadonlySet<string> | undefined
  const seen = (): ReadonlySet<string> => {
    remembered ??= histories.seen(workspace, personId)
    return remembered
  }
  const passes = itemFilter(filters)
  const hasCatalogue = items.size(workspace) > 0
  const withoutFacts = filters.every(askNothingOfItems)
  const banned = new Set(filters.flatMap(({ excludeItems }) => excludeItems ?? []))
  return {
    workspace,
    personId,
    now,
    lookingAt,
    viewWeight,
    includeSeen,
    plain: withoutFacts && banned.size === 0 && keep === undefined,
    filters,
    excluded: () =>
      new Set([...banned, ...(includeSeen ? [] : seen()), ...(lookingAt === undefined ? [] : [lookingAt])]),
    everSeen: (id) => seen().has(id),
    accept(id) {
      if (id === lookingAt || (!includeSeen && seen().has(id))) return false
      if (!hasCatalogue) return withoutFacts && !banned.has(id) && (keep === undefined || keep(id))
      const item = items.get(workspace, id)
      return item !== undefined && passes(item) && (keep === undefined || keep(id))
    },
    hasCatalogue,
  }
}

/** No rule that only a catalogue could judge. */
function askNothingOfItems({ includeSeen: _, excludeItems: __, ...rules }: Filter): boolean {
  return Object.values(rules).every((rule) => rule === undefined || (Array.isArray(rule) && rule.length === 0))
}
