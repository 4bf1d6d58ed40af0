import type {
  EvaluationList,
  ItemPage,
  LiveEvent,
  PeoplePage,
  Person,
  Placement,
  PlacementPreview,
  Profile,
  ProfilePatch,
  RecentEvents,
} from 'attune/api-types'
import { createBehaviourFixtures } from './fixture-behaviour.ts'
import { fixtureItems, fixturePeople } from './fixture-catalogue.ts'
import { clustersOf } from './fixture-clusters.ts'
import { fixtureEvaluations } from './fixture-evaluations.ts'
import { fixtureEvents } from './fixture-events.ts'
import { createFairnessFixtures } from './fixture-fairness.ts'
import { interestsOf } from './fixture-interests.ts'
import { createLabelFixtures } from './fixture-labels.ts'
import { createLanguageModelFixtures } from './fixture-language-model.ts'
import { createMeasureFixtures } from './fixture-measure.ts'
import { createModels } from './fixture-models.ts'
import { createOpinionFixtures } from './fixture-opinions.ts'
import { emptyOverview, fullOverview } from './fixture-overview.ts'
import { personOf, timeline } from './fixture-people.ts'
import { fixturePlacements } from './fixture-placements.ts'
import { createPrivacyFixtures } from './fixture-privacy.ts'
import { correctedBy, profileOf } from './fixture-profile.ts'
import { createPromptFixtures } from './fixture-prompts.ts'
import { previewed, recommendations, similarTo } from './fixture-recommendations.ts'
import { createReportFixtures } from './fixture-reports.ts'
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
  const prompts = createPromptFixtures(at, empty)
  const labels = createLabelFixtures(empty)
  const measure = createMeasureFixtures(at, empty)
  const opinions = createOpinionFixtures(at, empty)
  const behaviour = createBehaviourFixtures(at, empty)
  const reports = createReportFixtures(at, empty)
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
    if (resource === 'reports') return reports.get(id)
    if (resource === 'runs') return runs.get(id, part)
    if (resource === 'sources') return found(sources.sources(id))
    if (resource === 'quality') return ok(sources.quality)
    if (resource === 'language' && id === 'encoder') return ok(sources.encoder)
    if (resource === 'interests') return ok(interestsOf(at, empty, query))
    if (resource === 'labels') return labels.get(id, query.get('from'))
    if (resource === 'language') return opinions.get(id, query)
    if (resource === 'satisfaction' || resource === 'fairness') return fairness.get(resource, query)
    if (resource === 'language-model') return languageModel.get(id)
    if (resource === 'prompts') return prompts.get(id)
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
      if (resource === 'prompts') return prompts.change(method, id, action, body)
      if (resource === 'recommendations')
        return ok(recommendations(items, body as { placement: string; variation?: string }))
      if (resource === 'clusters') return ok(clustersOf(at))
      if (resource === 'labels') return labels.change(action)
      if (resource === 'language') return opinions.train()
      if (resource === 'reports') return reports.change(method, id, action, body)
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
      ...prompts.all(),
      ...labels.all(),
      ...opinions.all(),
      ...behaviour.all(),
      ...reports.all(),
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
