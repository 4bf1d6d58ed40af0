import { expect, test } from 'vitest'
import { computedTraitSchema } from '../rules/computed-trait.ts'
import { describeMeasure } from './describe-measure.ts'

const measureOf = (measure: object) => computedTraitSchema.parse({ name: 'x', measure }).measure

test('a computed trait says what it is worked out of, in both languages', () => {
  const spend = measureOf({
    type: 'aggregate',
    doing: { did: { kind: 'order' }, item: { categories: ['tea'] } },
    window: { type: 'last', days: 30 },
    aggregate: 'sumOfValue',
  })
  expect(describeMeasure(spend, 'en')).toBe('the money together: bought something in “tea” in the last 30 days')
  expect(describeMeasure(spend, 'zh')).toBe('金额合计：最近 30 天购买过商品（类目为「tea」）')
  const often = measureOf({ type: 'aggregate', doing: { did: 'anything' }, aggregate: 'count' })
  expect([describeMeasure(often, 'en'), describeMeasure(often, 'zh')]).toEqual([
    'how often: did anything',
    '次数：有过任何行为',
  ])
  const brand = measureOf({ type: 'mostFrequent', part: 'brand', doing: { did: { kind: 'view' } } })
  expect([describeMeasure(brand, 'en'), describeMeasure(brand, 'zh')]).toEqual([
    'the most frequent brand of what they did: viewed something',
    '在「浏览过内容」中最常用的品牌',
  ])
})
