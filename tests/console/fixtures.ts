import type {
  EvaluationList,
  Item,
  ItemPage,
  LiveEvent,
  ModelList,
  ModelVersion,
  Overview,
  PeoplePage,
  Person,
  Placement,
  PlacementPreview,
  Profile,
  ProfilePatch,
  RecentEvents,
  RecommendationResponse,
  SimilarResponse,
  Timeline,
} from 'attune/api-types'
import { createBehaviourFixtures } from './fixture-behaviour.ts'
import { fixtureItems, fixturePeople } from './fixture-catalogue.ts'
import { clustersOf } from './fixture-clusters.ts'
import { fixtureEvaluations } from './fixture-evaluations.ts'
import { createFairnessFixtures } from './fixture-fairness.ts'
import { interestsOf } from './fixture-interests.ts'
import { createLabelFixtures } from './fixture-labels.ts'
import { createLanguageModelFixtures } from './fixture-language-model.ts'
import { createMeasureFixtures } from './fixture-measure.ts'
import { createOpinionFixtures } from './fixture-opinions.ts'
import { createPrivacyFixtures } from './fixture-privacy.ts'
import { correctedBy, profileOf } from './fixture-profile.ts'
import { createRunFixtures } from './fixture-runs.ts'
import { createSegmentFixtures } from './fixture-segments.ts'
import { createSourceFixtures } from './fixture-sources.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  /** Of a body that is text; JSON where it is left out. */
  readonly type?: string
}

export interface Fixtures {
  readonly live: readonly LiveEvent[]
  answer(method: string, path: string, query: URLSearchParams, body: unknown): Answer | undefined
  /** Everything that GET answers, by a name: for checking it against the schemas. */
  all(): Readonly<Record<string, unknown>>
}

const day = 86_400_000
const minute = 60_000
/** A fixed sequence of numbers in [0, 1): the same picture every time. */
const lcg = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 4294967296
}
const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half })

/** Made-up data in the shape of the API; all figures and people are invented. */
export function createFixtures(now: number, empty: boolean): Fixtures {
  const at = (ms: number) => new Date(now - ms).toISOString()
  const items = empty ? [] : fixtureItems(at)
  const people = empty ? [] : fixturePeople(at)
  const overview = (days: number) => (empty ? emptyOverview(now, days) : fullOverview(now, days))
  const models = createModels(at, empty)
  const privacy = createPrivacyFixtures(now, empty)
  const runs = createRunFixtures(at, empty)
  const languageModel = createLanguageModelFixtures(at, empty)
  const labels = createLabelFixtures(empty)
  const measure = createMeasureFixtures(at, empty)
  const opinions = createOpinionFixtures(at, empty)
  const behaviour = createBehaviourFixtures(at, empty)
  const sources = createSourceFixtures(at, empty)
  const fairness = createFairnessFixtures(at, empty)
  const segments = createSegmentFixtures(at, empty)
  const evaluations: EvaluationList = { evaluations: empty ? [] : fixtureEvaluations(at) }
  const placements: Placement[] = empty ? [] : fixturePlacements()
  const keys = [
    {
      id: 'key_1',
      name: 'Console',
      prefix: 'ak_fixture',
      scopes: ['admin'],
      createdAt: at(40 * day),
      lastUsedAt: at(0),
      revokedAt: null,
    },
    {
      id: 'key_2',
      name: 'Web shop',
      prefix: 'wk_7Hq2',
      scopes: ['write', 'decide'],
      createdAt: at(40 * day),
      lastUsedAt: at(2000),
      revokedAt: null,
    },
    {
      id: 'key_3',
      name: 'Old app',
      prefix: 'wk_x91b',
      scopes: ['write'],
      createdAt: at(200 * day),
      lastUsedAt: at(80 * day),
      revokedAt: at(60 * day),
    },
  ] as {
    id: string
    name: string
    prefix: string
    scopes: string[]
    createdAt: string
    lastUsedAt: string | null
    revokedAt: string | null
  }[]
  const live = empty ? [] : fixtureEvents(at, items)
  const recent: RecentEvents = {
    events: live.map((line) => ({
      ...line,
      at: new Date(Date.parse(line.at) - 10 * minute).toISOString(),
      messageId: `r${line.messageId}`,
    })),
    reasons: empty
      ? []
      : [
          { reason: 'missing-field', count: 412 },
          { reason: 'wrong-type', count: 96 },
          { reason: 'robot', count: 61 },
          { reason: 'future-timestamp', count: 8 },
        ],
  }
  const person = (id: string): Person | undefined => {
    const found = people.find((p) => p.personId === id || p.userId === id)
    return found && personOf(found, at)
  }
  let said: Profile['corrections'] = []
  const profile = (id: string): Profile | undefined => {
    const found = person(id)
    return found && profileOf(found, at, said)
  }
  const page = <T>(list: readonly T[], query: URLSearchParams) => {
    const limit = Number(query.get('limit') ?? 50)
    const start = Number(query.get('cursor') ?? 0)
    const next = start + limit < list.length ? `${start + limit}` : null
    return { part: list.slice(start, start + limit), total: list.length, next }
  }
  const itemPage = (query: URLSearchParams): ItemPage => {
    const search = (query.get('search') ?? '').toLowerCase()
    const missing = query.get('missing')
    const found = items.filter(
      (item) =>
        `${item.id} ${item.title}`.toLowerCase().includes(search) && (!missing || item.missing.includes(missing)),
    )
    const { part, total, next } = page(found, query)
    return { items: part, total, next }
  }
  const peoplePage = (query: URLSearchParams): PeoplePage => {
    const search = (query.get('search') ?? '').toLowerCase()
    const found = people.filter((p) => `${p.name} ${p.userId} ${p.personId}`.toLowerCase().includes(search))
    const { part, total, next } = page(found, query)
    return { people: part, total, next }
  }
  const ok = (body: unknown): Answer => ({ status: 200, body })

  const get = (path: string, query: URLSearchParams): Answer | undefined => {
    const guarded = privacy.get(path, query)
    if (guarded) return guarded
    const [, , resource, encoded, part] = path.split('/')
    const id = decodeURIComponent(encoded ?? '')
    const measured = measure.get(resource, id, part, query)
    if (measured) return measured
    const found = (value: unknown) => (value === undefined ? undefined : ok(value))
    if (resource === 'overview') return ok(overview(Number(query.get('days') ?? 28)))
    if (resource === 'models') return ok(models.list())
    if (resource === 'runs') return runs.get(id, part)
    if (resource === 'sources') return found(sources.sources(id))
    if (resource === 'quality') return ok(sources.quality)
    if (resource === 'language' && id === 'encoder') return ok(sources.encoder)
    if (resource === 'interests') return ok(interestsOf(at, empty, query))
    if (resource === 'labels') return labels.get(id, query.get('from'))
    if (resource === 'language') return opinions.get(id, query)
    if (resource === 'satisfaction' || resource === 'fairness') return fairness.get(resource, query)
    if (resource === 'language-model') return languageModel.get(id)
    if (resource === 'clusters') return ok({ result: empty ? null : clustersOf(at) })
    if (resource === 'segments' || resource === 'segment-vocabulary') return segments.get(resource, id, part)
    if (resource === 'evaluations') return ok(evaluations)
    if (resource === 'keys') return ok({ keys })
    if (resource === 'placements') return ok({ placements })
    if (resource === 'events' && id === '') return ok(recent)
    if (resource === 'events') {
      const line = [...live, ...recent.events].find((event) => event.messageId === id)
      return (
        line &&
        ok({
          ...line,
          payload:
            line.payload ??
            JSON.stringify({
              type: line.type,
              event: line.event,
              messageId: id,
              anonymousId: 'a-1',
              properties: { product_id: line.itemId },
            }),
        })
      )
    }
    if (resource === 'items' && id === '') return ok(itemPage(query))
    if (resource === 'items' && part === 'similar') return ok(similarTo(id, items))
    if (resource === 'items') return found(items.find((item) => item.id === id))
    if (resource === 'people' && id === '') return ok(peoplePage(query))
    if (resource === 'people' && part === 'timeline') return ok(timeline(at, items, query.get('only') ?? 'all'))
    if (resource === 'people') return found(person(id))
    if (resource === 'profiles') return found(profile(id))
    return undefined
  }

  return {
    live,
    answer(method, path, query, body) {
      if (method === 'GET') return get(path, query)
      const guarded = privacy.change(method, path, body)
      if (guarded) return guarded
      const [, , resource, id = '', action] = path.split('/')
      const measured = measure.change(resource, method, decodeURIComponent(id), action, body)
      if (measured) return measured
      if (resource === 'recommendations')
        return ok(recommendations(items, body as { placement: string; variation?: string }))
      if (resource === 'clusters') return ok(clustersOf(at))
      if (resource === 'labels') return labels.change(action)
      if (resource === 'language') return opinions.train()
      if (resource === 'behaviour') return behaviour.change(id, body)
      if (resource === 'segments') return segments.change(method, decodeURIComponent(id), action, body)
      if (resource === 'runs') return runs.cancel(id)
      if (resource === 'models') return models.change(id, action ?? '', body)
      if (resource === 'placements' && id === 'preview') return previewed(items, body as PlacementPreview)
      if (resource === 'placements') {
        const next = body as Placement
        const i = placements.findIndex((placement) => placement.id === id)
        placements.splice(i < 0 ? placements.length : i, i < 0 ? 0 : 1, next)
        return ok(next)
      }
      if (resource === 'keys' && method === 'POST') {
        const { name, scopes } = body as { name: string; scopes: string[] }
        const key = {
          id: `key_${keys.length + 1}`,
          name,
          prefix: 'wk_new1',
          scopes,
          createdAt: at(0),
          lastUsedAt: null,
          revokedAt: null,
        }
        keys.push(key)
        return { status: 201, body: { key, secret: 'wk_new1_not_a_real_secret' } }
      }
      if (resource === 'keys') {
        const key = keys.find((entry) => entry.id === id)
        if (key) key.revokedAt = at(0)
        return { status: 204, body: undefined }
      }
      if (resource === 'profiles') {
        said = correctedBy(said, body as ProfilePatch, at(0))
        return ok(profile(id))
      }
      if (resource === 'people') return ok({ undone: true })
      return undefined
    },
    all: () => ({
      overview7: overview(7),
      overview28: overview(28),
      models: models.list(),
      evaluations,
      placements,
      items: itemPage(new URLSearchParams()),
      people: peoplePage(new URLSearchParams()),
      persons: people.map((p) => personOf(p, at)),
      profiles: people.map((p) => profileOf(personOf(p, at), at)),
      timeline: timeline(at, items, 'all'),
      ...measure.all(),
      ...privacy.all(),
      ...runs.all(),
      ...languageModel.all(),
      ...labels.all(),
      ...opinions.all(),
      ...behaviour.all(),
      ...fairness.all(),
      ...segments.all(),
      ...sources.all(),
      clusters: { result: clustersOf(at) },
      interests: interestsOf(at, empty, new URLSearchParams()),
      recent,
      live,
      similar: similarTo('tea-101', items),
      recommendations: recommendations(items, { placement: 'home' }),
      preview: previewed(items, { placement: { id: 'home', title: { en: '', zh: '' }, split: [] } }).body,
    }),
  }
}

function fixturePlacements(): Placement[] {
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

function fullOverview(now: number, days: number): Overview {
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

function emptyOverview(now: number, days: number): Overview {
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

function createModels(at: (ms: number) => string, empty: boolean) {
  let live = 14
  let previous = 13
  const figures = [
    [15, 'trained', 0.1184, 0.0024, 0.41, 12 * minute],
    [14, 'trained', 0.1145, 0.0023, 0.39, 9 * day],
    [13, 'trained', 0.1121, 0.0023, 0.37, 19 * day],
    [12, 'held', 0.0988, 0.0022, 0.14, 20 * day],
    [11, 'failed', 0, 0, 0, 21 * day],
  ] as const
  const running: ModelVersion[] = []
  const worse = {
    en: 'NDCG@10 0.0988, the recipe of version 11 has 0.1121 on the same 5000 persons: below 0.98 of it.',
    zh: 'NDCG@10 为 0.0988，版本 11 的配方在同样 5000 人上为 0.1121：低于其 0.98 倍。',
  }
  const better = {
    en: 'NDCG@10 0.1145, the recipe of version 13 has 0.1121 on the same 5000 persons: at least 0.98 of it.',
    zh: 'NDCG@10 为 0.1145，版本 13 的配方在同样 5000 人上为 0.1121：不低于其 0.98 倍。',
  }
  const base = (version: number, status: ModelVersion['status']): ModelVersion => ({
    name: 'recencyItemKnn',
    version,
    kind: 'recencyItemKnn',
    status,
    live: false,
    previous: false,
    createdAt: at(0),
    finishedAt: null,
    seconds: null,
    parameters: { neighbours: 200, halfLifeDays: 30 },
    data: null,
    metrics: null,
    metricsFrom: null,
    note: null,
    progress: null,
  })
  const versions = (): ModelVersion[] => [
    ...running,
    ...figures.map(
      ([version, status, ndcg, half, coverage, ago]): ModelVersion => ({
        ...base(version, status),
        live: version === live,
        previous: version === previous,
        createdAt: at(ago + 134_000),
        finishedAt: at(ago),
        seconds: 134,
        data: {
          hash: version > 12 ? '9f2c77ab01de' : '11aa5500cc31',
          persons: 21_480,
          items: 1_240,
          interactions: 1_204_330,
          from: at(120 * day),
          to: at(ago),
        },
        metrics:
          status === 'failed'
            ? null
            : {
                'ndcg@10': estimate(ndcg, half),
                'hr@10': estimate(ndcg * 1.9, half * 1.6),
                'recall@20': estimate(ndcg * 2.4, half * 1.8),
                'coverage@10': estimate(coverage, 0.01),
              },
        note:
          status === 'held'
            ? worse
            : status === 'failed'
              ? { en: 'The worker ran out of memory.', zh: 'The worker ran out of memory.' }
              : version === 15
                ? { en: 'Trained without promotion, as asked.', zh: '按要求只训练，不上线。' }
                : better,
      }),
    ),
  ]
  const extra: ModelList['changes'] = []
  const actions: ModelList['changes'] = [
    { at: at(12 * minute), actor: 'schedule', action: 'trained', name: 'recencyItemKnn', version: 15, note: null },
    {
      at: at(9 * day),
      actor: 'gate',
      action: 'promoted',
      name: 'recencyItemKnn',
      version: 14,
      note: better,
    },
    {
      at: at(20 * day),
      actor: 'gate',
      action: 'held',
      name: 'recencyItemKnn',
      version: 12,
      note: worse,
    },
    { at: at(21 * day), actor: 'key_1', action: 'rolled-back', name: 'recencyItemKnn', version: 10, note: null },
  ]
  const list = (): ModelList =>
    empty
      ? { models: [], changes: [] }
      : {
          models: [
            {
              name: 'recencyItemKnn',
              kind: 'recencyItemKnn',
              placements: ['home', 'cart', 'article'],
              live,
              versions: versions(),
            },
            {
              name: 'popularity',
              kind: 'popularity',
              placements: [],
              live: 2,
              versions: [
                {
                  ...base(2, 'trained'),
                  name: 'popularity',
                  kind: 'popularity',
                  live: true,
                  finishedAt: at(day),
                  seconds: 1.2,
                  metrics: { 'ndcg@10': estimate(0.0743, 0.002), 'coverage@10': estimate(0.02, 0.001) },
                },
              ],
            },
          ],
          changes: [...extra, ...actions],
        }
  return {
    list,
    change(name: string, action: string, body: unknown): Answer | undefined {
      const record = (what: 'promoted' | 'rolled-back', version: number) =>
        extra.unshift({ at: at(-extra.length - 1), actor: 'key_1', action: what, name, version, note: null })
      if (action === 'train') {
        running.push({ ...base(16, 'training'), name, progress: { done: 42, total: 100, stage: 'fit' } })
        return { status: 202, body: { name, version: 16 } }
      }
      if (action === 'promote') {
        previous = live
        live = (body as { version: number }).version
        record('promoted', live)
        return { status: 200, body: versions().find((version) => version.version === live) }
      }
      if (action === 'rollback') {
        const back = previous
        previous = live
        live = back
        record('rolled-back', live)
        return { status: 200, body: versions().find((version) => version.version === live) }
      }
      return undefined
    },
  }
}

function fixtureEvents(at: (ms: number) => string, items: readonly Item[]): readonly LiveEvent[] {
  const accepted = (i: number, event: string, value: number | null): LiveEvent => {
    const item = items[i % items.length]
    return {
      kind: 'event',
      messageId: `m-${i}`,
      type: 'track',
      event,
      personId: `p_8f31c2aa${i % 10}`,
      itemId: item?.id ?? null,
      itemTitle: item?.title ?? null,
      value,
      currency: value === null ? null : 'CNY',
      source: 'http',
      at: at(i * 900),
      reason: null,
      field: null,
      message: null,
      payload: null,
    }
  }
  const refused = (i: number, reason: string, field: string | null, message: string, payload: unknown): LiveEvent => ({
    kind: 'refused',
    messageId: `x-${i}`,
    type: 'unknown',
    event: null,
    personId: null,
    itemId: null,
    itemTitle: null,
    value: null,
    currency: null,
    source: 'http',
    at: at(i * 900),
    reason,
    field,
    message,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
  const names = [
    'Product Viewed',
    'Product Clicked',
    'Product Viewed',
    'Product Added',
    'Recommendation Viewed',
    'Order Completed',
  ]
  return [
    refused(0, 'wrong-type', 'properties.price', 'properties.price must be a number; this is a string.', {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'x-0',
      anonymousId: 'a-77',
      properties: { product_id: 'tea-104', price: '19,90', currency: 'CNY' },
    }),
    ...Array.from({ length: 24 }, (_, i) => accepted(i + 1, names[i % names.length] ?? '', i % 6 === 5 ? 268 : null)),
    refused(9, 'missing-field', 'userId', 'Say who it was: userId or anonymousId.', {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'x-9',
      properties: { product_id: 'tea-101' },
    }),
    refused(14, 'future-timestamp', 'timestamp', 'timestamp is more than 10 minutes after it was received.', {
      type: 'page',
      messageId: 'x-14',
      anonymousId: 'a-12',
      timestamp: '2031-01-01T00:00:00Z',
    }),
  ]
}

function personOf(summary: PeoplePage['people'][number], at: (ms: number) => string): Person {
  const r = lcg(11)
  return {
    ...summary,
    traits: summary.name ? { name: summary.name, city: '杭州', plan: 'member' } : {},
    traitOrigins: summary.name ? { city: { source: 'crm', at: at(3 * 86_400_000), corrected: false } } : {},
    identifiers: [
      {
        kind: summary.userId ? 'user' : 'anonymous',
        personId: summary.personId,
        mergeId: null,
        since: summary.firstSeen,
      },
      ...(summary.userId
        ? [
            { kind: 'anonymous' as const, personId: 'p_2b7e91d0a4c1', mergeId: 71, since: at(200 * day) },
            { kind: 'anonymous' as const, personId: 'p_55aa01b2c3d4', mergeId: 112, since: at(20 * day) },
          ]
        : []),
    ],
    counts: { view: 731, click: 212, cart: 44, order: summary.orders, rating: 9, search: 38 },
    interests: [
      { category: 'light oolong', share: 0.38, interactions: 214 },
      { category: 'teaware', share: 0.24, interactions: 131 },
      { category: 'green tea', share: 0.15, interactions: 77 },
      { category: 'articles', share: 0.12, interactions: 60 },
      { category: 'gift sets', share: 0.06, interactions: 31 },
    ],
    activity: Array.from({ length: 90 }, (_, i) => (r() < 0.45 ? 0 : Math.round(r() * (i > 60 ? 24 : 14)))),
  }
}

function timeline(at: (ms: number) => string, items: readonly Item[], only: string): Timeline {
  const name = (i: number) => ({ id: items[i]?.id ?? `i${i}`, title: items[i]?.title ?? null })
  const blank = {
    event: null,
    items: [],
    value: null,
    currency: null,
    placement: null,
    variation: null,
    model: null,
    decisionId: null,
    position: null,
  }
  const entries: Timeline['entries'] = [
    {
      ...blank,
      at: at(6 * minute),
      by: 'they',
      kind: 'view',
      event: 'Product Viewed',
      items: [name(0)],
      placement: 'home',
      decisionId: 'd_77c1',
      position: 1,
    },
    {
      ...blank,
      at: at(7 * minute),
      by: 'we',
      kind: 'decision',
      items: [0, 1, 2, 3, 4, 5, 6, 7].map(name),
      placement: 'home',
      variation: 'personalised',
      model: 'recencyItemKnn v14',
      decisionId: 'd_77c1',
    },
    { ...blank, at: at(8 * minute), by: 'they', kind: 'search', event: 'Products Searched' },
    {
      ...blank,
      at: at(3 * day),
      by: 'they',
      kind: 'order',
      event: 'Order Completed',
      items: [name(2), name(3)],
      value: 268,
      currency: 'CNY',
    },
    { ...blank, at: at(3 * day + 30 * minute), by: 'they', kind: 'cart', event: 'Product Added', items: [name(2)] },
    { ...blank, at: at(9 * day), by: 'they', kind: 'rating', event: 'Product Rated', items: [name(4)], value: null },
  ]
  const kept = entries.filter(
    (entry) => only === 'all' || (only === 'orders' ? entry.kind === 'order' : entry.by === 'we'),
  )
  return { entries: kept, next: null }
}

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

function similarTo(id: string, items: readonly Item[]): SimilarResponse {
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
function previewed(items: readonly Item[], { placement, variation }: PlacementPreview): Answer {
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

function recommendations(
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
