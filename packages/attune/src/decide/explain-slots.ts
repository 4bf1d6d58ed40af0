import type { Contribution, Recommender } from '@attune/recommend'
import type { Item } from '../api/schemas/items.ts'
import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory } from '../profile/history-index.ts'
import type { Slot } from './explore-slots.ts'
import { type ReasonTexts, reasonLanguage, reasonTexts } from './reason-texts.ts'
import type { Situation } from './situation.ts'

export interface ExplainedSlot extends Slot {
  /** A true sentence, or null. */
  readonly reason: string | null
  /** Ids of the history items behind it, largest share first. */
  readonly because: readonly string[]
  /** The same with their shares of the score. */
  readonly contributions: readonly { readonly itemId: string; readonly share: number }[]
  /** As `reason`, with all items of `because` and their shares; null where no history item stands behind it. */
  readonly wholeReason: () => string | null
  /** Undefined where the catalogue is empty. */
  readonly item: Item | undefined
}

export interface ExplainOptions {
  readonly situation: Situation
  /** The model that scored the candidates of source `model`, and the history that it saw. */
  readonly model: { readonly live: LiveModel; readonly history: DenseHistory } | undefined
  readonly itemOf: (itemId: string) => Item | undefined
  /** The language the caller asked for, if any. */
  readonly language: unknown
}

const reasonsKept = 3
/** Reasons are looked for among so many of the latest interactions first: people recognise what they did lately. */
const recentLength = 12
/** An item is called new this long after its publication. */
const newForMs = 30 * 86_400_000

/** Says of every place why this item is there. Where nothing true can be said, nothing is said. */
export function explainSlots(slots: readonly Slot[], options: ExplainOptions): ExplainedSlot[] {
  const { model, itemOf } = options
  const recent = model && latestOf(model.history, recentLength)
  return slots.map((slot) => {
    const item = itemOf(slot.itemId)
    const texts = reasonTexts[reasonLanguage(options.language, item?.language)]
    if (slot.source !== 'model' || !model || !recent)
      return {
        ...slot,
        item,
        because: [],
        contributions: [],
        wholeReason: () => null,
        reason: ownReason(slot, texts, item, options),
      }
    const { dense } = slot
    const sources = dense === undefined ? [] : sourcesOf(model.live.recommender, [recent, model.history], dense)
    const contributions = sources.map(({ item: source, share }) => {
      const itemId = model.live.itemIds[source] as string
      const title = texts.quoted(itemOf(itemId)?.title ?? itemId)
      const say = becauseOf(itemId === options.situation.lookingAt, texts, model.history, source)
      return { itemId, share, title, say }
    })
    const [first] = contributions
    return {
      ...slot,
      item,
      because: contributions.map(({ itemId }) => itemId),
      contributions: contributions.map(({ itemId, share }) => ({ itemId, share })),
      reason: first ? first.say(first.title) : model.live.kind === 'popularity' ? texts.popular : null,
      wholeReason: () => wholeReason(contributions, texts),
    }
  })
}

/** What brought the item its score, by the first of the histories that knows. */
function sourcesOf(
  recommender: Recommender,
  histories: readonly DenseHistory[],
  dense: number,
): readonly Contribution[] {
  for (const history of histories) {
    const sources = recommender.explain(history, dense, reasonsKept)
    if (sources.length > 0) return sources
  }
  return []
}

function latestOf(history: DenseHistory, length: number): DenseHistory {
  return {
    items: history.items.subarray(-length),
    weights: history.weights.subarray(-length),
    times: history.times.subarray(-length),
    kinds: history.kinds.slice(-length),
    seen: history.seen,
  }
}

type Say = (titles: string) => string

function becauseOf(lookingAt: boolean, texts: ReasonTexts, history: DenseHistory, source: number): Say {
  if (lookingAt) return texts.lookingAt
  const kind = strongestKind(history, source)
  return (Object.hasOwn(texts.because, kind) ? texts.because[kind] : undefined) ?? texts.becauseOther
}

/** One sentence of all: what was done in the same way is named together, the largest share first. */
function wholeReason(
  contributions: readonly { readonly share: number; readonly title: string; readonly say: Say }[],
  texts: ReasonTexts,
): string | null {
  const byWay = new Map<Say, string[]>()
  for (const { share, title, say } of contributions) {
    const titles = byWay.get(say) ?? []
    byWay.set(say, titles)
    titles.push(texts.withShare(title, Math.round(share * 100)))
  }
  const reasons = [...byWay].map(([say, titles]) => say(titles.length > 1 ? texts.titles(titles) : titles.join('')))
  if (reasons.length === 0) return null
  return reasons.length > 1 ? texts.reasons(reasons) : reasons.join('')
}

/** What can be said of a place that no model filled. */
function ownReason(
  { source, itemId }: Slot,
  texts: ReasonTexts,
  item: Item | undefined,
  { situation }: ExplainOptions,
): string | null {
  switch (source) {
    case 'popular':
      return texts.popular
    case 'newest':
      return item?.publishedAt && situation.now - Date.parse(item.publishedAt) <= newForMs ? texts.newest : null
    case 'new':
      return texts.newHere
    case 'explored':
      return situation.everSeen(itemId) ? null : texts.explored
    case 'pinned':
      return texts.pinned
    case 'model':
      return null
  }
}

/** What of all the person did with the item says most: having bought it beats having viewed it. */
function strongestKind({ items, weights, kinds }: DenseHistory, item: number | undefined): string {
  let strongest = ''
  let most = Number.NEGATIVE_INFINITY
  for (let at = 0; at < items.length; at++) {
    const weight = weights[at] as number
    if (items[at] !== item || weight < most) continue
    most = weight
    strongest = kinds[at] as string
  }
  return strongest
}
