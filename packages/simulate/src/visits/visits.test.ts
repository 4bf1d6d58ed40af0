import { expect, test } from 'vitest'
import { probabilitiesOf, starProbabilities } from '../behaviour/probabilities.ts'
import { createShopperStates } from '../behaviour/shopper-state.ts'
import { popularPolicy, randomPolicy } from '../policies/policies.ts'
import { createWorld } from '../world.ts'
import { browse } from './browse.ts'
import { expectedOf, expectedOfVisit } from './expected.ts'
import { lookAt } from './look-at.ts'
import { planVisits } from './plan-visits.ts'
import { reviewPurchases } from './review-purchases.ts'
import { reviewText } from './review-text.ts'

const startAt = Date.UTC(2026, 1, 2)
const world = createWorld({ seed: 5, startAt, products: 120, shoppers: 300 })
const visits = planVisits(world)

/** How far a count is from the sum of its probabilities, in standard deviations. */
function deviations(pairs: readonly (readonly [probability: number, happened: boolean])[]): number {
  const expected = pairs.reduce((sum, [p]) => sum + p, 0)
  const variance = pairs.reduce((sum, [p]) => sum + p * (1 - p), 0)
  return (pairs.filter(([, happened]) => happened).length - expected) / Math.sqrt(variance)
}

test('a seed makes one world: shoppers, visits and what they do', () => {
  const again = createWorld({ seed: 5, startAt, products: 120, shoppers: 300 })
  expect(again.shoppers).toEqual(world.shoppers)
  expect(planVisits(again)).toEqual(visits)
  const lived = (w: typeof world): unknown => {
    const states = createShopperStates(w)
    return visits.slice(0, 200).map((visit) => [lookAt(w, states, visit, [1, 2, 3]), browse(w, states, visit)])
  }
  expect(lived(again)).toEqual(lived(world))
  expect(planVisits(createWorld({ seed: 6, startAt, products: 120, shoppers: 300 }))).not.toEqual(visits)
})

test('visits are in order, numbered, inside the world, and as many as asked for', () => {
  const next = new Map<number, number>()
  let last = 0
  for (const visit of visits) {
    expect(visit.at).toBeGreaterThanOrEqual(last)
    expect(visit.at).toBeLessThan(startAt + 28 * 86_400_000)
    expect(visit.index).toBe(next.get(visit.shopper) ?? 0)
    expect(visit.day).toBeGreaterThanOrEqual(world.shoppers[visit.shopper]!.arrivalDay)
    next.set(visit.shopper, visit.index + 1)
    last = visit.at
  }
  // Six a shopper in 28 days; a fifth of them were away for half of it on average.
  expect(visits.length / 300).toBeGreaterThan(4.8)
  expect(visits.length / 300).toBeLessThan(6.2)
})

test('weekends are busier than Tuesdays', () => {
  const on = (day: number): number => visits.filter((visit) => new Date(visit.at).getUTCDay() === day).length
  expect(on(6) + on(0)).toBeGreaterThan(1.1 * (on(1) + on(2)))
})

test('clicks, carts and orders happen as often as their probabilities say, in every range of them', () => {
  const states = createShopperStates(world)
  const policy = randomPolicy(world)
  const seen: { p: ReturnType<typeof probabilitiesOf>; look: ReturnType<typeof lookAt>[number] }[] = []
  for (const visit of visits) {
    const list = policy(visit, 10, states)
    const p = list.map((product, position) => probabilitiesOf(world, states, visit, product, position, 'home'))
    lookAt(world, states, visit, list).forEach((look, at) => {
      seen.push({ p: p[at]!, look })
    })
  }
  const sorted = seen.toSorted((a, b) => a.p.click - b.p.click)
  for (let part = 0; part < 5; part++) {
    const range = sorted.slice((part * sorted.length) / 5, ((part + 1) * sorted.length) / 5)
    expect(Math.abs(deviations(range.map(({ p, look }) => [p.click, look.clicked])))).toBeLessThan(3.5)
  }
  const clicked = seen.filter(({ look }) => look.clicked)
  expect(Math.abs(deviations(clicked.map(({ p, look }) => [p.cart, look.carted])))).toBeLessThan(3.5)
  const carted = seen.filter(({ look }) => look.carted)
  expect(Math.abs(deviations(carted.map(({ p, look }) => [p.buy, look.bought])))).toBeLessThan(3.5)
  expect(carted.length).toBeGreaterThan(50)
})

test('what is expected of a list is the sum over its places, and each item counts once', () => {
  const states = createShopperStates(world)
  const visit = visits[40]!
  const [a, b] = [3, 4].map((product, position) => probabilitiesOf(world, states, visit, product, position, 'home'))
  const expected = expectedOf(world, states, visit, [3, 4, 3])
  expect(expected.clicks).toBeCloseTo(a!.click + b!.click, 12)
  expect(expected.orders).toBeCloseTo(a!.click * a!.cart * a!.buy + b!.click * b!.cart * b!.buy, 12)
  expect(expected.revenue).toBeCloseTo(
    a!.click * a!.cart * a!.buy * world.products[3]!.price + b!.click * b!.cart * b!.buy * world.products[4]!.price,
    9,
  )
})

test('what is expected of a visit matches what visits bring: clicks, orders and revenue with browsing', () => {
  const states = createShopperStates(world)
  const policy = popularPolicy(world)
  const sum = { clicks: 0, orders: 0, revenue: 0 }
  const happened = { clicks: 0, orders: 0, revenue: 0, squares: 0 }
  for (const visit of visits) {
    const list = policy(visit, 10, states)
    const expected = expectedOfVisit(world, states, visit, list)
    const looks = lookAt(world, states, visit, list)
    happened.clicks += looks.filter(({ clicked }) => clicked).length
    const found = [...looks, ...browse(world, states, visit)].filter(({ bought }) => bought)
    const bought = new Set(found.map(({ product }) => product))
    const revenue = [...bought].reduce((total, product) => total + world.products[product]!.price, 0)
    happened.orders += bought.size > 0 ? 1 : 0
    happened.revenue += revenue
    happened.squares += (revenue - expected.revenue) ** 2
    sum.clicks += expected.clicks
    sum.orders += expected.orders
    sum.revenue += expected.revenue
  }
  expect(Math.abs(happened.clicks - sum.clicks)).toBeLessThan(3.5 * Math.sqrt(sum.clicks))
  expect(Math.abs(happened.orders - sum.orders)).toBeLessThan(3.5 * Math.sqrt(sum.orders))
  expect(Math.abs(happened.revenue - sum.revenue)).toBeLessThan(3.5 * Math.sqrt(happened.squares))
})

test('lower places, tired eyes and owned things are clicked less; time makes fresh again', () => {
  const states = createShopperStates(world)
  const visit = visits[10]!
  const click = (position = 0, at = visit.at): number =>
    probabilitiesOf(world, states, { ...visit, at }, 7, position, 'home').click
  const fresh = click()
  // (1 + 3)^−.35 of the first place.
  expect(click(3) / fresh).toBeCloseTo(4 ** -0.35, 10)
  states.show(visit.shopper, 7, visit.at)
  const tired = click()
  expect(tired).toBeLessThan(fresh)
  expect(states.shown(visit.shopper, 7, visit.at + 10 * 86_400_000)).toBeCloseTo(0.5, 10)
  states.buy(visit.shopper, 7, visit.index)
  expect(click()).toBeLessThan(tired)
})

test('the same item in another list meets the same luck', () => {
  for (const visit of visits.slice(0, 300)) {
    const alone = lookAt(world, createShopperStates(world), visit, [9])[0]!
    const first = lookAt(world, createShopperStates(world), visit, [9, 1, 2])[0]!
    expect(first).toEqual(alone)
  }
})

test('what is browsed follows taste: mean affinity well above that of chance, without doubles', () => {
  const states = createShopperStates(world)
  const looks = visits.slice(0, 500).flatMap((visit) => {
    const found = browse(world, states, visit)
    expect(new Set(found.map(({ product }) => product)).size).toBe(found.length)
    return found.map(({ product }) => world.affinities(visit.shopper)[product] ?? 0)
  })
  expect(looks.reduce((sum, value) => sum + value, 0) / looks.length).toBeGreaterThan(0.8)
  expect(looks.length / 500).toBeGreaterThan(2.6)
  expect(looks.length / 500).toBeLessThan(3.4)
})

test('stars sum to one, rise with taste, and are given as often as they should be', () => {
  const ratings: number[] = []
  let expected = 0
  for (const visit of visits) {
    const states = createShopperStates(world)
    states.buy(visit.shopper, visit.index % 120, visit.index)
    expect(reviewPurchases(world, states, visit)).toEqual([])
    const [review] = reviewPurchases(world, states, { ...visit, index: visit.index + 1 })
    if (!review) continue
    const p = starProbabilities(world, visit.shopper, review.product)
    expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    expect(Math.min(...p)).toBeGreaterThan(0)
    ratings.push(review.stars)
    expected += p.reduce((sum, value, at) => sum + value * (at + 1), 0)
    if (review.text) expect(review.text).not.toContain('undefined')
  }
  expect(Math.abs(ratings.length / visits.length - 0.5)).toBeLessThan(0.06)
  expect(Math.abs((ratings.reduce((sum, stars) => sum + stars, 0) - expected) / ratings.length)).toBeLessThan(0.15)
})

test('a review is in the language and the mood of its stars', () => {
  expect(reviewText(5, 'zh', 0.999)).toBe('正是我想要的。第二天就到了，包装很用心。')
  expect(reviewText(1, 'en', 0)).toBe('Broke within a week.')
})

test('popular lists leave out what is owned', () => {
  const states = createShopperStates(world)
  const policy = popularPolicy(world)
  const visit = visits[0]!
  const [best] = policy(visit, 3, states)
  states.buy(visit.shopper, best!, 0)
  expect(policy(visit, 120, states)).not.toContain(best)
})
