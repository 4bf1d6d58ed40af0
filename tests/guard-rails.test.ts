import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { purposes } from '../packages/attune/src/protect/consent/purposes.ts'
import { jobRules } from '../packages/attune/src/protect/guard-rails/job-rules.ts'
import { routeConsent } from '../packages/attune/src/protect/guard-rails/route-consent.ts'
import { eventTables, stateTables, type TableRule } from '../packages/attune/src/protect/guard-rails/table-rules.ts'
import { openInstallation, type TestInstallation } from './support.ts'

let house: TestInstallation
const refuser = 'the refuser'
const visitor = 'browser of the refuser'
/** What only the refuser did, and what only their behaviour leads to. */
const own = { item: 'canary-own', category: 'canary-category' }
const following = 'canary-following'

const viewed = (userId: string, item: string, n = 0) => ({
  type: 'track',
  userId,
  event: 'Product Viewed',
  messageId: `${userId} ${item} ${n}`,
  properties: { product_id: item },
})

beforeAll(async () => {
  house = await openInstallation()
  const put = (id: string, category: string) =>
    house.ask('admin', 'PUT', `/v1/items/${id}`, { title: id, kind: 'product', categories: [category] })
  await put(own.item, own.category)
  await put(following, 'other')
  await put('unused', 'other')
  for (let i = 0; i < 12; i++) await put(`item-${i}`, 'other')
  // Everybody likes the first items; whoever looked at the refuser's own went on to what follows.
  for (let person = 0; person < 12; person++)
    await house.send(
      Array.from({ length: 12 }, (_, step) => viewed(`person ${person}`, `item-${(person + step) % 12}`)),
    )
  for (let friend = 0; friend < 3; friend++)
    await house.send([viewed(`friend ${friend}`, own.item), viewed(`friend ${friend}`, following)])
  await house.send([
    { type: 'identify', userId: refuser, anonymousId: visitor, messageId: 'identify', traits: { name: 'Canary Name' } },
    ...[0, 1, 2].map((n) => viewed(refuser, own.item, n)),
    { type: 'group', userId: refuser, groupId: 'a group', messageId: 'group' },
  ])
  await (await house.attune.models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })).done
  await house.ask('read', 'POST', '/v1/recommendations', { placement: 'home', userId: refuser })
})
afterAll(() => house.close())

const routes = () =>
  house.app.rules.filter(({ method }) => method !== 'HEAD').map(({ method, url }) => `${method} ${url}`)

test('every route says what it does about consent', () => {
  const known = Object.keys(routeConsent)
  for (const route of routes())
    expect(
      known,
      `${route} has no rule. Say in protect/guard-rails/route-consent.ts what it does about consent.`,
    ).toContain(route)
  for (const route of known)
    expect(routes(), `There is no ${route} any more. Take it out of protect/guard-rails/route-consent.ts.`).toContain(
      route,
    )
})

/** The route, asked about the refuser in every way it may understand. */
async function askAbout(route: string): Promise<string> {
  const [method, url] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', string]
  const ids: Readonly<Record<string, string>> = {
    '/v1/people/': refuser,
    '/v1/items/': 'unused',
    '/v1/models/': 'popular',
  }
  const id = Object.entries(ids).find(([start]) => url.startsWith(start))?.[1] ?? 'unknown'
  const path = url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(name === 'mergeId' ? '999' : id))
  const query = method === 'GET' ? `?userId=${encodeURIComponent(refuser)}` : ''
  const placement = { placement: 'home', n: 5, variation: 'personalised', preview: true, userId: refuser }
  const payload = method === 'GET' ? undefined : { ...placement, ...(url.endsWith('preview') ? previewed : {}) }
  const answers = await Promise.all(
    (['read', 'admin'] as const).map((scope) =>
      house.app.inject({
        method,
        url: path + query,
        headers: { authorization: `Bearer ${house.keys[scope]}` },
        ...(payload === undefined ? {} : { payload }),
      }),
    ),
  )
  return answers.map(({ body }) => body).join('\n')
}
const previewed = {
  definition: {
    title: { en: 'Home', zh: '首页' },
    split: [{ variation: 'personalised', weight: 1, model: 'recencyItemKnn' }],
  },
}

test('with consent withdrawn no route makes anything of a person, whatever it is asked', async () => {
  expect(await askAbout('POST /v1/recommendations'), 'the test can fail').toContain(following)
  expect(await askAbout('GET /v1/people/:id'), 'the test can fail').toContain(own.category)
  await house.ask('read', 'POST', '/v1/consent', {
    userId: refuser,
    purposes: Object.fromEntries(
      purposes.filter((purpose) => purpose !== 'storage').map((purpose) => [purpose, false]),
    ),
  })
  for (const route of routes()) {
    // An endless answer; what it shows is the rule of GET /v1/events.
    if (route === 'GET /v1/live') continue
    const rule = routeConsent[route]
    if (!rule || 'shows' in rule) continue
    const answer = await askAbout(route)
    // The catalogue names all items, so there only who somebody is would be too much.
    const about = ['/v1/items', '/v1/labels', '/v1/segment-vocabulary', '/v1/sources'].some((catalogue) =>
      route.includes(catalogue),
    )
      ? ['Canary Name']
      : [own.category, following, 'Canary Name']
    for (const word of 'nobody' in rule ? about : [own.category, following])
      expect(answer, `${route} tells “${word}” of somebody who withdrew their consent`).not.toContain(word)
  }
})

test('every file that works by itself says what it does about consent', () => {
  const source = join(import.meta.dirname, '..', 'packages', 'attune', 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.fixture.ts'))
    .filter((file) =>
      /set(?:Interval|Timeout)\b|timers\/promises|new Worker\(/.test(readFileSync(join(source, file), 'utf8')),
    )
    .map((file) => relative('.', file).split(sep).join('/'))
  for (const file of files)
    expect(
      Object.keys(jobRules),
      `${file} works by itself. Say in protect/guard-rails/job-rules.ts what it does about consent.`,
    ).toContain(file)
  for (const file of Object.keys(jobRules))
    expect(files, `${file} is no job any more. Take it out of protect/guard-rails/job-rules.ts.`).toContain(file)
})

const stateColumns = () =>
  Map.groupBy(
    house.attune.state.raw
      .prepare(
        `SELECT m.name AS name, c.name AS "column" FROM sqlite_schema m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
      )
      .all() as unknown as { name: string; column: string }[],
    ({ name }) => name,
  )
const eventColumns = async () =>
  Map.groupBy(
    await house.attune.events.query<{ name: string; column: string }>(
      'SELECT table_name AS name, column_name AS "column" FROM information_schema.columns',
    ),
    ({ name }) => name,
  )

test('every table says what it holds of persons, and what keeps workspaces apart', async () => {
  const stores: readonly (readonly [Readonly<Record<string, TableRule>>, Map<string, { column: string }[]>])[] = [
    [stateTables, stateColumns()],
    [eventTables, await eventColumns()],
  ]
  for (const [rules, tables] of stores) {
    for (const [table, rows] of tables) {
      const columns = rows.map(({ column }) => column)
      const rule = rules[table] as TableRule
      const say = `Say in protect/guard-rails/table-rules.ts what ${table} holds of persons and whose it is, and see to it in erase-person.ts and export-person.ts.`
      expect(rule, `There is a new table. ${say}`).toBeDefined()
      expect(columns.includes('workspace') || rule.shared, `${table} has no workspace. ${say}`).toBeTruthy()
      expect(columns, `${table} has not the columns of its rule. ${say}`).toEqual(
        expect.arrayContaining([...rule.persons]),
      )
      const undeclared = columns.filter((column) => /person_id$/.test(column) && !rule.persons.includes(column))
      expect(undeclared, `${table} holds persons. ${say}`).toEqual([])
    }
    expect(
      Object.keys(rules).filter((table) => !tables.has(table)),
      'These tables are gone: take them out of protect/guard-rails/table-rules.ts.',
    ).toEqual([])
  }
})

test('an erasure leaves no table with the person in it, by its rule or not', async () => {
  const ids = [{ userId: refuser }, { anonymousId: visitor }].map((one) =>
    house.attune.identity.personIdOf('default', one),
  )
  const state = stateColumns()
  const events = await eventColumns()
  const found = async (): Promise<string[]> => {
    const tables: string[] = []
    for (const [table, columns] of state) {
      const text = columns.map(({ column }) => `coalesce(CAST("${column}" AS TEXT), '')`).join(" || ' ' || ")
      const rows = house.attune.state.raw.prepare(`SELECT ${text} AS row FROM "${table}"`).all()
      if (rows.some(({ row }) => ids.some((id) => String(row).includes(id)))) tables.push(table)
    }
    for (const [table, columns] of events) {
      const text = columns.map(({ column }) => `coalesce(CAST("${column}" AS VARCHAR), '')`).join(" || ' ' || ")
      const rows = await house.attune.events.query<{ row: string }>(`SELECT ${text} AS row FROM "${table}"`)
      if (rows.some(({ row }) => ids.some((id) => row.includes(id)))) tables.push(`${table} of events`)
    }
    return tables
  }
  const before = await found()
  for (const table of [
    'people',
    'consents',
    'group_members',
    'person_merges',
    'events of events',
    'interactions of events',
    'decisions of events',
  ])
    expect(before, 'the test can fail').toContain(table)
  const { status } = await house.ask('admin', 'POST', `/v1/people/${encodeURIComponent(refuser)}/erase`, {
    confirm: refuser,
  })
  expect(status).toBe(200)
  await house.attune.purge.settled()
  expect(await found()).toEqual([])
})
