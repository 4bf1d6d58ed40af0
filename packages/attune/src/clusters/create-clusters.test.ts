import { adjustedRandIndex } from '@attune/language'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clustersInputSchema, clustersSchema } from '../api/schemas/clusters.ts'
import { fillTeaShop, type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import type { ClusterPerson } from './cluster-person.ts'
import { createClusters } from './create-clusters.ts'
import { describeClusters } from './describe-clusters.ts'
import { featuresOf } from './features-of.ts'
import { findClusters } from './find-clusters.ts'
import { groupPeople } from './group-people.ts'

const workspace = 'default'
let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop()
})
afterEach(() => shop.close())
const input = (given: object = {}) => clustersInputSchema.parse(given)
const openClusters = () =>
  createClusters({ ...shop.attune, log: pino({ level: 'silent' }), inThread: async (order) => groupPeople(order) })

const person = (at: number, likes: string, more: Partial<ClusterPerson> = {}): ClusterPerson => ({
  personId: `p-${at}`,
  categories: new Map([
    [likes, 0.9],
    ['杂货', 0.1],
  ]),
  brands: new Map(),
  orders: at % 3,
  spend: (at % 3) * 20,
  daysSince: 1 + (at % 7),
  hours: [0, 0.5, 0.25, 0.25],
  devices: new Map([['phone', 1]]),
  vector: undefined,
  traits: new Map([['city', at % 2 === 0 ? '上海' : '北京']]),
  titles: [`${likes}礼盒`],
  ...more,
})

test.each(['kmeans', 'gaussian'] as const)('groups that were planted are found again (%s)', (method) => {
  const kinds = ['茶', '咖啡', '跑鞋']
  const people = Array.from({ length: 120 }, (_, at) => person(at, kinds[at % 3] as string))
  const found = findClusters({ ...featuresOf(people), method, k: undefined })
  expect(found.clusters).toBe(3)
  expect(found.reason).toBe('best-of-both')
  expect(
    adjustedRandIndex(
      found.labels,
      Int32Array.from(people, (_, at) => at % 3),
    ),
  ).toBe(1)
  // The number that is chosen is among those that were tried, with the highest silhouette of the stable ones.
  const stable = found.trials.filter(({ stability }) => stability >= 0.8)
  expect(Math.max(...stable.map(({ silhouette }) => silhouette))).toBe(
    found.trials.find(({ clusters }) => clusters === 3)?.silhouette,
  )
})

test('each block of features has its say, whatever its units', () => {
  const people = Array.from({ length: 40 }, (_, at) => person(at, at % 2 === 0 ? 'a' : 'b', { spend: at * 1e6 }))
  const { values, dimensions } = featuresOf(people)
  let variance = 0
  for (let k = 0; k < dimensions; k++) {
    const column = people.map((_, at) => values[at * dimensions + k] as number)
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 3)
    variance += column.reduce((sum, value) => sum + value ** 2, 0) / people.length
  }
  // Likes 2, buying 1; hours and devices are the same for everybody and say nothing.
  expect(variance).toBeCloseTo(3, 3)
})

test('what is special of a group is what it has surely more often than everybody, by hand', () => {
  const people = Array.from({ length: 100 }, (_, at) => person(at, at < 40 ? '茶' : '咖啡'))
  const [tea] = describeClusters(
    people,
    Int32Array.from(people, (_, at) => (at < 40 ? 0 : 1)),
    2,
  )
  expect(tea?.statements).toEqual([
    // 40 of 40 against 40 of 100; Wilson's lower end of 40 of 40 is 40 / (40 + 1.96²).
    expect.objectContaining({
      kind: 'category',
      name: '茶',
      people: 40,
      share: 1,
      everybody: 0.4,
      lift: 2.5,
      low: 0.9124,
    }),
  ])
  expect(tea?.name).toEqual({ en: '茶', zh: '茶' })
  expect(tea?.share).toBe(0.4)
})

test('people of a shop fall into those who like tea and those who like mugs; no id is kept', async () => {
  await fillTeaShop(shop)
  const clusters = openClusters()
  expect(clusters.last(workspace)).toBeUndefined()
  const found = clustersSchema.parse(await clusters.find(workspace, input({ k: 2 })))
  expect(found).toMatchObject({ people: 24, among: 24, reason: 'given', method: 'kmeans' })
  expect(found.clusters.map(({ people }) => people)).toEqual([12, 12])
  expect(found.clusters.map(({ name }) => name.en).sort()).toEqual(['kitchen', 'tea'])
  expect(found.map.points).toHaveLength(24)
  for (const { segment } of found.clusters)
    expect(segment).toMatchObject({
      rule: { type: 'similar' },
      selects: 12,
      fit: { selected: 12, both: 12, precision: { share: 1 }, recall: { share: 1 }, f1: 1 },
    })
  expect(clusters.last(workspace)).toEqual(found)
  const kept = JSON.stringify(shop.attune.state.raw.prepare('SELECT * FROM settings').all())
  for (let fan = 0; fan < 12; fan++)
    for (const kind of ['tea', 'mug'])
      expect(kept).not.toContain(shop.attune.identity.personIdOf(workspace, { userId: `${kind}-fan-${fan}` }))
  // Found again they are the same.
  expect(await clusters.find(workspace, input({ k: 2 }))).toEqual(found)
})

test('who does not allow a portrait is in no group, and too few people make none', async () => {
  await fillTeaShop(shop)
  const say = (fan: number): void => {
    const personId = shop.attune.identity.personIdOf(workspace, { userId: `tea-fan-${fan}` })
    shop.attune.consent.state({
      workspace,
      personId,
      purposes: { profiling: false },
      at: shop.clock.now,
      source: 'api',
    })
  }
  const clusters = openClusters()
  say(0)
  expect(await clusters.find(workspace, input({ k: 2 }))).toMatchObject({ people: 23, among: 23 })
  for (let fan = 1; fan < 6; fan++) say(fan)
  await expect(clusters.find(workspace, input())).rejects.toMatchObject({ code: 'too-few-people', status: 409 })
})
