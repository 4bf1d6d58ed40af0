import type { Overview } from 'attune/api-types'
import { lcg } from './lcg.ts'

const day = 86_400_000
const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half })

export function fullOverview(now: number, days: number): Overview {
  const r = lcg(7)
  const normal = () => Math.sqrt(-2 * Math.log(r() + 1e-9)) * Math.cos(6.2832 * r())
  const names = Array.from({ length: days }, (_, i) => new Date(now - (days - 1 - i) * day).toISOString().slice(0, 10))
  const wave = (base: number, amplitude: number) =>
    names.map((_, i) => Math.max(0, Math.round(base + amplitude * Math.sin(i / 3) + amplitude * 0.4 * normal())))
  const daily = names.flatMap((name, i) => {
    const rows = [
      {
        variation: 'personalised',
        ctr: 0.0362 + 0.0025 * Math.sin(i / 2.2) + i * 0.00013 + 0.0007 * normal(),
        half: 0.0011,
        revenue: 148 + i * 0.9 + 5 * Math.sin(i / 4),
        revHalf: 8,
      },
      {
        variation: 'popular',
        ctr: 0.0274 + 0.0016 * Math.sin(i / 2.2) + 0.0008 * normal(),
        half: 0.0017,
        revenue: 139 + 4 * Math.sin(i / 4) + i * 0.2,
        revHalf: 14,
      },
    ]
    return rows.map((row) => {
      const exposures = Math.round(21_000 + 2_000 * normal())
      return {
        day: name,
        variation: row.variation,
        exposures,
        clicks: Math.round(exposures * row.ctr),
        ctr: estimate(row.ctr, row.half),
        revenue: (exposures / 1000) * row.revenue,
        revenuePerThousand: estimate(row.revenue, row.revHalf),
      }
    })
  })
  return {
    now: new Date(now).toISOString(),
    from: new Date(now - days * day).toISOString(),
    to: new Date(now).toISOString(),
    days,
    totals: {
      events: 5_821_406,
      persons: 412_806,
      items: 1_240,
      decisions: 1_204_330,
      exposures: 962_118,
      refused: 577,
      models: 4,
    },
    perMinute: { events: 1284, decisions: 236, exposures: 211 },
    series: {
      events: wave(200_000, 22_000),
      persons: wave(14_000, 1_200),
      decisions: wave(43_000, 5_000),
      exposures: wave(34_000, 4_000),
    },
    effect: {
      placement: 'home',
      treatment: 'personalised',
      control: 'popular',
      persons: { treatment: 206_516, control: 206_290 },
      sampleRatioP: 0.73,
      effects: [
        {
          metric: 'clicksPerPerson',
          treatment: 0.412,
          control: 0.299,
          lift: { value: 0.38, low: 0.31, high: 0.45 },
          verdict: 'better',
        },
        {
          metric: 'ctr',
          treatment: 0.0388,
          control: 0.0281,
          lift: { value: 0.381, low: 0.32, high: 0.442 },
          verdict: 'better',
        },
        {
          metric: 'ordersPerPerson',
          treatment: 0.052,
          control: 0.047,
          lift: { value: 0.11, low: 0.06, high: 0.16 },
          verdict: 'better',
        },
        {
          metric: 'revenuePerPerson',
          treatment: 14.1,
          control: 13.8,
          lift: { value: 0.021, low: -0.034, high: 0.076 },
          verdict: 'undecided',
        },
      ],
    },
    daily,
    currency: 'CNY',
    placements: [
      {
        id: 'home',
        title: { en: 'Home, first screen', zh: '首页首屏' },
        exposures: 5_820_000,
        ctr: estimate(0.044, 0.0006),
        revenue: 31_000,
        lift: { value: 0.46, low: 0.4, high: 0.52 },
      },
      {
        id: 'cart',
        title: { en: 'Cart, goes well with', zh: '购物车搭配' },
        exposures: 1_140_000,
        ctr: estimate(0.061, 0.001),
        revenue: 22_000,
        lift: { value: 0.33, low: 0.25, high: 0.41 },
      },
      {
        id: 'article',
        title: { en: 'Article, read next', zh: '文章下一篇' },
        exposures: 2_200_000,
        ctr: estimate(0.053, 0.001),
        revenue: 9_000,
        lift: { value: 0.03, low: -0.02, high: 0.08 },
      },
      {
        id: 'search',
        title: { en: 'Search, reordered', zh: '搜索重排' },
        exposures: 910_000,
        ctr: estimate(0.118, 0.002),
        revenue: 18_000,
        lift: null,
      },
    ],
    launches: [{ at: new Date(now - Math.round(days / 3) * day).toISOString(), name: 'recencyItemKnn', version: 13 }],
    health: {
      acceptedShare: 0.9899,
      decisionP95Ms: 18,
      collectP95Ms: 41,
      lastEventAt: new Date(now - 2000).toISOString(),
    },
  }
}

export function emptyOverview(now: number, days: number): Overview {
  const none = Array.from({ length: days }, () => 0)
  return {
    now: new Date(now).toISOString(),
    from: new Date(now - days * day).toISOString(),
    to: new Date(now).toISOString(),
    days,
    totals: { events: 0, persons: 0, items: 0, decisions: 0, exposures: 0, refused: 0, models: 0 },
    perMinute: { events: 0, decisions: 0, exposures: 0 },
    series: { events: none, persons: none, decisions: none, exposures: none },
    effect: null,
    daily: [],
    currency: null,
    placements: [],
    launches: [],
    health: { acceptedShare: null, decisionP95Ms: null, collectP95Ms: null, lastEventAt: null },
  }
}
