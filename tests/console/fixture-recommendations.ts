import type { Item, PlacementPreview, RecommendationResponse, SimilarResponse } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const pick = (item: Item) => ({
  id: item.id,
  kind: item.kind,
  title: item.title,
  categories: item.categories,
  brand: item.brand,
  price: item.price,
  currency: item.currency,
  image: item.image,
  url: item.url,
})

export function similarTo(id: string, items: readonly Item[]): SimilarResponse {
  return {
    itemId: id,
    model: { name: 'recencyItemKnn', kind: 'recencyItemKnn', version: 14 },
    fallback: null,
    items: items
      .filter((item) => item.id !== id)
      .slice(0, 5)
      .map((item, i) => ({ itemId: item.id, score: 0.92 - i * 0.11, item: pick(item) })),
  }
}

/** As the server: a rule with a field that is not there is refused, whatever else stands in it. */
export function previewed(items: readonly Item[], { placement, variation }: PlacementPreview): Answer {
  for (const [at, stage] of (placement.rerank?.stages ?? []).entries())
    for (const [where, { when }] of (stage.kind === 'rules' ? stage.rules : []).entries())
      if (when.includes('prise')) {
        const column = when.indexOf('prise') + 1
        const en = `Line 1, column ${column}: there is no field prise; did you mean price?`
        const zh = `第 1 行第 ${column} 列：没有字段 prise；您是想写 price 吗？`
        const field = `rerank.stages.${at}.rules.${where}.when`
        return {
          status: 400,
          body: {
            type: 'about:blank',
            title: 'Bad Request',
            status: 400,
            code: 'invalid-rule',
            detail: en,
            errors: [{ field, message: en }],
            details: { line: 1, column, suggestion: 'price', en, zh },
          },
        }
      }
  const { items: shown, ...rest } = recommendations(items, {
    placement: placement.id ?? 'draft',
    ...(variation === undefined ? {} : { variation }),
  })
  const [first, ...others] = shown
  const left = items[6]
  const text = '“Wild oolong” moved up from place 3 to 1: the rule “Harvest” counts its score × 1.5.'
  return {
    status: 200,
    body: {
      ...rest,
      items: [
        ...(first
          ? [
              {
                ...first,
                explanation: {
                  sentence: 'because you viewed “Spring Tieguanyin, 2025 picking” (61 %) and “Unglazed pot” (25 %)',
                  contributions: [{ itemId: 'tea-101', title: 'Spring Tieguanyin, 2025 picking', share: 0.61 }],
                  moves: [{ stage: 'rules', from: 3, to: 1, text }],
                },
              },
            ]
          : []),
        ...others,
      ],
      rerank: {
        stages: ['rules'],
        leftOut: left
          ? [
              {
                itemId: left.id,
                title: left.title,
                stage: 'rules',
                text: `“${left.title}” left the list (it was at place 2): the rule “No sets” does not let it through.`,
              },
            ]
          : [],
      },
    } satisfies RecommendationResponse,
  }
}

export function recommendations(
  items: readonly Item[],
  { placement, variation }: { placement: string; variation?: string },
): RecommendationResponse {
  const popular = variation === 'popular'
  const reasons = [
    'Because you viewed “Spring Tieguanyin, 2025 picking”',
    'People who ordered “Unglazed side-handle pot, 180 ml” often look at this',
    null,
  ]
  return {
    decisionId: null,
    placement,
    personId: 'p_8f31c2aa0',
    variation: variation ?? 'personalised',
    model: popular
      ? { name: 'popular', kind: 'popular', version: 0 }
      : { name: 'recencyItemKnn', kind: 'recencyItemKnn', version: 14 },
    fallback: null,
    items: items.slice(popular ? 3 : 0, popular ? 6 : 4).map((item, i) => ({
      itemId: item.id,
      score: 1 - i * 0.1,
      propensity: i === 2 ? 0.0031 : 0.95,
      explored: i === 2,
      reason: popular ? 'Popular right now' : (reasons[i] ?? null),
      because: i === 0 ? ['tea-101'] : [],
      item: pick(item),
    })),
  }
}
