import type { Fairness } from 'attune/api-types'
import { wilsonInterval } from '../../packages/measure/src/wilson-interval.ts'

/** Made-up shares of exposure; one brand gets less than it merits. */
export function fairnessOf(at: (ms: number) => string, empty: boolean, query: URLSearchParams): Fairness {
  const trait = query.get('trait')
  const group = (name: string, exposure: number, merit: number, small = false) => ({
    group: name,
    items: 40,
    places: Math.round(9_000 * exposure),
    exposureShare: wilsonInterval(Math.round(9_000 * exposure), 9_000),
    meritShare: merit,
    itemShare: 0.3,
    ratio: { value: exposure / merit, low: (exposure / merit) * 0.93, high: (exposure / merit) * 1.07 },
    small,
  })
  return {
    from: at(27 * 86_400_000),
    to: at(0),
    by: (query.get('by') ?? 'brand') as Fairness['by'],
    merit: (query.get('merit') ?? 'orders') as Fairness['merit'],
    exposure: empty
      ? null
      : {
          groups: [group('Hill', 0.62, 0.48), group('山泉', 0.36, 0.5), group('Tiny', 0.02, 0.02, true)],
          treatmentRatio: { value: 0.56, low: 0.51, high: 0.61 },
          inequality: 0.041,
        },
    people:
      trait === null || empty
        ? null
        : {
            trait,
            unknown: 410,
            measures: [
              {
                measure: 'clicked',
                groups: [
                  { group: 'Beijing', people: 900, rate: wilsonInterval(126, 900), small: false },
                  { group: '上海', people: 700, rate: wilsonInterval(70, 700), small: false },
                ],
                difference: { value: 0.04, low: 0.008, high: 0.072 },
                ratio: { value: 0.71, low: 0.54, high: 0.94 },
                highest: 'Beijing',
                lowest: '上海',
              },
            ],
          },
    alarms: empty
      ? []
      : [
          {
            measure: 'exposure',
            certainty: 'certain',
            value: { value: 0.56, low: 0.51, high: 0.61 },
            limit: 0.8,
            en: 'Surely unequal: the group that is shown least for what it merits gets 56 % of what the other end gets.',
            zh: '确实不均：相对应得曝光最少的一组，只有另一端的 56%。',
          },
        ],
    warnings: empty
      ? [{ code: 'nothing-seen', group: null, en: 'Nothing was seen in this time.', zh: '这段时间没有展示。' }]
      : [
          {
            code: 'small-group',
            group: 'Tiny',
            en: '“Tiny” is too small to be compared.',
            zh: '「Tiny」样本过小，不作比较。',
          },
        ],
  }
}
