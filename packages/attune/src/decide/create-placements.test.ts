import { expect, test } from 'vitest'
import { openStateStore } from '../store/open-state-store.ts'
import { createPlacements } from './create-placements.ts'
import { homePlacement } from './placements-table.ts'

const now = Date.UTC(2026, 10, 22)
const segments = { get: () => undefined }
const open = () => {
  const state = openStateStore(':memory:')
  return { state, placements: createPlacements({ state, clock: () => now, segments }) }
}
const cart = { ...homePlacement, id: 'cart', title: { en: 'Cart', zh: '购物车' } }

test('every workspace has a home placement: 90 % model, 10 % popular, which is the control', () => {
  const home = open().placements.get('default', 'home')
  expect(home?.split.map(({ model, weight }) => [model, weight])).toEqual([
    ['recencyItemKnn', 90],
    ['popular', 10],
  ])
  expect(home?.control).toBe('popular')
})

test('a placement that is put is there after a restart, in its workspace only, and the change is on record', async () => {
  const { state, placements } = open()
  await placements.put('default', cart, 'key-1')
  expect(createPlacements({ state, clock: () => now, segments }).get('default', 'cart')).toEqual(cart)
  expect(placements.list('default').map(({ id }) => id)).toEqual(['home', 'cart'])
  expect(placements.get('other', 'cart')).toBeUndefined()
  expect(state.raw.prepare('SELECT at, actor, action, subject FROM audit').all()).toEqual([
    expect.objectContaining({ at: now, actor: 'key-1', action: 'placement.put', subject: 'cart' }),
  ])
})

test('home can be changed', async () => {
  const { placements } = open()
  await placements.put('default', { ...homePlacement, exploration: 0.1 }, 'key-1')
  expect(placements.get('default', 'home')?.exploration).toBe(0.1)
  expect(placements.list('default')).toHaveLength(1)
})

test.each([
  ['control', { ...cart, control: 'nobody' }],
  ['split', { ...cart, split: [...cart.split, { variation: 'popular', model: 'newest', weight: 1 }] }],
  ['filter.minPrice', { ...cart, filter: { minPrice: 10, maxPrice: 5 } }],
  ['split.0.weight', { ...cart, split: [{ variation: 'a', model: 'popular', weight: -1 }], control: null }],
  ['exploration', { ...cart, exploration: 0.9 }],
  ['newItems.below', { ...cart, newItems: { share: 0.1, days: 14, below: 0 } }],
])('a placement with a wrong %s is refused and nothing is stored', async (field, placement) => {
  const { state, placements } = open()
  await expect(placements.put('default', placement, 'key-1')).rejects.toMatchObject({
    code: 'invalid-placement',
    details: { field },
  })
  expect(placements.get('default', 'cart')).toBeUndefined()
  expect(state.raw.prepare('SELECT count(*) AS n FROM audit').get()).toEqual(expect.objectContaining({ n: 0 }))
})
