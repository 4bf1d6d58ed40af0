import type { Contribution, History } from '@attune/recommend'
import type { Item } from '../api/schemas/items.ts'
import type { LiveModel } from '../models/model-registry.ts'
import type { Slot } from './explore-slots.ts'
import { type ReasonLanguage, reasonLanguage, reasonTexts } from './reason-texts.ts'
import type { Situation } from './situation.ts'

export interface ExplainedSlot extends Slot {
  /** A true sentence, or null. */
  readonly reason: string | null
  /** Ids of the history items behind it, largest share first. */
  readonly because: readonly string[]
}

export interface ExplainOptions {
  readonly situation: Situation
  /** The model that scored the candidates of source `model`, and the history that it saw. */
  readonly model: { readonly live: LiveModel; readonly history: History } | undefined
  readonly itemOf: (itemId: string) => Item | undefined
  /** The language the caller asked for, if any. */
  readonly language: unknown
}

const reasonsKept = 3
/** An item is called new this long after its publication. */
const newForMs = 30 * 86_400_000

/** Says of every place why this item is there. Where nothing true can be said, nothing is said. */
export function explainSlots(slots: readonly Slot[], options: ExplainOptions): ExplainedSlot[] {
  return slots.map((slot) => {
    const item = options.itemOf(slot.itemId)
    const language = reasonLanguage(options.language, item?.language)
    const because = slot.source === 'model' ? becauseOf(slot.itemId, options.model) : []
    return { ...slot, because, reason: reasonOf(slot, because, language, item, options) }
  })
}

function becauseOf(itemId: string, model: ExplainOptions['model']): string[] {
  const dense = model?.live.indexOf.get(itemId)
  if (!model || dense === undefined) return []
  return model.live.recommender
    .explain(model.history, dense, reasonsKept)
    .map(({ item }: Contribution) => model.live.itemIds[item] as string)
}

function reasonOf(
  slot: Slot,
  because: readonly string[],
  language: ReasonLanguage,
  item: Item | undefined,
  { situation, itemOf }: ExplainOptions,
): string | null {
  const texts = reasonTexts[language]
  switch (slot.source) {
    case 'model': {
      const [first] = because
      if (first === undefined) return null
      const title = itemOf(first)?.title ?? first
      if (first === situation.lookingAt) return texts.lookingAt(title)
      return (texts.because[strongestKind(situation, first)] ?? texts.becauseOther)(title)
    }
    case 'popular':
      return texts.popular
    case 'newest':
      return item?.publishedAt && situation.now - Date.parse(item.publishedAt) <= newForMs ? texts.newest : null
    case 'explored':
      return situation.everSeen(slot.itemId) ? null : texts.explored
  }
}

/** What of all the person did with the item says most: having bought it beats having viewed it. */
function strongestKind({ history }: Situation, itemId: string): string {
  let strongest = ''
  let most = Number.NEGATIVE_INFINITY
  for (const [index, id] of history.itemIds.entries()) {
    const weight = history.weights[index] as number
    if (id !== itemId || weight < most) continue
    most = weight
    strongest = history.kinds[index] as string
  }
  return strongest
}
