import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { type CollectFixture, collectFixture, noon } from '../collect.fixture.ts'
import { createSources } from './create-sources.ts'
import { type SourceDeclarationInput, sourceDeclarationSchema } from './declaration.ts'

let house: CollectFixture | undefined
afterEach(async () => {
  await house?.close()
  house = undefined
})

async function declared(declaration: SourceDeclarationInput, config = {}): Promise<CollectFixture> {
  house = await collectFixture(config)
  house.sources.declare('default', 'web', sourceDeclarationSchema.parse(declaration), 'test')
  return house
}

/** What is stored of one event, sealed parts opened. */
async function stored({ rows, vault }: CollectFixture) {
  const events = await rows('events')
  return events.map((row) => ({
    event: row.event ?? row.type,
    properties: JSON.parse(String(row.properties)) as object,
    context: JSON.parse(String(row.context)) as object,
    sealed: JSON.parse(
      row.sealed === null ? '{}' : (vault.open('default', String(row.person_id), String(row.sealed)) ?? '{}'),
    ) as {
      properties?: object
      context?: object
    },
  }))
}

const track = (event: string, properties: object, more: object = {}) => ({
  type: 'track',
  userId: 'ann',
  event,
  properties,
  ...more,
})

test('of an event what is declared stays, at any depth; the rest is dropped, told and counted by name', async () => {
  const at = await declared({
    events: {
      'Recipe Cooked': {
        properties: { recipe: 'text', minutes: 'number', 'steps[].title': 'text', 'cook.level': 'value' },
      },
    },
  })
  const sent = track('recipe_cooked', {
    recipe: 'soup',
    minutes: 'forty',
    note: 'canary',
    steps: [{ title: 'boil', photo: 'canary' }, { title: 'eat' }, 'canary'],
    cook: { level: 3, name: 'canary' },
    'ann@example.org': 1,
  })
  const { accepted, ignored } = await at.send([sent], { source: 'web' })
  expect(accepted).toBe(1)
  const [event] = await stored(at)
  expect({ ...event?.properties, ...event?.sealed.properties }).toEqual({
    recipe: 'soup',
    steps: [{ title: 'boil' }, { title: 'eat' }],
    cook: { level: 3 },
  })
  const fields = ['minutes', 'note', 'steps[].photo', 'steps[]', 'cook.name', '*'].map((name) => `properties.${name}`)
  expect(ignored?.map(({ field }) => field)).toEqual(fields)
  const counted = at.sources.droppedOf('default', 'web')
  expect(counted.map(({ field }) => field).sort()).toEqual([...fields].sort())
  expect(counted.find(({ field }) => field === 'properties.minutes')).toEqual({
    event: 'recipe_cooked',
    field: 'properties.minutes',
    reason: 'wrong-type',
    count: 1,
    lastAt: noon,
  })
  expect(JSON.stringify([await at.rows('events'), await at.rows('quarantine'), counted])).not.toContain('canary')
})

test('an event that is not declared stays as having happened, or is refused where the source says so', async () => {
  const at = await declared({ events: {} })
  await at.send([track('Product Viewed', { product_id: 'canary' })], { source: 'web' })
  expect(await stored(at)).toMatchObject([{ event: 'Product Viewed', properties: {}, sealed: {} }])
  expect(await at.rows('interactions')).toEqual([])
  at.sources.declare('default', 'web', sourceDeclarationSchema.parse({ undeclared: 'refuse' }), 'test')
  const { rejected } = await at.send(
    [
      track('Product Viewed', { product_id: 'canary' }),
      { type: 'page', userId: 'ann', name: 'Home' },
      { type: 'identify', userId: 'ann' },
    ],
    { source: 'web' },
  )
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([
    [0, 'undeclared-event'],
    [1, 'undeclared-event'],
  ])
})

test('what is refused is kept for the debugger with what is declared only', async () => {
  const at = await declared({ standard: true, context: { 'page.path': 'text' } })
  const raw = track(
    'Product Viewed',
    { price: 'much', note: 'canary', name: 'Tea' },
    { context: { page: { path: '/tea' }, mood: 'canary' }, extra: 'canary' },
  )
  const { rejected } = await at.send([raw, { type: 'nonsense', properties: { a: 'canary' } }, 'canary'], {
    source: 'web',
  })
  expect(rejected).toHaveLength(3)
  const payloads = (await at.rows('quarantine')).map(
    ({ payload }) =>
      payload && at.vault.open('default', `refused ${new Date(noon).toISOString().slice(0, 10)}`, String(payload)),
  )
  expect(payloads.join()).not.toContain('canary')
  expect(JSON.parse(String(payloads[0]))).toEqual({
    type: 'track',
    userId: 'ann',
    event: 'Product Viewed',
    properties: { price: 'much', name: 'Tea' },
    context: { page: { path: '/tea' } },
  })
})

test('the standard events come with the fields that are read, in English and Chinese, and with the usual context', async () => {
  const at = await declared({ standard: true })
  const order = {
    order_id: 'o',
    total: 12,
    products: [{ product_id: 'tea', price: 6, quantity: 2, engraving: 'canary' }],
  }
  const context = { locale: 'zh-CN', page: { path: '/tea', title: 'Tea', scroll: 4 } }
  await at.send([track('订单完成', { ...order, 留言: 'canary' }, { context }), track('加购', { product_id: 'cup' })], {
    source: 'web',
  })
  expect((await stored(at))[0]).toMatchObject({
    properties: { order_id: 'o', total: 12, products: [{ product_id: 'tea', price: 6, quantity: 2 }] },
    context: { locale: 'zh-CN', page: { path: '/tea', title: 'Tea' } },
  })
  expect((await at.rows('interactions')).map(({ item_id, value }) => [item_id, value])).toEqual([
    ['tea', 12],
    ['cup', null],
  ])
  expect(
    at.sources
      .droppedOf('default', 'web')
      .map(({ field }) => field)
      .sort(),
  ).toEqual(['context.page.scroll', 'properties.products[].engraving', 'properties.留言'])
})

test('a field may be kept sealed, rounded, as it is, or be known and not wanted', async () => {
  const at = await declared({
    events: {
      Ran: {
        properties: {
          category: { type: 'text', keep: 'sealed' },
          'laps[].kind': { type: 'text', keep: 'sealed' },
          'laps[].metres': { type: 'number', keep: 'rounded' },
          at: { type: 'time', keep: 'rounded' },
          latitude: { type: 'number', keep: 'asIs' },
          shoe: { type: 'text', keep: 'drop' },
        },
      },
    },
    context: {
      ip: { type: 'text', keep: 'rounded' },
      'device.id': { type: 'text', keep: 'sealed' },
    },
  })
  const { ignored } = await at.send(
    [
      track(
        'Ran',
        {
          category: 'forest',
          laps: [{ kind: 'slow', metres: 4321 }, { metres: 987 }],
          at: '2026-03-01T05:06:07Z',
          latitude: 31.23041,
          shoe: 'left',
        },
        { context: { ip: '203.0.113.77', device: { id: 'A-1' } } },
      ),
    ],
    { source: 'web' },
  )
  expect(ignored).toBeUndefined()
  expect(at.sources.droppedOf('default', 'web')).toMatchObject([{ field: 'properties.shoe', reason: 'declared' }])
  const [event] = await stored(at)
  expect(event).toMatchObject({
    properties: { laps: [{ metres: 4300 }, { metres: 990 }] },
    sealed: {
      properties: { category: 'forest', laps: [{ kind: 'slow' }, {}], at: '2026-03-01', latitude: 31.23041 },
      context: { ip: '203.0.113.0', device: { id: 'A-1' } },
    },
  })
  expect(JSON.stringify(event?.properties)).not.toContain('forest')
})

test('traits that are not declared are dropped from identify, groups and the context; names of the others are kept', async () => {
  const at = await declared({ traits: { name: 'text', plan: 'text' }, groupTraits: { seats: 'number' } })
  await at.send(
    [
      {
        type: 'identify',
        userId: 'ann',
        traits: { name: 'Ann', diagnosis: 'canary' },
        context: { traits: { plan: 'gold', mood: 'canary' } },
      },
      { type: 'group', userId: 'ann', groupId: 'g', traits: { seats: 4, budget: 'canary' } },
    ],
    { source: 'web' },
  )
  const personId = at.identity.personIdOf('default', { userId: 'ann' })
  const person = at.state.raw.prepare('SELECT traits FROM people WHERE person_id = ?').get(personId)
  expect(JSON.parse(String(at.vault.open('default', personId, String(person?.traits))))).toEqual({
    name: 'Ann',
    plan: 'gold',
  })
  expect(at.state.raw.prepare('SELECT traits FROM groups').get()).toEqual({ traits: '{"seats":4}' })
  expect((await stored(at))[0]?.properties).toEqual({ traitNames: ['name'] })
})

test('a no is heard whatever is declared: signals, a child’s age, a robot’s user agent', async () => {
  const at = await declared({ standard: true, traits: {} })
  const ask = (userId: string, purpose: 'advertising' | 'profiling') =>
    at.consent.allowed('default', at.identity.personIdOf('default', { userId }), purpose)
  await at.send(
    [
      { type: 'page', userId: 'ann', context: { gpc: true } },
      { type: 'identify', userId: 'kim', traits: { age: 9 } },
      { type: 'page', userId: 'bot', context: { userAgent: 'Googlebot/2.1' } },
    ],
    { source: 'web' },
  )
  expect([ask('ann', 'advertising'), ask('kim', 'profiling'), ask('bob', 'profiling')]).toEqual([false, false, true])
  expect((await at.rows('quarantine')).map(({ reason }) => reason)).toEqual(['robot'])
  expect(JSON.stringify(at.state.raw.prepare('SELECT traits FROM people').all())).toBe(
    '[{"traits":"{}"},{"traits":"{}"}]',
  )
})

test('without a declaration, and for another source of the same workspace, everything known stays', async () => {
  const at = await declared({})
  await at.send([track('Anything', { level: 3 })])
  await at.send([track('Anything', { level: 4 })], { source: 'app' })
  expect((await stored(at)).map(({ properties }) => properties)).toEqual([{ level: 3 }, { level: 4 }])
})

test('names that are counted are bounded', async () => {
  const at = await declared({})
  at.sources.dropped(
    'default',
    'web',
    'Big',
    Array.from({ length: 5000 }, (_, n) => ({ field: `properties.f${n}`, reason: 'undeclared' })),
  )
  const counts = at.sources.droppedOf('default', 'web')
  expect(counts.length).toBeLessThanOrEqual(1001)
  expect(counts[0]).toMatchObject({ event: null, field: '*', count: 4000 })
})

test.each([
  ['an identifier among properties', { events: { A: { properties: { email: 'text' } } } }, /trait/],
  ['a whole address of the network', { context: { ip: 'text' } }, /rounded/],
  ['a device in clear', { context: { 'device.advertisingId': { type: 'text', keep: 'asIs' } } }, /sealed/],
  ['rounded words', { events: { A: { properties: { note: { type: 'text', keep: 'rounded' } } } } }, /rounded/],
  ['a value with fields in it', { traits: { plan: 'text', 'plan.name': 'text' } }, /inside it/],
  ['one event twice', { events: { 'Order Completed': {}, order_completed: {} } }, /one event/],
  ['__proto__', { traits: { '__proto__.x': 'text' } }, /__proto__/],
])('a declaration with %s is refused with what to do', (_, declaration, message) => {
  const read = sourceDeclarationSchema.safeParse(declaration)
  expect(read.success).toBe(false)
  expect(read.error?.message).toMatch(message)
})

test('the examples of the documentation are declarations', () => {
  for (const name of ['privacy.md', 'privacy.zh-CN.md']) {
    const text = readFileSync(new URL(`../../../../../docs/${name}`, import.meta.url), 'utf8')
    const [example = ''] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json ?? '')
    expect(sourceDeclarationSchema.parse(JSON.parse(example)).standard).toBe(true)
  }
})

test('what was dropped is counted since the declaration, and over a restart', async () => {
  const at = await declared({})
  await at.send([{ type: 'page', userId: 'ann', context: { mood: 'x' } }], { source: 'web' })
  const count = () => at.sources.droppedOf('default', 'web').map((one) => [one.field, one.count])
  expect(count()).toEqual([['context.mood', 1]])
  at.sources.close()
  const again = createSources({ state: at.state, config: configSchema.parse({}), clock: () => noon })
  expect(again.droppedOf('default', 'web')).toEqual(at.sources.droppedOf('default', 'web'))
  again.close()
  at.sources.declare('default', 'web', sourceDeclarationSchema.parse({ standard: true }), 'test')
  expect(count()).toEqual([])
})
