import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { historyOf, trainingNeeds } from '@attune/recommend'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { countInteractions } from './export-training-data.ts'
import { readItemTexts } from './item-texts.ts'
import { readTrainingData } from './read-training-data.ts'
import { removeTrainingFiles, writeTrainingFiles } from './training-files.ts'

let shop: TeaShop
const folder = mkdtempSync(join(tmpdir(), 'attune-training-'))
const path = join(folder, '1')
const write = (kind: string) =>
  writeTrainingFiles({
    events: shop.attune.events,
    items: shop.attune.items.all('default'),
    workspace: 'default',
    weights: {},
    consent: { allowedByDefault: true, personIds: [] },
    kind,
    needs: trainingNeeds(kind),
    alsoTexts: false,
    path,
  })
const rate = (who: { userId: string } | { anonymousId: string }, itemId: string, rating: number, minute: number) =>
  shop.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [
      {
        type: 'track',
        event: 'Product Rated',
        ...who,
        messageId: `${JSON.stringify(who)}-${itemId}-${minute}`,
        timestamp: new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString(),
        properties: { product_id: itemId, rating },
      },
    ],
  })

beforeAll(async () => {
  shop = await teaShop()
})
afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true })
})

test('where there is nothing to learn from, the error says what to send', async () => {
  await expect(write('svd')).rejects.toMatchObject({
    code: 'no-ratings',
    message: expect.stringMatching(/Product Rated/),
  })
  await expect(write('ease')).rejects.toMatchObject({ code: 'no-interactions' })
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await expect(write('svd')).rejects.toMatchObject({ code: 'no-ratings' })
  await expect(write('content')).rejects.toMatchObject({
    code: 'no-texts',
    message: expect.stringMatching(/PUT \/v1\/items.*--as items/),
  })
})

test('ratings are stars, low ones too, the latest of a person and item; merged persons are one', async () => {
  await rate({ userId: 'ann' }, 'tea-1', 5, 1)
  await rate({ anonymousId: 'visitor' }, 'tea-1', 1, 3)
  await rate({ userId: 'ann' }, 'tea-2', 0, 4)
  await rate({ userId: 'ann' }, 'tea-2', 4.5, 2)
  await rate({ userId: 'bob' }, 'tea-1', 2, 5)
  await shop.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [{ type: 'identify', userId: 'ann', anonymousId: 'visitor', messageId: 'identify-ann' }],
  })
  const { dataFile, textsFile } = await write('svd')
  const ratings = await readTrainingData(dataFile)
  const of = (person: number) => {
    const { items, weights } = historyOf(ratings, person)
    return Array.from(items, (item, at) => [ratings.items.ids[item], weights[at]])
  }
  expect(ratings.persons.ids.map((_, person) => of(person)).sort()).toEqual([
    [
      ['tea-1', 1],
      ['tea-2', 0],
    ],
    [['tea-1', 2]],
  ])
  expect(textsFile).toBeUndefined()
  // Something new to learn: five ratings for the one kind; for the others the view too, and no exposure.
  await shop.act('ann', 'Recommendation Viewed', 'tea-1')
  expect(await countInteractions(shop.attune.events, 'default', 'ratings')).toBe(5)
  expect(await countInteractions(shop.attune.events, 'default', 'interactions')).toBe(6)
})

test('texts of all items, with brand and tags as terms; who reads them has a number for every item', async () => {
  await shop.put(
    { id: 'new', title: '新茶 “A”\nB', description: 'Fresh.', categories: ['tea'], tags: ['Vegan'], brand: 'Yun' },
    { id: 'gone', title: 'Gone', available: false },
  )
  const { dataFile, textsFile } = await write('content')
  const texts = await readItemTexts(textsFile as string)
  expect(Object.fromEntries(texts)).toEqual({
    new: {
      title: '新茶 “A”\nB',
      description: 'Fresh.',
      categories: ['tea'],
      tokens: ['tag vegan', 'brand yun'],
    },
    gone: { title: 'Gone', description: '', categories: [], tokens: [] },
  })
  const matrix = await readTrainingData(dataFile, texts.keys())
  expect(matrix.items.ids).toEqual(['gone', 'new', 'tea-1', 'tea-2'])
  // As without them: a matrix knows who took what, whatever the numbers.
  const without = await readTrainingData(dataFile)
  const namesOf = ({ items, indices }: typeof matrix) => Array.from(indices, (item) => items.ids[item])
  expect(namesOf(matrix)).toEqual(namesOf(without))
  removeTrainingFiles(path)
  expect(readdirSync(folder)).toEqual([])
})
