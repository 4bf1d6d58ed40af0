import { expect, test } from 'vitest'
import { type Item, itemInputSchema } from '../api/schemas/items.ts'
import { itemOf } from '../collect/item-rows.ts'
import { openStateStore } from '../store/open-state-store.ts'
import { createLiveModels } from './create-live-models.ts'
import type { LoadedModel } from './model-folder.ts'
import { createModelTable } from './model-table.ts'

/** A model that takes in whatever it is given, and a catalogue that counts how often it is looked through. */
function open() {
  const state = openStateStore(':memory:')
  const shelf = new Map<string, Item>()
  const seen = { looks: 0, revision: 0, making: false, encoder: 'a' }
  const recommender = { withItems: () => recommender } as unknown as LoadedModel['recommender']
  const models = createLiveModels({
    root: '',
    state,
    table: createModelTable(state),
    items: {
      revision: () => seen.revision,
      all() {
        seen.looks += 1
        return shelf.values()
      },
    },
    embeddings: { vectorOf: () => undefined, encoderOf: () => seen.encoder, isMaking: () => seen.making },
    clock: () => 0,
  })
  const use = (version: number) =>
    models.use('w', {
      name: 'm',
      kind: 'contentBoosted',
      version,
      trainedTo: 0,
      recommender,
      itemIds: [],
      encoder: 'a',
    })
  const put = (id: string): void => {
    shelf.set(id, itemOf(itemInputSchema.parse({ id, title: id }), 0))
    seen.revision += 1
  }
  const looksOf = (times: number): number => {
    const before = seen.looks
    for (let time = 0; time < times; time++) models.extend()
    return seen.looks - before
  }
  return { models, seen, use, put, looksOf }
}

test('a catalogue is looked through until a model has all of it, and then when it, the encoder or the version is another', () => {
  const { models, seen, use, put, looksOf } = open()
  use(1)
  for (let n = 0; n < 150; n++) put(`i${n}`)
  // A hundred, fifty, and a look that finds nothing.
  expect(looksOf(10)).toBe(3)
  expect(models.find('w', 'm')?.itemIds).toHaveLength(150)
  put('new')
  expect(looksOf(5)).toBe(2)
  seen.encoder = 'b'
  expect(looksOf(5)).toBe(1)
  use(2)
  expect(looksOf(5)).toBe(3)
})

test('while an item waits for its vector it is looked for again', () => {
  const { models, seen, use, put, looksOf } = open()
  use(1)
  seen.making = true
  put('slow')
  expect(looksOf(4)).toBe(4)
  seen.making = false
  expect(looksOf(4)).toBe(2)
  expect(models.find('w', 'm')?.itemIds).toEqual(['slow'])
})
