import type { Person, Profile, ProfilePatch } from 'attune/api-types'

const statement = (at: string, observations: number) => ({ source: 'inferred' as const, observations, asOf: at })
const certain = (share: number, half: number) => ({
  share,
  low: Math.max(0, share - half),
  high: Math.min(1, share + half),
})

/** A made-up portrait of a made-up person. */
export function profileOf(person: Person, at: (ms: number) => string, said: Profile['corrections'] = []): Profile {
  const now = at(0)
  const is = (name: string) => said.find((one) => one.name === name)
  const interests = person.interests
    .filter(({ category }) => is(category)?.is !== 'hide')
    .map(({ category, share, interactions }) => {
      const correction = is(category)
      return {
        name: category,
        ...certain(share, 0.4 / Math.sqrt(Math.max(1, interactions))),
        ...statement(now, interactions),
        trend: 'steady' as const,
        prices: { low: 30, middle: 48, high: 90, currency: 'CNY', band: 'middle' as const },
        evidence: [
          { itemId: 'tea-101', title: 'Spring Tieguanyin', kind: 'order', times: 3, at: now, share: 0.62 },
          { itemId: 'tea-102', title: '凤凰单丛', kind: 'view', times: 5, at: now, share: 0.2 },
        ],
        confirmed: correction?.is === 'confirm' ? { at: correction.at, by: correction.by } : null,
      }
    })
  const observed = (observations: number) => ({ source: 'observed' as const, observations, asOf: now })
  const habit = (value: string) => ({
    value,
    ...certain(0.8, 0.1),
    source: 'observed' as const,
    observations: 60,
    asOf: now,
    others: [],
  })
  return {
    personId: person.personId,
    at: now,
    profiling: true,
    traits: [],
    basics: { ageBand: null, gender: null, region: null },
    value: null,
    computed: [
      ...([30, 90, 365, null] as const).flatMap((days, n) => [
        { name: 'events', days, value: 40 * (n + 1), unit: null, ...observed(40 * (n + 1)) },
        { name: 'orders', days, value: 3 * n + 1, unit: null, ...observed(3 * n + 1) },
        { name: 'spend', days, value: 150.5 * (n + 1), unit: 'CNY', ...observed(3 * n + 1) },
      ]),
      { name: 'lastOrder', days: null, value: at(6.4 * 86_400_000), unit: null, ...observed(10) },
      { name: 'mostFrequentCategory', days: null, value: 'oolong', unit: null, ...observed(160) },
    ],
    rfm: {
      recency: { score: 4, value: 6.4 },
      frequency: { score: 5, value: 7 },
      monetary: { score: 3, value: 451.5 },
      currency: 'CNY',
      among: 812,
      ...observed(10),
    },
    teamTraits: [
      {
        name: 'tea_spend',
        title: 'Tea money',
        value: 320,
        description: {
          en: 'the money together: bought something in “tea”',
          zh: '金额合计：购买过商品（类目为「tea」）',
        },
      },
    ],
    segments: [
      {
        id: 'runners',
        title: 'Runners',
        description: { en: 'People who bought something last month', zh: '上个月购买过商品的人' },
        since: at(3 * 86_400_000),
        ruleSince: at(30 * 86_400_000),
        readsTraits: false,
      },
      {
        id: 'loyal',
        title: '',
        description: { en: 'People who bought something at least 5 times', zh: '购买过商品且次数不少于 5的人' },
        since: null,
        ruleSince: at(30 * 86_400_000),
        readsTraits: false,
      },
    ],
    interests: {
      categories: interests,
      brands: [],
      topics: [],
      priceBands: (['low', 'middle', 'high'] as const).map((band, n) => ({
        band,
        ...certain([0.2, 0.7, 0.1][n] as number, 0.09),
        ...statement(now, 20),
        evidence: [],
      })),
      halfLifeDays: 90,
    },
    keywords: [{ word: 'oolong', weight: 1, items: ['tea-101'], ...statement(now, 9) }],
    sentiment: {
      reviews: 2,
      aspects: [
        {
          aspect: 'delivery',
          value: -0.6,
          low: -0.9,
          high: 0.1,
          ...statement(now, 2),
          quotes: [{ text: 'Late again, and the box was soaked.', at: now, sentiment: -0.9 }],
        },
      ],
    },
    habits: {
      language: habit('zh'),
      device: habit('phone'),
      channel: habit('email'),
      hour: {
        from: 20,
        to: 22,
        ...certain(0.5, 0.07),
        source: 'observed',
        observations: 216,
        asOf: now,
        counts: Array.from({ length: 24 }, (_, hour) => (hour >= 20 && hour < 23 ? 36 : hour > 6 ? 5 : 0)),
        timeZone: 'Asia/Shanghai',
        timeZoneGiven: false,
      },
    },
    lifecycle: {
      stage: 'active',
      rhythmOf: 'orders',
      rhythmFrom: 'own',
      daysSince: 6.4,
      atRiskAfter: 31,
      lapsedAfter: 77.5,
      usual: { ...certain(0.82, 0.11), observations: 17 },
      ...statement(now, 18),
    },
    vectors: null,
    similar: {
      by: 'interests',
      among: 1999,
      people: [{ personId: 'p_likeness00000001', likeness: 0.91, shared: ['oolong'] }],
      ...statement(now, 40),
    },
    summary: {
      text: 'Looks at oolong most evenings.',
      model: 'main',
      sentences: [{ text: 'Looks at oolong most evenings.', evidence: ['e2'] }],
      statements: [{ id: 'e2', text: 'Interests – oolong: 42% (31–54%)' }],
      ...statement(now, 20),
      observations: null,
    },
    corrections: [...said],
    omitted: [],
  }
}

/** Corrections after a patch, newest first. */
export function correctedBy(
  said: Profile['corrections'],
  { interests = {}, by = 'operator' }: ProfilePatch,
  at: string,
): Profile['corrections'] {
  const names = Object.keys(interests)
  return [
    ...names.flatMap((name) => {
      const is = interests[name]
      return is === null || is === undefined ? [] : [{ what: 'category' as const, name, is, at, by }]
    }),
    ...said.filter(({ name }) => !names.includes(name)),
  ]
}
