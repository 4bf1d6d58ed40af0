import { seededRng } from '@attune/measure'
import type { ApiFixture } from '../api/api.fixture.ts'

export const dayMs = 86_400_000

export interface DividedPerson {
  readonly userId: string
  /** Looked around before they saw the experiment. */
  readonly curious: boolean
  readonly treated: boolean
  readonly ordered: boolean
}

/**
 * For tests: people of an experiment “coupon” by person, half and half. Half of them looked around before; of these .1 order, and .6
 * with the coupon; of the others .2 either way.
 */
export function dividedPeople(count: number, seed = 5): readonly DividedPerson[] {
  const draw = seededRng(seed)
  return Array.from({ length: count }, (_, at) => {
    const [curious, treated] = [draw() < 0.5, draw() < 0.5]
    const chance = curious ? (treated ? 0.6 : 0.1) : 0.2
    return { userId: `person-${at}`, curious, treated, ordered: draw() < chance }
  })
}

/** Sends what they did, as time goes by: it begins at the fixture’s time and ends a month later. */
export async function tellPeople(api: ApiFixture, people: readonly DividedPerson[]): Promise<void> {
  let messages = 0
  const send = async (events: readonly object[]): Promise<void> => {
    for (let at = 0; at < events.length; at += 400) {
      const batch = events.slice(at, at + 400).map((event) => ({
        type: 'track',
        messageId: `m${messages++}`,
        timestamp: new Date(api.clock.now).toISOString(),
        sentAt: new Date(api.clock.now).toISOString(),
        ...event,
      }))
      const answer = await api.call('write', 'POST', '/v1/batch', { batch })
      if (answer.statusCode !== 200) throw new Error(answer.body)
    }
  }
  const viewed = (userId: string, product: string) => ({
    userId,
    event: 'Product Viewed',
    properties: { product_id: product },
  })
  await send(
    people.flatMap(({ userId, curious }) =>
      (curious ? ['tea', 'cup', 'pot'] : ['tea']).map((item) => viewed(userId, item)),
    ),
  )
  api.clock.now += dayMs
  const experiment = {
    title: 'Coupon',
    variations: [
      { id: 'none', weight: 1 },
      { id: 'coupon', weight: 1 },
    ],
    metrics: ['buyers'],
  }
  for (const [method, url, body] of [
    ['PUT', '/v1/experiments/coupon', experiment],
    ['POST', '/v1/experiments/coupon/start', {}],
  ] as const) {
    const answer = await api.call('admin', method, url, body)
    if (answer.statusCode >= 300) throw new Error(answer.body)
  }
  api.clock.now += dayMs
  await send(
    people.map(({ userId, treated }) => ({
      userId,
      event: 'Experiment Viewed',
      properties: { experiment_id: 'coupon', variation_id: treated ? 'coupon' : 'none' },
    })),
  )
  api.clock.now += dayMs
  await send(
    people.flatMap(({ userId, ordered }) =>
      ordered
        ? [
            {
              userId,
              event: 'Order Completed',
              properties: {
                order_id: userId,
                total: 30,
                currency: 'CNY',
                products: [{ product_id: 'tea', price: 30, quantity: 1 }],
              },
            },
          ]
        : [],
    ),
  )
  api.clock.now += 27 * dayMs
}
