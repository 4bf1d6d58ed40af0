import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Placement } from '../api/schemas/decide.ts'
import { parseRule } from '../segments/text/parse-rule.ts'
import { assignArm } from './assign-arm.ts'
import { isAimedAt, outsideVariation } from './audience.ts'
import { homePlacement } from './placements-table.ts'
import { fillTeaShop, type TeaShop, teaShop } from './tea-shop.fixture.ts'

let shop: TeaShop
beforeAll(async () => {
  shop = await teaShop()
  await fillTeaShop(shop)
  await shop.train()
  const rule = parseRule('bought category "tea" in last 30 days')
  await shop.attune.segments.put('default', 'tea-buyers', { title: '', rule }, 'test')
  await shop.attune.segments.put('default', 'starred', { title: '', rule: parseRule('rated') }, 'test')
})
afterAll(() => shop.close())
const put = (segments: Placement['segments'], id = 'home') =>
  shop.attune.placements.put('default', { ...homePlacement, id, segments }, 'test')
const variationOf = async (who: string) => (await shop.ask(who, { n: 3 })).variation

test.each([
  [{ any: ['a', 'b'] }, ['b'], true],
  [{ any: ['a', 'b'] }, ['c'], false],
  [{ not: ['a'] }, [], true],
  [{ not: ['a'] }, ['a'], false],
  [{ any: ['a'], not: ['b'] }, ['a', 'b'], false],
  [{ any: ['a'], not: ['b'] }, ['a'], true],
] as const)('aimed at %j somebody in %j is %s', (audience, segments, expected) => {
  const given = {
    otherwise: 'popular',
    ...('any' in audience ? { any: [...audience.any] } : {}),
    ...('not' in audience ? { not: [...audience.not] } : {}),
  }
  expect(isAimedAt(given, (id) => (segments as readonly string[]).includes(id))).toBe(expected)
})

test('who is outside gets what is popular, under no arm; who comes in the arm that was always theirs, and again after leaving', async () => {
  await put({ any: ['tea-buyers'], otherwise: 'popular' })
  const outside = await shop.ask('ann', { n: 3, context: { language: 'zh' } })
  expect(outside).toMatchObject({
    variation: outsideVariation,
    model: { name: 'popular' },
    fallback: { code: 'outside-segments', message: expect.stringContaining('人群') },
  })
  const { personId } = outside
  const home = shop.attune.placements.get('default', 'home') as Placement
  const arm = assignArm('default', home, personId)
  await shop.act('ann', 'Order Completed', 'tea-1')
  expect(await variationOf('ann')).toBe(arm.variation)
  shop.clock.now += 31 * 86_400_000
  expect(await variationOf('ann')).toBe(outsideVariation)
  await shop.act('ann', 'Order Completed', 'tea-2')
  expect(await variationOf('ann')).toBe(arm.variation)
  const logged = (await shop.logged()).filter((row) => row.person_id === personId)
  expect(logged.map((row) => [row.variation, row.variation_propensity])).toEqual([
    [outsideVariation, 1],
    [arm.variation, arm.propensity],
    [outsideVariation, 1],
    [arm.variation, arm.propensity],
  ])
})

test('of who does not agree no segment is read: they are outside, even of “in none of these”', async () => {
  await put({ not: ['starred'], otherwise: 'recencyItemKnn' })
  await shop.act('bob', 'Order Completed', 'tea-1')
  expect(await variationOf('bob')).not.toBe(outsideVariation)
  const { consent, identity } = shop.attune
  consent.state({
    workspace: 'default',
    personId: identity.personIdOf('default', { userId: 'bob' }),
    purposes: { personalisation: false },
    at: shop.clock.now,
    source: 'test',
  })
  const answer = await shop.ask('bob', { n: 3 })
  expect(answer).toMatchObject({ variation: outsideVariation, model: { name: 'popular' } })
  expect(answer.fallback?.code).toBe('no-consent')
})

test('everybody else may be given a model, and a preview shows an arm to whoever asks', async () => {
  await put({ any: ['starred'], otherwise: 'recencyItemKnn' })
  await shop.act('cai', 'Product Viewed', 'tea-1')
  const answer = await shop.ask('cai', { n: 3 })
  expect(answer).toMatchObject({ variation: outsideVariation, model: { name: 'recencyItemKnn' } })
  expect((await shop.preview('cai')).variation).toBe('personalised')
})

test('segments that are not there, a variation of that name, and removing a segment in use are refused', async () => {
  await expect(put({ any: ['never-made'], otherwise: 'popular' })).rejects.toMatchObject({
    code: 'invalid-placement',
    details: { field: 'segments.any' },
  })
  await expect(put({ otherwise: 'popular' })).rejects.toMatchObject({ code: 'invalid-placement' })
  const split = [{ variation: outsideVariation, model: 'popular', weight: 1 }]
  await expect(
    shop.attune.placements.put('default', { ...homePlacement, split, control: null }, 'test'),
  ).rejects.toMatchObject({ code: 'invalid-placement', details: { field: 'split' } })
  await put({ any: ['tea-buyers'], otherwise: 'popular' }, 'cart')
  expect(() => shop.attune.segments.remove('default', 'tea-buyers', 'test')).toThrow(
    expect.objectContaining({ code: 'segment-in-use', details: { segments: [], placements: ['cart'] } }),
  )
  expect(() => shop.attune.segments.undo('default', 'tea-buyers', 'test')).toThrow('cart')
  await put(undefined, 'cart')
  shop.attune.segments.remove('default', 'tea-buyers', 'test')
})
