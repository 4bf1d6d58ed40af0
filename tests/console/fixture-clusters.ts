import type { Clusters } from 'attune/api-types'
import { givenRule, ruleView } from '../../packages/attune/src/segments/rule-view.ts'

/** Made-up groups of people. */
export function clustersOf(at: (ms: number) => string): Clusters {
  const statement = (kind: 'category' | 'hours' | 'trait', name: string, value: string | null = null) => ({
    kind,
    name,
    value,
    people: 300,
    share: 0.61,
    low: 0.58,
    high: 0.64,
    everybody: 0.22,
    lift: 2.77,
  })
  const { rule, text } = ruleView(givenRule({ text: 'like categories ("tea" 1) similarity >= 0.8' }))
  const cluster = (number: number, people: number): Clusters['clusters'][number] => ({
    number,
    people,
    share: people / 1000,
    name: { en: `tea · ${number}`, zh: `茶 · ${number}` },
    keywords: ['oolong'],
    written:
      number === 1
        ? { name: 'Evening tea', description: 'They look at tea late.', language: 'en', model: 'main' }
        : null,
    statements: [statement('category', 'tea'), statement('hours', 'evening'), statement('trait', 'city', '上海')],
    orders: { cluster: 2, everybody: 1 },
    spend: { cluster: 210, everybody: 90 },
    daysSince: { cluster: 4, everybody: 12 },
    segment:
      number === 2
        ? null
        : {
            rule,
            text,
            selects: 2_400,
            fit: {
              selected: 410,
              both: 361,
              precision: { share: 0.88, low: 0.845, high: 0.908 },
              recall: { share: 0.722, low: 0.681, high: 0.76 },
              f1: 0.793,
            },
          },
  })
  return {
    at: at(3_600_000),
    method: 'kmeans',
    people: 1000,
    among: 5_812,
    currency: 'CNY',
    reason: 'best-of-both',
    reasonText: { en: 'This number keeps them apart best.', zh: '这个数量分得最开。' },
    trials: [2, 3, 4].map((clusters) => ({ clusters, silhouette: 0.2 + clusters / 50, stability: 0.9 })),
    silhouette: 0.26,
    clusters: [cluster(1, 500), cluster(2, 300), cluster(3, 200)],
    map: {
      explained: [0.31, 0.18],
      points: Array.from({ length: 60 }, (_, n) => [Math.sin(n) + (n % 3) * 3, Math.cos(2 * n), (n % 3) + 1]),
    },
  }
}
