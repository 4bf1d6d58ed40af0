import type { Fairness, Satisfaction, SatisfactionGroup } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const between = (value: number, half: number) => ({ value, low: value - half, high: Math.min(1, value + half) })

/** Made-up satisfaction and fairness of a tea shop. */
export function createFairnessFixtures(at: (ms: number) => string, empty: boolean) {
  const head = { from: at(27 * day), to: at(0) }
  const group = (key: string, title: SatisfactionGroup['title'], people: number, shift: number): SatisfactionGroup => ({
    key,
    title,
    people,
    index: empty ? null : between(0.78 + shift, 0.03),
    coverage: empty ? 0 : 0.85,
    parts: [
      {
        part: 'ratings',
        n: empty ? 0 : 412,
        estimate: empty ? null : between(0.82 + shift, 0.03),
        weight: 0.25,
        share: empty ? 0 : 0.294,
      },
      {
        part: 'csat',
        n: empty ? 0 : 96,
        estimate: empty ? null : between(0.74 + shift, 0.09),
        weight: 0.2,
        share: empty ? 0 : 0.235,
      },
      { part: 'nps', n: 0, estimate: null, weight: 0.15, share: 0 },
      {
        part: 'sentiment',
        n: empty ? 0 : 288,
        estimate: empty ? null : between(0.71 + shift, 0.05),
        weight: 0.15,
        share: empty ? 0 : 0.176,
      },
      {
        part: 'returns',
        n: empty ? 0 : 1_920,
        estimate: empty ? null : between(0.94, 0.01),
        weight: 0.15,
        share: empty ? 0 : 0.176,
      },
      {
        part: 'complaints',
        n: empty ? 0 : 1_920,
        estimate: empty ? null : between(0.98, 0.006),
        weight: 0.1,
        share: empty ? 0 : 0.118,
      },
    ],
    warnings: [
      empty
        ? {
            code: 'nothing-known',
            part: null,
            en: 'Nothing is known: nobody rated, answered, wrote or ordered.',
            zh: '暂无数据：没有人评分、作答、留言或下单。',
          }
        : {
            code: 'missing-part',
            part: 'nps',
            en: '“NPS” is missing; the other parts weigh more.',
            zh: '缺少「净推荐值（NPS）」，其余部分的权重相应提高。',
          },
    ],
  })
  const satisfaction = (by: Satisfaction['by']): Satisfaction => ({
    ...head,
    by,
    cut: false,
    all: group('', null, empty ? 0 : 2_340, 0),
    groups: empty
      ? []
      : [
          group('home', { en: 'Home, first screen', zh: '首页首屏' }, 1_204, 0.02),
          group('cart', { en: 'Cart, goes well with', zh: '购物车搭配' }, 610, -0.06),
        ],
  })
  const exposed = (name: string, share: number, merit: number, small = false) => ({
    group: name,
    items: 12,
    places: Math.round(9_000 * share),
    exposureShare: between(share, 0.01),
    meritShare: merit,
    itemShare: 0.3,
    ratio: { value: share / merit, low: share / merit - 0.05, high: share / merit + 0.05 },
    small,
  })
  const fairness = (trait: string | null): Fairness => ({
    ...head,
    by: 'brand',
    merit: 'orders',
    exposure: empty
      ? null
      : {
          groups: [exposed('山云', 0.52, 0.44), exposed('Harbour', 0.41, 0.42), exposed('竹里', 0.07, 0.14)],
          together: 0,
          treatmentRatio: between(0.42, 0.05),
          inequality: 0.18,
        },
    people:
      trait === null || empty
        ? null
        : {
            trait,
            unknown: 214,
            measures: [
              {
                measure: 'personalised',
                groups: [
                  { group: '上海', people: 812, rate: between(0.71, 0.03), small: false },
                  { group: '成都', people: 240, rate: between(0.66, 0.06), small: false },
                  { group: '拉萨', people: 12, rate: between(0.5, 0.26), small: true },
                ],
                difference: between(0.05, 0.05),
                ratio: between(0.93, 0.08),
                highest: '上海',
                lowest: '成都',
              },
            ],
          },
    alarms: empty
      ? []
      : [
          {
            measure: 'exposure',
            certainty: 'certain',
            value: between(0.42, 0.05),
            limit: 0.8,
            en: 'Surely unequal: the group that is shown least for what it merits gets 42% of what the other end gets; below 80% it should be looked at.',
            zh: '确实不均衡：相对其应得份额曝光最少的一组，只得到曝光最多一组的 42%，低于 80% 就应当检查。',
          },
        ],
    warnings: empty
      ? [
          {
            code: 'nothing-seen',
            group: null,
            en: 'Nothing of these groups was seen in this time.',
            zh: '这段时间内没有展示过这些分组的商品。',
          },
        ]
      : [],
  })
  return {
    get(resource: string, query: URLSearchParams): Answer | undefined {
      if (resource === 'satisfaction')
        return { status: 200, body: satisfaction((query.get('by') ?? 'placement') as Satisfaction['by']) }
      return resource === 'fairness' ? { status: 200, body: fairness(query.get('trait')) } : undefined
    },
    all: () => ({ satisfaction: satisfaction('placement'), fairness: fairness('city') }),
  }
}
