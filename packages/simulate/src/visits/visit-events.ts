import type { Product } from '../catalogue/create-catalogue.ts'
import type { LivedVisit } from '../policies/live-visit.ts'
import type { Shopper } from '../shoppers/create-shoppers.ts'
import type { World } from '../world.ts'
import type { Visit } from './plan-visits.ts'

/** An event in the Segment spec, as `POST /v1/batch` takes it. */
export interface SegmentEvent {
  readonly type: 'track' | 'identify' | 'page'
  readonly messageId: string
  readonly timestamp: string
  readonly anonymousId: string
  readonly userId?: string
  readonly event?: string
  readonly name?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly traits?: Readonly<Record<string, unknown>>
  readonly context: Readonly<Record<string, unknown>>
}

/** Whether the shopper is signed in at this visit. */
export function signedIn(shopper: Shopper, visit: Pick<Visit, 'day'>): boolean {
  return shopper.userId !== null && (shopper.signUpDay === null || visit.day >= shopper.signUpDay)
}

/** How to name the shopper when asking for a list. */
export function askAs(shopper: Shopper, visit: Pick<Visit, 'day'>): { userId: string } | { anonymousId: string } {
  return signedIn(shopper, visit) && shopper.userId !== null
    ? { userId: shopper.userId }
    : { anonymousId: shopper.anonymousId }
}

const secondMs = 1000

/**
 * Everything a lived visit sends, oldest first: page, sign-in, ratings, clicks on the list (with the decision and the
 * place), views, cart and order. Message ids are made of shopper and visit: the same visit sent twice counts once.
 */
export function visitEvents(world: World, lived: LivedVisit, decisionId: string | null): readonly SegmentEvent[] {
  const { visit, reviews } = lived
  const shopper = world.shoppers[visit.shopper] as Shopper
  const known = signedIn(shopper, visit)
  const events: SegmentEvent[] = []
  let at = visit.at
  const add = (afterSeconds: number, facts: Pick<SegmentEvent, 'type'> & Partial<SegmentEvent>): void => {
    at += afterSeconds * secondMs
    events.push({
      messageId: `${shopper.anonymousId}-${visit.index}-${events.length}`,
      timestamp: new Date(at).toISOString(),
      anonymousId: shopper.anonymousId,
      ...(known && shopper.userId !== null && { userId: shopper.userId }),
      context: { locale: shopper.language === 'zh' ? 'zh-CN' : 'en-GB' },
      ...facts,
    })
  }
  const track = (afterSeconds: number, event: string, properties: Readonly<Record<string, unknown>>): void =>
    add(afterSeconds, { type: 'track', event, properties })
  const idOf = (product: number): string => (world.products[product] as Product).id
  const facts = (product: number): Readonly<Record<string, unknown>> => {
    const { id, titles, price } = world.products[product] as Product
    return { product_id: id, name: titles[shopper.language], price, currency: 'CNY' }
  }

  // Shops identify at sign-in: on the first visit, or in the week after signing up.
  const { signUpDay } = shopper
  if (known && (signUpDay === null ? visit.index === 0 : visit.day < signUpDay + 7))
    add(0, { type: 'identify', traits: { name: shopper.name, city: shopper.city, language: shopper.language } })
  add(1, { type: 'page', name: 'Home' })
  for (const { product, stars, text } of reviews)
    track(6, 'Product Reviewed', {
      product_id: idOf(product),
      rating: stars,
      ...(text !== null && { review_body: text }),
    })

  const carted = new Map<number, boolean>()
  for (const look of [...lived.looks, ...lived.browsed]) {
    if (!look.clicked) continue
    if (look.position >= 0 && decisionId !== null)
      track(7, 'Recommendation Clicked', { product_id: idOf(look.product), decisionId, position: look.position })
    track(look.position >= 0 ? 1 : 11, 'Product Viewed', facts(look.product))
    if (look.carted && !carted.has(look.product)) track(9, 'Product Added', { ...facts(look.product), quantity: 1 })
    if (look.carted) carted.set(look.product, look.bought || carted.get(look.product) === true)
  }
  const ordered = [...carted].filter(([, bought]) => bought).map(([product]) => product)
  if (ordered.length > 0)
    track(25, 'Order Completed', {
      order_id: `order-${shopper.index + 1}-${visit.index}`,
      total: ordered.reduce((sum, product) => sum + (world.products[product]?.price ?? 0), 0),
      currency: 'CNY',
      products: ordered.map((product) => ({ ...facts(product), quantity: 1 })),
    })
  return events
}
