import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { findPerson } from '../profile/find-person.ts'
import { correctTraits } from '../protect/rights/correct-traits.ts'
import { erasePerson } from '../protect/rights/erase-person.ts'
import type { ActivityIndex, ActivityListener } from './activity-index.ts'
import { activitySnapshot } from './activity-snapshot.fixture.ts'
import { createActivityIndex } from './create-activity-index.ts'

let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop()
})
afterEach(() => shop.close())

const workspace = 'default'
let sent = 0
const collect = (...events: readonly object[]) =>
  shop.attune.collector.collect({
    workspace,
    source: 'test',
    events: events.map((event) => ({ messageId: `own-${sent++}`, ...event })),
  })
const idOf = (ids: { userId?: string; anonymousId?: string }) => shop.attune.identity.personIdOf(workspace, ids)
const known = () => activitySnapshot(shop.attune.activity.of(workspace))
const rowsOf = (personId: string) => (known()[personId] as { rows: unknown[][] } | undefined)?.rows
const readAnew = async (most?: number) => {
  const index = await createActivityIndex({ ...shop.attune, ...(most === undefined ? {} : { most }) })
  index.close()
  return activitySnapshot(index.of(workspace))
}

test('an order of two products is two entries of one event, with device, channel and currency', async () => {
  await collect({
    type: 'track',
    event: 'Order Completed',
    userId: 'ann',
    timestamp: new Date(shop.clock.now).toISOString(),
    context: {
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1',
      campaign: { source: 'weekly', medium: 'email' },
    },
    properties: {
      order_id: 'o-1',
      currency: 'CNY',
      products: [
        { product_id: 'tea-2', price: 30, quantity: 2 },
        { product_id: 'tea-1', price: 10, quantity: 1 },
      ],
    },
  })
  const time = shop.clock.now
  expect(rowsOf(idOf({ userId: 'ann' }))).toEqual([
    [time, 'Order Completed', 'order', 'tea-1', 1, 10, 0, 'phone', 'email', 'CNY'],
    [time, 'Order Completed', 'order', 'tea-2', 2, 60, 1, 'phone', 'email', 'CNY'],
  ])
  expect(await readAnew()).toEqual(known())
})

test('a page is an entry without an item, of what was shown only the event is kept', async () => {
  await collect({ type: 'page', name: 'Home', anonymousId: 'visitor', context: { page: { path: '/' } } })
  await shop.act('ann', 'Recommendation Viewed', 'tea-1', 'tea-2')
  expect(rowsOf(idOf({ anonymousId: 'visitor' }))).toEqual([
    [expect.any(Number), 'page', '', null, 1, Number.NaN, 0, '', 'direct', ''],
  ])
  expect(rowsOf(idOf({ userId: 'ann' }))).toEqual([
    [expect.any(Number), 'Recommendation Viewed', 'exposure', null, 1, Number.NaN, 0, '', '', ''],
  ])
  expect(await readAnew()).toEqual(known())
})

test('memory and store read the same device and channel off any context', async () => {
  const contexts = [
    { userAgent: 'Mozilla/5.0 (iPad) Safari' },
    { userAgent: 5, device: { type: 'Tablet' }, campaign: 'x' },
    { device: ['phone'], campaign: { medium: 'CPC', source: { of: 1 } } },
    { page: { path: '/茶"', referrer: 'https://www.baidu.com:8080/s' } },
    { page: { path: null, referrer: '/relative/of/the/site' } },
    { page: { referrer: 'android-app://com.google.android.gm' }, app: { version: '2' } },
    { locale: 'zh-CN' },
  ]
  for (const [n, context] of contexts.entries())
    await collect({ type: 'track', event: `e-${n}`, userId: `u-${n}`, context })
  const channelsOf = Object.values(known()).map((one) => (one as { rows: unknown[][] }).rows[0]?.slice(7, 9))
  expect(channelsOf).toEqual(
    expect.arrayContaining([
      ['tablet', ''],
      ['', 'advertising'],
      ['', 'search'],
      ['', 'app'],
      ['', ''],
    ]),
  )
  expect(await readAnew()).toEqual(known())
})

test('traits are there in the turn in which they are stored, without what identifies somebody', async () => {
  let heard: readonly number[] | undefined = []
  let what: Parameters<ActivityListener>[2]
  shop.attune.activity.onChange((_, slots, changes) => {
    heard = slots
    what = changes
  })
  await collect({
    type: 'identify',
    userId: 'ann',
    traits: {
      email: 'ann@example.org',
      name: 'Ann',
      city: 'Shanghai',
      age_band: '25-34',
      tags: ['vip', 'tea'],
      note: 'call 13800138000',
    },
  })
  const activity = shop.attune.activity.of(workspace)
  const ann = idOf({ userId: 'ann' })
  const slot = activity.slotOf(ann) as number
  expect(heard).toEqual([slot])
  const named = (numbers: Iterable<number> = []) => [...numbers].map((trait) => activity.traits.nameOf(trait))
  expect(named(what?.get(slot)?.traits).sort()).toEqual(['age_band', 'city', 'tags'])
  const traitOf = (name: string) => activity.traitOf(slot, activity.traits.find(name) ?? -1)
  expect(['city', 'age_band', 'tags', 'email', 'name', 'note'].map(traitOf)).toEqual([
    'Shanghai',
    '25-34',
    ['vip', 'tea'],
    undefined,
    undefined,
    undefined,
  ])
  const found = { personId: ann, aliases: [ann] }
  correctTraits(shop.attune, workspace, found, { city: '杭州' }, { actor: 'key' })
  expect(traitOf('city')).toBe('杭州')
  expect(named(what?.get(slot)?.traits)).toEqual(['city'])
  expect(await readAnew()).toEqual(known())
})

test('a change says what was done, and nothing where older events had to make way', async () => {
  const few = await createActivityIndex({ ...shop.attune, most: 2 })
  const heard: unknown[] = []
  for (const index of [shop.attune.activity, few])
    index.onChange((_, slots = [], what) => {
      const { events, kinds } = index.of(workspace)
      for (const slot of slots) {
        const change = what?.get(slot)
        heard.push(
          change && [[...change.events].map(events.nameOf), [...change.kinds].map(kinds.nameOf), [...change.traits]],
        )
      }
    })
  for (const event of ['Order Completed', 'Own', 'Own'])
    await collect({ type: 'track', event, userId: 'ann', properties: { product_id: 'tea-1' } })
  const [order, own] = [
    [['Order Completed'], ['order'], []],
    [['Own'], [], []],
  ]
  expect(heard).toEqual([order, order, own, own, own, undefined])
  few.close()
})

test('of somebody with too many events the newest times are kept, in whichever order they came', async () => {
  const few = await createActivityIndex({ ...shop.attune, most: 3 })
  const now = shop.clock.now
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  for (const minutes of [5, 1, 9, 3, 7, 2])
    await collect({ type: 'track', event: `e-${minutes}`, userId: 'ann', timestamp: at(minutes) })
  const names = (snapshot: Record<string, unknown>) =>
    (snapshot[idOf({ userId: 'ann' })] as { rows: unknown[][] }).rows.map(([, name]) => name)
  expect(names(activitySnapshot(few.of(workspace)))).toEqual(['e-3', 'e-2', 'e-1'])
  expect(await readAnew(3)).toEqual(activitySnapshot(few.of(workspace)))
  few.close()
})

type Command =
  | {
      readonly do: 'event'
      readonly who: number
      readonly event: string
      readonly items: readonly number[]
      readonly ago: number
    }
  | { readonly do: 'identify'; readonly who: number; readonly visitor: number; readonly city: string | null }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'erase'; readonly who: number }
  | { readonly do: 'correct'; readonly who: number; readonly city: string | null }
  | { readonly do: 'reload' }

const who = fc.nat({ max: 3 })
const city = fc.constantFrom('Shanghai', '北京', null)
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      who,
      event: fc.constantFrom('Product Viewed', 'Order Completed', 'Recommendation Viewed', 'Own'),
      items: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }),
      // Few different times, so that some events happen at once.
      ago: fc.nat({ max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('identify' as const), who, visitor: who, city }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), who, city }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
)

/** Whether everything said is done or under way; what is under way goes on beside the next. */
async function carryOut(one: Command, run: number, another: ActivityIndex): Promise<unknown> {
  const { clock } = shop
  // The second index is no part of the installation, so that nobody else tells it.
  const activity: ActivityIndex = {
    ...shop.attune.activity,
    restate(...who) {
      for (const index of [shop.attune.activity, another]) index.restate(...who)
    },
    forget(...who) {
      for (const index of [shop.attune.activity, another]) index.forget(...who)
    },
  }
  const attune = { ...shop.attune, activity }
  // Users 0 and 1 have names, 2 and 3 are the visitors that they may turn out to be.
  const ids = (n: number) => (n < 2 ? { userId: `user-${n}-${run}` } : { anonymousId: `visitor-${n}-${run}` })
  switch (one.do) {
    case 'event':
      return collect({
        type: 'track',
        event: one.event,
        ...ids(one.who),
        timestamp: new Date(clock.now - one.ago * 1000).toISOString(),
        properties: { products: one.items.map((item) => ({ product_id: `tea-${item}`, price: item, quantity: 1 })) },
      })
    case 'identify':
      return collect({
        type: 'identify',
        userId: `user-${one.who % 2}-${run}`,
        anonymousId: `visitor-${2 + (one.visitor % 2)}-${run}`,
        traits: one.city === null ? {} : { city: one.city, email: 'ann@example.org' },
      })
    case 'undo': {
      const merges = await attune.state.db
        .selectFrom('person_merges')
        .select('id')
        .where('undone_at', 'is', null)
        .execute()
      const merge = merges[one.which % Math.max(1, merges.length)]
      return merge && attune.identity.undo(workspace, merge.id, clock.now, 'key')
    }
    case 'erase': {
      const personId = attune.identity.resolve(workspace, idOf(ids(one.who)))
      const aliases = attune.identity.aliasesOf(workspace, personId)
      return erasePerson(attune, workspace, { personId, aliases }, { actor: 'key', note: '' })
    }
    case 'correct': {
      const found = await findPerson(attune, workspace, idOf(ids(one.who))).catch(() => undefined)
      if (!found) return undefined
      try {
        return correctTraits(attune, workspace, found, { city: one.city }, { actor: 'key' })
      } catch {
        return undefined
      }
    }
    case 'reload':
      // Not awaited: what comes next comes while everything is read.
      void attune.activity.reload()
      return undefined
  }
}

test('after any events, merges, undos, erasures, corrections and reloads memory is what a fresh reading finds', async () => {
  const most = 4
  const limited = await createActivityIndex({ ...shop.attune, most })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 14 }), async (commands) => {
      run += 1
      for (const one of commands) await carryOut(one, run, limited)
      await Promise.all([shop.attune.activity.settled(), limited.settled()])
      expect(known()).toEqual(await readAnew())
      expect(activitySnapshot(limited.of(workspace))).toEqual(await readAnew(most))
    }),
    { numRuns: Number(process.env.ATTUNE_TEST_RUNS ?? 12), endOnFailure: true },
  )
  limited.close()
  const before = known()
  await shop.restart()
  expect(known()).toEqual(before)
}, 60_000)
