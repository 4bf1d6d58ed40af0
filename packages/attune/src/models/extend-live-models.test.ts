import type { ItemText } from '@attune/recommend'
import { expect, test } from 'vitest'
import { type Item, itemInputSchema } from '../api/schemas/items.ts'
import { fillTeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { extended } from './extend-live-models.ts'
import type { LiveModel } from './model-registry.ts'

test('an item that nobody had is recommended to those who like what is like it, without another training', async () => {
  const shop = await teaShop({ recommend: { newItemsEverySeconds: 0.05, trainEveryHours: 0 } })
  try {
    await fillTeaShop(shop)
    await shop.train({ name: 'boosted', kind: 'contentBoosted' })
    const live = () => shop.attune.models.live('default', 'boosted')
    const before = live()
    expect(before?.indexOf.has('tea-new')).toBe(false)
    await shop.put({ id: 'tea-new', title: 'Tea of the new harvest', categories: ['tea'] })
    await expect.poll(() => live()?.indexOf.has('tea-new')).toBe(true)
    expect(live()?.version).toBe(before?.version)
    const scoreFor = (itemId: string): number => {
      const model = live() as NonNullable<ReturnType<typeof live>>
      const history = {
        items: Int32Array.of(model.indexOf.get(itemId) as number),
        weights: Float32Array.of(1),
        times: new Float64Array(1),
      }
      return model.recommender.score(history, Int32Array.of(model.indexOf.get('tea-new') as number))[0] as number
    }
    expect(scoreFor('tea-1')).toBeGreaterThan(scoreFor('mug-1'))
    // After a restart it is taken in again.
    await shop.restart()
    await expect.poll(() => live()?.indexOf.has('tea-new')).toBe(true)
  } finally {
    await shop.close()
  }
})

test('models that learn from people alone stay as they are', async () => {
  const shop = await teaShop({ recommend: { newItemsEverySeconds: 0.05, trainEveryHours: 0 } })
  try {
    await fillTeaShop(shop)
    await shop.train({ name: 'knn', kind: 'recencyItemKnn' })
    const before = shop.attune.models.live('default', 'knn')
    await shop.put({ id: 'tea-new', title: 'Tea' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(shop.attune.models.live('default', 'knn')).toBe(before)
  } finally {
    await shop.close()
  }
})

test('vectors of another encoder than the model was trained with do not count, and an item waits for its vector', () => {
  const asked: (readonly ItemText[])[] = []
  const model = (encoder: string | undefined): LiveModel => {
    const recommender = {
      withItems(texts: readonly ItemText[]) {
        asked.push(texts)
        return recommender
      },
    } as unknown as LiveModel['recommender']
    return { name: 'm', kind: 'contentBoosted', version: 1, recommender, itemIds: [], indexOf: new Map(), encoder }
  }
  const item = {
    ...itemInputSchema.parse({ id: 'tea', title: 'Tea' }),
    available: true,
    brand: null,
  } as unknown as Item
  const vectorOf = (): Float32Array => Float32Array.of(1)
  extended(model('a'), [item], { vectorOf, encoder: 'a' })
  extended(model('a'), [item], { vectorOf, encoder: 'b' })
  extended(model(undefined), [item], { vectorOf, encoder: 'b' })
  expect(asked.map(([text]) => text?.vector?.length)).toEqual([1, undefined, undefined])
  expect(extended(model('a'), [item], { encoder: 'a', isMaking: () => true })).toBeUndefined()
})
