import type { RecommendationResponse } from '../api/schemas/decide.ts'
import type { ItemPage } from '../api/schemas/items.ts'
import type { ModelList } from '../api/schemas/models.ts'
import type { PeoplePage } from '../api/schemas/people.ts'
import type { Profile } from '../api/schemas/profiles.ts'
import { attuneError } from '../errors.ts'
import { portraitWords } from '../profile/portrait/portrait-words.ts'
import { httpCaller } from './http-caller.ts'

/** A person as the shop understands them, and a product that arrived a moment ago. */
export interface Understanding {
  readonly personId: string
  /** Sections of the portrait in words. */
  readonly portrait: readonly { readonly title: string; readonly lines: readonly string[] }[]
  readonly newcomer: Newcomer | null
}

export interface Newcomer {
  readonly title: string
  /** Seconds between its arrival and the first list that had it. */
  readonly seconds: number
  /** Its place in the list of that person, from 1, among so many. */
  readonly place: number
  readonly among: number
}

export const contentModel = 'contentBoosted'
/** Somebody who did much, but is not the busiest. */
const peopleLookedAt = 60
const listLength = 20
const longestWaitMs = 60_000
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Draws the portrait of a shopper, then puts a product into the catalogue that nobody has seen, like what that shopper likes, and
 * waits until it is recommended to them: all over the API.
 *
 * @throws AttuneError what the server refuses
 */
export async function showUnderstanding({
  url,
  key,
  language,
  clock,
}: {
  readonly url: string
  readonly key: string
  readonly language: 'en' | 'zh'
  readonly clock: () => number
}): Promise<Understanding | undefined> {
  const http = httpCaller(url, 'AttuneDemo/1.0')
  try {
    const { people } = await http.call<PeoplePage>('GET', `/v1/people?limit=${peopleLookedAt}`, key)
    const [person] = people
      .filter(({ orders, userId }) => orders > 0 && userId !== null)
      .sort((a, b) => b.orders - a.orders || b.events - a.events)
    if (!person?.userId) return undefined
    const portrait = await http.call<Profile>('GET', `/v1/profiles/${person.personId}?language=${language}`, key)
    const [favourite] = portrait.interests.categories
    return {
      personId: person.personId,
      portrait: portraitWords(portrait, language),
      newcomer: favourite ? await newcomer({ http, key, clock }, person.userId, favourite.name) : null,
    }
  } finally {
    http.close()
  }
}

interface Asking {
  readonly http: ReturnType<typeof httpCaller>
  readonly key: string
  readonly clock: () => number
}

async function newcomer({ http, key, clock }: Asking, userId: string, category: string): Promise<Newcomer | null> {
  await trained({ http, key, clock })
  const { items } = await http.call<ItemPage>('GET', `/v1/items?search=${encodeURIComponent(category)}&limit=50`, key)
  const like = items.find(({ categories }) => categories.includes(category))
  if (!like) return null
  const title = `${like.title} 2`
  const { kind, description, categories, tags, brand, price, currency, language } = like
  const arrived = clock()
  await http.call('PUT', '/v1/items', key, {
    id: 'arrived-now',
    title,
    kind,
    description,
    categories,
    tags,
    ...(brand === null ? {} : { brand }),
    ...(price === null ? {} : { price, currency }),
    ...(language === null ? {} : { language }),
  })
  const placement = {
    title: { en: 'Newcomers', zh: '新品' },
    split: [{ variation: 'content', model: contentModel, weight: 1 }],
    control: null,
    exploration: 0,
  }
  while (clock() - arrived < longestWaitMs) {
    const list = await http.call<RecommendationResponse>('POST', '/v1/placements/preview', key, {
      placement,
      userId,
      n: listLength,
    })
    const place = list.items.findIndex(({ itemId }) => itemId === 'arrived-now')
    if (place >= 0 && list.fallback === null)
      return { title, seconds: (clock() - arrived) / 1000, place: place + 1, among: list.items.length }
    await wait(250)
  }
  return null
}

async function trained({ http, key }: Asking): Promise<void> {
  const { version } = await http.call<{ version: number }>('POST', `/v1/models/${contentModel}/train`, key, {
    promote: true,
  })
  for (;;) {
    const { models } = await http.call<ModelList>('GET', '/v1/models', key)
    const found = models.find(({ name }) => name === contentModel)?.versions.find((one) => one.version === version)
    if (found?.status === 'failed')
      throw attuneError('training-failed', found.note?.en ?? 'The training failed.', { status: 500 })
    if (found?.live) return
    await wait(100)
  }
}
