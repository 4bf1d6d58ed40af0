import { seededRng } from '@attune/measure'

const dayMs = 86_400_000

/**
 * Orders and visits of shoppers with rhythms of their own over the last 400 days; a third of them fell silent some time ago.
 * Money is around 40 an order, more for every fifth person.
 */
export function shoppersUntil(now: number, people: number): Record<string, unknown>[] {
  const rng = seededRng(17)
  const events: Record<string, unknown>[] = []
  for (let person = 0; person < people; person++) {
    const pause = 8 + 50 * rng() ** 2
    const from = 400 - 200 * rng()
    const until = rng() < 0.4 ? from * (0.3 + 0.6 * rng()) : 0
    const price = (person % 5 === 0 ? 120 : 30) * (0.8 + 0.4 * rng())
    for (let day = from, at = 0; day > until; day -= -Math.log(1 - rng()) * pause, at++) {
      const timestamp = new Date(now - day * dayMs).toISOString()
      const about = { userId: `shopper-${person}`, timestamp }
      events.push(
        { ...about, type: 'page', messageId: `visit-${person}-${at}`, name: 'Home' },
        {
          ...about,
          type: 'track',
          event: 'Order Completed',
          messageId: `order-${person}-${at}`,
          properties: {
            currency: 'CNY',
            products: [{ product_id: `item-${at % 3}`, price: Math.round(price * (0.7 + 0.6 * rng())), quantity: 1 }],
          },
        },
      )
    }
  }
  return events
}
