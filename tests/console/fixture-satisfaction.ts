import type { Satisfaction, SatisfactionGroup } from 'attune/api-types'

const parts = ['ratings', 'csat', 'nps', 'sentiment', 'returns', 'complaints'] as const

/** Made-up satisfaction; one part is not known. */
export function satisfactionOf(at: (ms: number) => string, empty: boolean, by: Satisfaction['by']): Satisfaction {
  const group = (key: string, zh: string, value: number, people: number): SatisfactionGroup => ({
    key,
    title: { en: key, zh },
    people,
    index: empty ? null : { value, low: value - 0.04, high: value + 0.04 },
    coverage: empty ? 0 : 0.85,
    parts: parts.map((part, k) => ({
      part,
      n: empty || part === 'csat' ? 0 : Math.round(people / (k + 1)),
      estimate:
        empty || part === 'csat' ? null : { value: value + 0.02 * k - 0.04, low: value - 0.1, high: value + 0.1 },
      weight: 0.2,
      share: part === 'csat' ? 0 : 0.2,
    })),
    warnings: empty
      ? [{ code: 'nothing-known', part: null, en: 'Nothing is known.', zh: '暂无数据。' }]
      : [
          {
            code: 'missing-part',
            part: 'csat',
            en: '“CSAT” is missing; the other parts weigh more.',
            zh: '缺少「满意度（CSAT）」，其余部分权重相应提高。',
          },
        ],
  })
  return {
    from: at(27 * 86_400_000),
    to: at(0),
    by,
    cut: !empty,
    all: group('all', '总体', 0.74, 2_140),
    groups: empty ? [] : [group('home', '首页', 0.81, 1_200), group('cart', '购物车', 0.62, 640)],
  }
}
