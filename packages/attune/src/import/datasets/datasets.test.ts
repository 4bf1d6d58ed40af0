import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { detectDataset, findDataset } from '../find-dataset.ts'
import type { Dataset } from './dataset.ts'

const root =
  process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', '..', 'shared', 'data')
// Large files on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const withData = (name: string) => test.skipIf(!existsSync(join(root, name)))

async function read(name: string): Promise<Dataset> {
  const { reader, folder } = detectDataset(join(root, name))
  return reader.read(folder, {})
}

const counts = ({ table, items }: Dataset) => ({
  rows: table.size,
  persons: table.persons.length,
  taken: table.itemIds.length,
  items: items.length,
})

withData('movielens-1m')('movielens-1m has its published counts, and films with names', async () => {
  const dataset = await read('movielens-1m')
  expect(counts(dataset)).toEqual({ rows: 1_000_209, persons: 6040, taken: 3706, items: 3883 })
  expect(dataset.items.find(({ id }) => id === '2571')).toMatchObject({
    title: 'The Matrix',
    attributes: { year: 1999 },
  })
  // ISO-8859-1 bytes.
  expect(dataset.items.some(({ title }) => title.includes('Misérables'))).toBe(true)
  expect(dataset.table.eventNames).toEqual(['Content Completed'])
})

withData('movielens-1m')('movielens-1m has 6,040 NCF cases with 99 negatives', async () => {
  const { reader, folder } = findDataset('ml-1m', { from: root, env: {}, cwd: '/' })
  const ncf = await reader.evaluation(folder).ncf?.()
  expect(ncf?.train.size).toBe(994_169)
  expect(ncf?.cases).toHaveLength(6040)
  expect(ncf?.cases.every(({ negatives }) => negatives.length === 99)).toBe(true)
  expect(ncf?.cases[0]).toMatchObject({ person: '0', item: '25' })
})

withData('movielens-100k')('movielens-100k has its published counts and times', async () => {
  const dataset = await read('movielens-100k')
  expect(counts(dataset)).toEqual({ rows: 100_000, persons: 943, taken: 1682, items: 1682 })
  const { rating, time } = dataset.table
  expect([rating[0], time[0]]).toEqual([3, 881_250_949_000])
  expect(rating.every((stars) => stars >= 1 && stars <= 5)).toBe(true)
  expect(dataset.items[0]).toMatchObject({ title: 'Toy Story', categories: ['Animation', "Children's", 'Comedy'] })
  // Nothing that could point at a person is read.
  expect(JSON.stringify(dataset.table.persons[0])).toBe('{"kind":"user","id":"196"}')
})

withData('amazon-sequences')('amazon-sequences: Beauty and Toys have their published counts', async () => {
  expect(counts(await read('amazon-sequences'))).toEqual({
    rows: 198_502,
    persons: 22_363,
    taken: 12_101,
    items: 12_101,
  })
  const { reader, folder } = findDataset('amazon-toys', { from: root, env: {}, cwd: '/' })
  expect(counts(await reader.read(folder, {}))).toEqual({
    rows: 167_597,
    persons: 19_412,
    taken: 11_924,
    items: 11_924,
  })
})

withData('amazon-office')('amazon-office: 4,866 cases after 10,922 training pairs', async () => {
  const { reader, folder } = detectDataset(join(root, 'amazon-office'))
  const data = reader.evaluation(folder)
  expect((await data.table()).size).toBe(10_922)
  const cases = (await data.cases?.()) ?? []
  expect(cases).toHaveLength(4866)
  expect(cases.every(({ history }) => history.length > 0 && history.length <= 10)).toBe(true)
  const { items, refused } = await reader.read(folder, {})
  expect(items).toHaveLength(3459)
  expect(refused).toEqual([])
  expect(items[0]?.title).toContain('HP 74 Black')
})

withData('online-retail')(
  'online-retail: clean lines, customers, invoices and revenue are those published',
  async () => {
    const { table, refused, read: lines } = await read('online-retail')
    expect(lines).toBe(541_909)
    expect(table.size).toBe(392_692)
    expect(table.persons).toHaveLength(4338)
    expect(table.orderIds).toHaveLength(18_532)
    let revenue = 0
    for (const [row, price] of table.value.entries()) revenue += price * (table.quantity[row] as number)
    expect(revenue).toBeCloseTo(8_887_208.89, 2)
    // Every line is either stored or set aside with a reason.
    expect(table.size + refused.length).toBe(lines)
    expect(refused.filter(({ reason }) => reason === 'missing-field')).toHaveLength(135_080)
  },
)

withData('retailrocket-small')('retailrocket: views, carts and purchases', async () => {
  const { table } = await read('retailrocket-small')
  const byEvent = new Map<string, number>()
  for (const event of table.event) {
    const name = table.eventNames[event] as string
    byEvent.set(name, (byEvent.get(name) ?? 0) + 1)
  }
  expect(Object.fromEntries(byEvent)).toEqual({
    'Product Viewed': 78_371,
    'Product Added': 9028,
    'Order Completed': 5088,
  })
  expect(table.persons[0]?.kind).toBe('anonymous')
})

withData('mind-sample')('mind: every click of an impression, once, after the history before it', async () => {
  const { table, items } = await read('mind-sample')
  expect(items).toHaveLength(2000)
  expect(items[0]?.categories).toEqual(['news', 'newspolitics'])
  // Line 1: impression 58376 of U81994 at 2:14:46 PM, told by its own history.
  const person = table.persons.findIndex(({ id }) => id === 'U81994')
  const own = [...table.person.keys()].filter((row) => table.person[row] === person)
  const times = own.map((row) => table.time[row] as number)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(table.itemIds[table.item[own[0] as number] as number]).toBe('N138')
  expect(Math.max(...times)).toBeGreaterThanOrEqual(Date.UTC(2019, 10, 12, 14, 14, 46))
})

withData('lastfm-2k')('lastfm has its published counts and listening counts', async () => {
  const dataset = await read('lastfm-2k')
  expect(counts(dataset)).toEqual({ rows: 92_834, persons: 1892, taken: 17_632, items: 17_632 })
  expect(dataset.table.quantity[0]).toBe(13_883)
  expect(dataset.items[0]?.title).toBe('MALICE MIZER')
})

test('a folder that holds none of the sets is told with what was looked for', () => {
  expect(() => detectDataset(import.meta.dirname)).toThrow(
    /movielens-1m: chrono\.train\.csv, chrono\.test\.csv, movies\.dat/,
  )
})

test('a name that is nowhere is told with where it was looked for', () => {
  expect(() => findDataset('movielens-1m', { from: '/nowhere', env: {}, cwd: '/' })).toThrow('/nowhere/movielens-1m')
  expect(() => findDataset('netflix', { env: {}, cwd: '/' })).toThrow('The data sets are movielens-1m')
})
