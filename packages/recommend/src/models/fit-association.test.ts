import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { historyOf, interactionsFrom } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { associationRules } from './association-rules.ts'
import { basketsOf } from './baskets-of.ts'
import { fitAssociation, minCountOf } from './fit-association.ts'
import { frequentItemsets } from './frequent-itemsets.ts'
import { savedRulesOf } from './serve-association.ts'

const basketsFrom = (baskets: readonly (readonly number[])[]) => ({
  indptr: Int32Array.from([0, ...baskets].keys(), (at) => baskets.slice(0, at).flat().length),
  indices: Int32Array.from(baskets.flat()),
})

test('finds exactly the itemsets that counting every subset finds', () => {
  const basket = fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 6 })
  fc.assert(
    fc.property(
      fc.array(basket, { maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 7 }),
      (baskets, minCount, maxLength) => {
        const expected = new Map<string, number>()
        for (let subset = 1; subset < 128; subset++) {
          const items = [0, 1, 2, 3, 4, 5, 6].filter((item) => subset & (1 << item))
          const count = baskets.filter((held) => items.every((item) => held.includes(item))).length
          if (count >= minCount && items.length <= maxLength) expected.set(items.join(), count)
        }
        const found = frequentItemsets(basketsFrom(baskets), { minCount, maxLength })
        expect(found.length).toBe(expected.size)
        expect(new Map(found.map(({ items, count }) => [items.join(), count]))).toEqual(expected)
      },
    ),
    { numRuns: 200 },
  )
})

// Bread 0, butter 1, jam 2. Five baskets: bread 4, butter 3, jam 2; bread and butter 3.
const shop = [[0, 1], [0, 1, 2], [0, 1], [0], [2]] as const

test('measures of a rule, worked out by hand', () => {
  const itemsets = frequentItemsets(basketsFrom(shop), { minCount: 1, maxLength: 3 })
  const rules = associationRules(itemsets, 5, { minConfidence: 0 })
  // 3 pairs with two rules each, one triple with three.
  expect(rules.length).toBe(9)
  const toBread = rules.find(({ antecedent, consequent }) => antecedent.join() === '1' && consequent === 0)
  expect(toBread).toEqual({
    antecedent: [1],
    consequent: 0,
    count: 3,
    support: 0.6,
    confidence: 1,
    lift: 1 / 0.8,
    conviction: Number.POSITIVE_INFINITY,
  })
  const toButter = rules.find(({ antecedent, consequent }) => antecedent.join() === '0' && consequent === 1)
  expect(toButter?.confidence).toBe(0.75)
  expect(toButter?.lift).toBeCloseTo(0.75 / 0.6, 12)
  expect(toButter?.conviction).toBeCloseTo(0.4 / 0.25, 12)
  expect(rules.map(({ confidence }) => confidence)).toEqual(rules.map((rule) => rule.confidence).sort((a, b) => b - a))
})

const matrix = interactionsFrom({
  persons: shop.flatMap((basket, person) => basket.map(() => `p${person}`)),
  items: shop.flatMap((basket) => basket.map(String)),
})

test('recommends from the last basket, by the best rule, and names its left side', () => {
  const model = fitAssociation(matrix, { minLift: 0, maxLength: 3 })
  const history = (items: number[], times = items.map(() => 0)) => ({
    items: Int32Array.from(items),
    weights: Float32Array.from(items, () => 1),
    times: Float64Array.from(times),
  })
  const fromButter = model.recommend(history([1]), 9)
  expect([...fromButter.items]).toEqual([0, 2])
  expect(fromButter.scores[0]).toBe(1)
  expect(fromButter.scores[1]).toBeCloseTo(1 / 3, 6)
  // Bread and jam: butter follows jam in 1 of 2, bread in 3 of 4, both together in 1 of 1.
  expect(model.score(history([0, 2]), Int32Array.of(1))[0]).toBe(1)
  expect(model.explain(history([0, 2]), 1, 9)).toEqual([
    { item: 0, share: 0.5 },
    { item: 2, share: 0.5 },
  ])
  // An hour later is another basket.
  expect(model.score(history([2, 0], [0, 3_600_000]), Int32Array.of(1))[0]).toBe(0.75)
  expect([...model.similarItems(1, 9).items]).toEqual([0, 2])
  expect([...model.similarItems(1, 9, { exclude: (item) => item === 0 }).items]).toEqual([2])
  // Jam is rarer than chance with butter: 1/3 against 2/5.
  expect([...fitAssociation(matrix).recommend(history([1]), 9).items]).toEqual([0])
  const byLift = fitAssociation(matrix, { rankBy: 'lift', minLift: 0, maxLength: 2 })
  expect(byLift.recommend(history([1]), 9).scores[0]).toBeCloseTo(1.25, 6)
})

test('a pause longer than the gap ends a basket', () => {
  const times = [0, 60_000, 61 * 60_000]
  const visits = interactionsFrom({ persons: ['a', 'a', 'a'], items: ['x', 'y', 'z'], times })
  expect(basketsOf(visits, 30 * 60_000).indptr).toEqual(Int32Array.of(0, 2, 3))
  expect(basketsOf(visits, 0).indptr).toEqual(Int32Array.of(0, 3))
})

test('answers the same after saving and loading; refuses what does not fit', () => {
  const model = fitAssociation(matrix)
  const loaded = loadRecommender(model.save())
  for (let person = 0; person < 5; person++) {
    expect(loaded.recommend(historyOf(matrix, person), 9)).toEqual(model.recommend(historyOf(matrix, person), 9))
  }
  expect(loaded.save()).toEqual(model.save())
  expect(() => loadRecommender({ ...model.save(), arrays: {} })).toThrow('rules whose arrays fit')
  expect(() => fitAssociation(matrix, { minSupport: 0 })).toThrow(/minSupport must be/)
  expect(() => fitAssociation(interactionsFrom({ persons: [], items: [] }))).toThrow('some events')
  const many = basketsFrom([Array.from({ length: 12 }, (_, item) => item)])
  expect(() => frequentItemsets(many, { minCount: 1, maxLength: 12, most: 1000 })).toThrow('minSupport is too low')
})

const folder = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const file = join(folder, 'groceries', 'groceries.csv.gz')

// The protocol of arules: an itemset is frequent from ⌈support × 9835⌉ baskets on (10 for .001, 60 for .006), has at most ten
// items, and a rule has one item on its right and at least one on its left. The counts below were found again by two
// programs that share nothing with this one: depth-first counting over bitsets of baskets, and fpgrowth and
// association_rules of mlxtend 0.25, of whose rules those with one item on the right were counted (13,492 and 747 itemsets,
// 5668 and 463 rules; for .8 it finds 406, because its quotients of supports put some of the rules at exactly 4/5 below .8).
test.skipIf(!existsSync(file))(
  'groceries: as many itemsets and rules as by counting, and the measures arules prints',
  () => {
    const lines = gunzipSync(readFileSync(file)).toString('latin1').trimEnd().split('\n')
    const rows = lines.flatMap((line, person) => line.split(',').map((item) => [String(person), item.trim()] as const))
    const groceries = interactionsFrom({
      persons: rows.map(([person]) => person),
      items: rows.map(([, item]) => item),
    })
    const baskets = basketsOf(groceries, 0)
    const itemsets = frequentItemsets(baskets, { minCount: minCountOf(0.001, 9835), maxLength: 10 })
    const id = (name: string): number => groceries.items.indexOf.get(name)!
    expect(itemsets.length).toBe(13_492)
    // summary(Groceries)
    const countOf = (name: string) => itemsets.find(({ items }) => items.length === 1 && items[0] === id(name))?.count
    const names = ['whole milk', 'other vegetables', 'rolls/buns', 'soda', 'yogurt']
    expect(names.map(countOf)).toEqual([2513, 1903, 1809, 1715, 1372])
    const rules = associationRules(itemsets, 9835, { minConfidence: 0.5 })
    expect(rules.length).toBe(5668)
    expect(rules.filter(({ confidence }) => confidence >= 0.8).length).toBe(410)
    // head(sort(rules, by = "lift"), 1): {Instant food products, soda} => {hamburger meat}
    const highest = rules.toSorted((a, b) => b.lift - a.lift)[0]!
    expect(highest.antecedent.map((item) => groceries.items.ids[item])).toEqual(['Instant food products', 'soda'])
    expect(highest.consequent).toBe(id('hamburger meat'))
    expect(highest.support).toBeCloseTo(0.00122, 5)
    expect(highest.confidence).toBeCloseTo(0.6315789, 7)
    expect(highest.lift).toBeCloseTo(18.99565, 5)
    const book = frequentItemsets(baskets, { minCount: minCountOf(0.006, 9835), maxLength: 10 })
    expect(book.length).toBe(747)
    expect(associationRules(book, 9835, { minConfidence: 0.25 }).length).toBe(463)
    const model = fitAssociation(groceries, { basketGapMinutes: 0 })
    const herbs = { items: Int32Array.of(id('herbs')), weights: Float32Array.of(1), times: Float64Array.of(0) }
    expect(model.score(herbs, Int32Array.of(id('root vegetables')))[0]).toBeCloseTo(0.43125, 6)
    const rule = savedRulesOf(model.save()).rules.find(
      ({ antecedent, consequent }) => antecedent.join() === String(id('herbs')) && consequent === id('root vegetables'),
    )
    expect(rule?.lift).toBeCloseTo(3.956477, 5)
    expect(rule?.support).toBeCloseTo(0.00701576, 7)
  },
)
