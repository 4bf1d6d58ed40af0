import type { ItemText } from '@attune/recommend'
import type { ItemInput } from '../api/schemas/items.ts'
import type { EvaluationData } from './datasets/dataset.ts'

/**
 * What data says about its items, by item id; undefined where it says nothing. The NCF files number items anew, so their
 * texts cannot be found.
 */
export async function itemTextsFor(
  data: EvaluationData,
  protocol: string,
): Promise<ReadonlyMap<string, ItemText> | undefined> {
  if (!data.items || protocol === 'ncf') return undefined
  return new Map((await data.items()).map((item) => [item.id, textOf(item)]))
}

/** As `readItemTexts` makes them for training. */
function textOf({ title, description, categories, tags, brand }: ItemInput): ItemText {
  const tokens = (tags ?? []).map((tag) => `tag ${tag.toLowerCase()}`)
  return { title, description, categories, tokens: brand ? [...tokens, `brand ${brand.toLowerCase()}`] : tokens }
}
