import { expect, test } from 'vitest'
import { fillTeaShop, teaShop } from '../decide/tea-shop.fixture.ts'

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
    // After a restart it is there at once.
    await shop.restart()
    expect(live()?.indexOf.has('tea-new')).toBe(true)
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
