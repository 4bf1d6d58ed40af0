import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadRecommender } from '../recommender-registry.ts'
import { fitContent } from './fit-content.ts'
import type { ItemText } from './item-text-vectors.ts'
import { textTokens } from './text-tokens.ts'

const historyOf = (items: readonly number[], weights = items.map(() => 1)) => ({
  items: Int32Array.from(items),
  weights: Float32Array.from(weights),
  times: new Float64Array(items.length),
})

test('words in lower case and singular, Chinese by pairs of characters', () => {
  expect(textTokens('Blue PENS, 12-Pack; batteries & boxes')).toEqual(['blue', 'pen', '12', 'pack', 'battery', 'boxe'])
  expect(textTokens('钢笔墨水')).toEqual(['钢笔', '笔墨', '墨水'])
  expect(textTokens('USB线 ＡＢＣ glass')).toEqual(['usb', '线', 'abc', 'glass'])
  expect(textTokens(' …')).toEqual([])
})

test('cosine of two short texts, worked out by hand', () => {
  // Terms: red in 2 of 3 items, pen in 2, ink in 2. All have the same rarity, so only counts matter.
  const texts = ['red pen', 'red ink', 'pen ink ink']
  const model = fitContent(3, (item) => ({ title: texts[item] }), { titleWeight: 1, decay: 0.5 })
  // ln(1 + tf): 1 → ln 2, 2 → ln 3. Items 0 and 1 share one of two equal terms.
  const near = (a: number, b: number) => model.score(historyOf([a]), Int32Array.of(b))[0]
  expect(near(0, 1)).toBeCloseTo(0.5, 6)
  expect(near(0, 2)).toBeCloseTo(Math.SQRT1_2 * (Math.LN2 / Math.hypot(Math.LN2, Math.log(3))), 6)
  expect(near(0, 0)).toBeCloseTo(1, 6)
  // 0, then 1: the last counts whole, the one before half.
  const both = model.score(historyOf([0, 1]), Int32Array.of(2))[0]!
  expect(both).toBeCloseTo(near(1, 2)! + 0.5 * near(0, 2)!, 6)
  expect(model.explain(historyOf([0, 1]), 2, 9)[0]).toEqual({ item: 1, share: expect.closeTo(near(1, 2)! / both, 6) })
  expect([...model.similarItems(2, 9).items]).toEqual([1, 0])
})

test('items that nobody had yet are found, in both languages and by categories', () => {
  const texts: ItemText[] = [
    { title: '不锈钢保温杯 500ml' },
    { title: '儿童保温杯' },
    { title: 'Gel pen, black' },
    { description: 'A refill for gel pens' },
    { categories: ['Garden'] },
    { categories: ['Garden'], tokens: ['colour green'] },
    {},
  ]
  const model = fitContent(texts.length, (item) => texts[item])
  const exclude = (item: number) => [0, 2, 4].includes(item)
  const next = (item: number) => [...model.recommend(historyOf([item]), 9, { exclude }).items]
  expect(next(0)).toEqual([1])
  expect(next(2)).toEqual([3])
  expect(next(4)).toEqual([5])
  expect(next(6)).toEqual([])
})

test('shares and scores agree with adding up cosines, whatever the texts', () => {
  const text = fc.array(fc.constantFrom('a1', 'b2', 'c3', 'd4'), { maxLength: 6 }).map((terms) => terms.join(' '))
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 5, maxLength: 5 }),
      fc.array(fc.nat({ max: 6 }), { maxLength: 5 }),
      (texts, asked) => {
        fc.pre(texts.some((one) => one !== ''))
        const model = fitContent(5, (item) => ({ description: texts[item] }), { decay: 1 })
        for (let item = 0; item < 5; item++) {
          const parts = asked.map((source) => model.score(historyOf([source]), Int32Array.of(item))[0]!)
          const total = parts.reduce((sum, part) => sum + part, 0)
          expect(model.score(historyOf(asked), Int32Array.of(item))[0]).toBeCloseTo(total, 5)
          for (const { item: source, share } of model.explain(historyOf(asked), item, 9)) {
            const own = parts.reduce((sum, part, at) => sum + (asked[at] === source ? part : 0), 0)
            expect(share).toBeCloseTo(own / total, 5)
          }
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('a word that most items have is left out', () => {
  const model = fitContent(50, (item) => ({ title: `sale ${item % 2 ? 'pen' : 'ink'} a${item % 25}` }), {
    maxShare: 0.6,
  })
  // Without "sale", item 0 is like the inks and like the other item with a0.
  expect(model.score(historyOf([0]), Int32Array.of(1))[0]).toBe(0)
  expect(model.similarItems(0, 1).items[0]).toBe(25)
})

test('answers the same after saving and loading; refuses what does not fit', () => {
  const open = fitContent(3, (item) => ({ title: ['red pen', 'red ink', 'blue ink'][item] }))
  const loaded = loadRecommender(open.save())
  expect(loaded.recommend(historyOf([0]), 9)).toEqual(open.recommend(historyOf([0]), 9))
  expect([...open.recommend(historyOf([0]), 9).items]).toEqual([0, 1])
  expect(() => loadRecommender({ ...open.save(), arrays: {} })).toThrow('needs the arrays')
  expect(() => fitContent(2, () => undefined)).toThrow('No item has')
  expect(() => fitContent(2, () => ({ title: 'x' }), { decay: 2 })).toThrow(/decay must be/)
})
