import type { Placement } from 'attune/api-types'

export function fixturePlacements(): Placement[] {
  const split = (share: number) => [
    { variation: 'personalised', model: 'recencyItemKnn', weight: 1 - share },
    { variation: 'popular', model: 'popular', weight: share },
  ]
  const common = { includeSeen: false, filter: {} }
  return [
    {
      id: 'home',
      title: { en: 'Home, first screen', zh: '首页首屏' },
      split: split(0.5),
      control: 'popular',
      exploration: 0.05,
      ...common,
    },
    {
      id: 'cart',
      title: { en: 'Cart, goes well with', zh: '购物车搭配' },
      split: split(0.1),
      control: 'popular',
      exploration: 0,
      ...common,
      rerank: {
        stages: [
          {
            kind: 'rules',
            rules: [
              { name: 'No sets', when: 'not contains(title, "set")', action: { kind: 'filter' } },
              { name: 'Harvest', when: 'age_days(published_at) < 30', action: { kind: 'boost', factor: 1.5 } },
              { name: 'Club', when: '"club" in tags and not seen_within("7d")', action: { kind: 'pin', position: 2 } },
            ],
          },
          { kind: 'mmr', relevance: 0.7, similarity: 'model' },
          { kind: 'caps', whenStuck: 'stop', caps: [{ by: 'brand', most: 2, window: 4 }] },
        ],
      },
      filter: { excludeCategories: ['gift sets'], maxPrice: 400 },
    },
    {
      id: 'article',
      title: { en: 'Article, read next', zh: '文章下一篇' },
      split: split(0.1),
      control: 'popular',
      exploration: 0.02,
      ...common,
      segments: { any: ['tea-lovers', 'new-here'], not: ['staff'], otherwise: 'newest' },
      includeSeen: true,
    },
    {
      id: 'search',
      title: { en: 'Search, reordered', zh: '搜索重排' },
      split: [{ variation: 'personalised', model: 'recencyItemKnn', weight: 1 }],
      control: null,
      exploration: 0,
      ...common,
    },
  ]
}
