import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '@attune/recommend'
import { afterEach, expect, test, vi } from 'vitest'
import { exportLake } from '../packages/attune/src/store/lake.ts'
import { openInstallation, type TestInstallation } from './support.ts'

let house: TestInstallation | undefined
afterEach(async () => {
  await house?.close()
  house = undefined
})

function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesWith(path, texts)
    const bytes = readFileSync(path)
    return texts.some((text) => bytes.includes(text)) ? [path] : []
  })
}

const day = Date.UTC(2026, 2, 2)
const act = (userId: string, event: string, n: number, item = `item-${n % 7}`) => ({
  type: 'track',
  userId,
  messageId: `${userId}-${event}-${n}`,
  event,
  timestamp: new Date(day + n * 60_000).toISOString(),
  properties: { product_id: item, note: `${userId} says ${n}` },
})

/** A small shop with a trained model, decisions, a lake, a merged visitor and a refused event. */
async function shop(people: readonly string[]): Promise<TestInstallation> {
  house = await openInstallation({ now: () => day + 86_400_000 })
  for (let item = 0; item < 7; item++)
    await house.ask('admin', 'PUT', `/v1/items/item-${item}`, {
      title: `Item ${item}`,
      kind: 'product',
      categories: ['c'],
    })
  for (const person of people) {
    await house.send(Array.from({ length: 6 }, (_, n) => act(person, 'Product Viewed', n + person.length)))
    await house.send([
      {
        ...act('x', 'Product Viewed', 99),
        userId: undefined,
        anonymousId: `browser of ${person}`,
        messageId: `a-${person}`,
      },
      {
        type: 'identify',
        userId: person,
        anonymousId: `browser of ${person}`,
        messageId: `i-${person}`,
        traits: { name: `Name of ${person}` },
      },
      { type: 'group', userId: person, groupId: 'g', messageId: `g-${person}` },
    ])
    await house.ask('write', 'POST', '/v1/batch', {
      batch: [{ ...act(person, 'Product Viewed', 1), messageId: `bad-${person}`, properties: {} }],
    })
    await house.ask('read', 'POST', '/v1/consent', { userId: person, purposes: { advertising: false } })
  }
  const { done } = await house.attune.models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })
  await done
  for (const person of people)
    await house.ask('read', 'POST', '/v1/recommendations', { placement: 'home', userId: person })
  await exportLake({ ...house.attune, dir: join(house.dataDir, 'lake') })
  return house
}

const erase = (at: TestInstallation, id: string, confirm = id) =>
  at.ask('admin', 'POST', `/v1/people/${encodeURIComponent(id)}/erase`, { confirm })

test('an erased person is nowhere any more: stores, memory, lake, models, audit; everybody else is as before', async () => {
  const people = ['wang fang', 'bob', 'carol', 'dan']
  const at = await shop(people)
  const idOf = (ids: object) => at.attune.identity.personIdOf('default', ids)
  const gone = [idOf({ userId: 'wang fang' }), idOf({ anonymousId: 'browser of wang fang' })]
  const others = `SELECT * FROM events WHERE person_id NOT IN ('${gone.join("','")}') ORDER BY message_id`
  const before = await at.attune.events.query(others)
  expect(filesWith(at.dataDir, gone).length).toBeGreaterThan(3)

  expect((await erase(at, 'wang fang', 'wang')).body.code).toBe('not-confirmed')
  const { status, body } = await erase(at, 'wang fang')
  expect(status).toBe(200)
  expect(body.receipt).toMatchObject({
    keysDestroyed: 2,
    removed: { people: 2, events: 9, interactions: 7, quarantine: 1, decisions: 1 },
    models: ['recencyItemKnn'],
  })
  expect(body.receipt.lakeFiles).toBeGreaterThan(0)
  expect((await at.ask('read', 'GET', '/v1/people/wang%20fang')).status).toBe(404)
  expect(at.attune.histories.knows('default', gone[0] as string)).toBe(false)
  expect(at.attune.identity.aliasesOf('default', gone[0] as string)).toEqual([gone[0]])
  const { requestId: _, ...signed } = body
  expect((await at.ask('admin', 'POST', '/v1/privacy/verify', signed)).body).toEqual({
    genuine: true,
    ours: true,
  })
  const forged = { ...signed, receipt: { ...signed.receipt, keysDestroyed: 3 } }
  expect((await at.ask('admin', 'POST', '/v1/privacy/verify', forged)).body).toEqual({
    genuine: false,
    ours: false,
  })

  await at.attune.purge.start()
  expect(filesWith(at.dataDir, [...gone, 'wang fang'])).toEqual([])
  expect(await at.attune.events.query(others)).toEqual(before)
  const live = at.attune.models.live('default', 'recencyItemKnn')
  expect(live?.version).toBe(2)
  const { requests } = (await at.ask('admin', 'GET', '/v1/privacy/requests')).body
  expect(requests).toMatchObject([{ kind: 'erasure', personId: null, status: 'done' }])
  expect(requests[0].purgedAt).not.toBeNull()
  expect((await at.ask('admin', 'GET', '/v1/audit/verify')).body.intact).toBe(true)
  expect((await at.ask('read', 'GET', '/v1/people/bob')).body).toMatchObject({ name: 'Name of bob', events: 9 })
  // Who comes back is a stranger, and nothing of before is known.
  await at.send([{ ...act('wang fang', 'Product Viewed', 500), messageId: 'back' }])
  expect((await at.ask('read', 'GET', '/v1/people/wang%20fang')).body).toMatchObject({
    events: 1,
    name: null,
    userId: 'wang fang',
  })
})

test('a model trained anew after an erasure is the one that never knew the person', async () => {
  const at = await shop(['ann', 'bob', 'carol', 'dan'])
  await erase(at, 'ann')
  await at.attune.purge.start()
  const unlearnt = at.attune.models.live('default', 'recencyItemKnn')
  const first = unlearnt?.recommender.save()
  await at.close()
  const without = await shop(['bob', 'carol', 'dan'])
  expect(without.attune.models.live('default', 'recencyItemKnn')?.recommender.save()).toEqual(first)
})

/** Half of them are erased: `ATTUNE_ERASURE_PEOPLE=2000` erases some 1,000, which takes two minutes. */
const peopleCount = Number(process.env.ATTUNE_ERASURE_PEOPLE ?? 40)
test('any of many random people can be erased in any order, and only they are gone', {
  timeout: 30_000 + peopleCount * 100,
}, async () => {
  const random = randomOf(11)
  const people = Array.from({ length: peopleCount }, (_, n) => `person ${n} ${random().toString(36).slice(2)}`)
  house = await openInstallation({ now: () => day + 86_400_000 })
  for (const person of people)
    await house.send(Array.from({ length: 1 + Math.floor(random() * 6) }, (_, n) => act(person, 'Product Viewed', n)))
  const erased = people.filter(() => random() < 0.5).sort(() => random() - 0.5)
  for (const person of erased) expect((await erase(house, person)).status).toBe(200)
  await house.attune.purge.start()
  const idOf = (userId: string) => (house as TestInstallation).attune.identity.personIdOf('default', { userId })
  expect(filesWith(house.dataDir, erased.map(idOf))).toEqual([])
  for (const person of people)
    expect((await house.ask('read', 'GET', `/v1/people/${encodeURIComponent(person)}`)).status).toBe(
      erased.includes(person) ? 404 : 200,
    )
  expect((await house.ask('admin', 'GET', '/v1/privacy/report')).body.requests).toEqual({
    open: 0,
    overdue: 0,
    done: erased.length,
  })
})

test('a lake that is being written while somebody is erased does not bring them back', async () => {
  const at = await shop(['ann', 'bob'])
  const ann = at.attune.identity.personIdOf('default', { userId: 'ann' })
  const { events } = at.attune
  const { run } = events
  let erasing: Promise<unknown> | undefined
  vi.spyOn(events, 'run').mockImplementationOnce(async (...statement) => {
    await run(...statement)
    erasing = erase(at, 'ann')
    await Promise.race([erasing, wait(1_500)])
  })
  await exportLake({ ...at.attune, dir: join(at.dataDir, 'lake') })
  await erasing
  const [left] = await events.query<{ n: number }>(
    `SELECT count(*) AS n FROM read_parquet('${join(at.dataDir, 'lake')}/*/*/*/*.parquet', union_by_name = true) WHERE person_id = $1`,
    [ann],
  )
  expect(left?.n).toBe(0)
})

test('an erasure that fails while the server goes on is finished without another word, and keeps no other waiting', async () => {
  const at = await shop(['ann', 'bob'])
  const ids = ['ann', 'bob'].map((userId) => at.attune.identity.personIdOf('default', { userId }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const run = vi.spyOn(at.attune.events, 'run').mockRejectedValueOnce(new Error('the disk is full'))
    expect((await erase(at, 'ann')).status).toBe(500)
    run.mockRestore()
    expect((await erase(at, 'bob')).status).toBe(200)
    const state = async () =>
      (await at.ask('admin', 'GET', '/v1/privacy/requests')).body.requests
        .map(({ status }: { status: string }) => status)
        .toSorted()
    expect(await state()).toEqual(['done', 'working'])
    await vi.advanceTimersByTimeAsync(300_000)
    vi.useRealTimers()
    await vi.waitFor(async () => expect(await state()).toEqual(['done', 'done']), { timeout: 20_000 })
  } finally {
    vi.useRealTimers()
  }
  await at.attune.purge.settled()
  expect(filesWith(at.dataDir, ids)).toEqual([])
})

test('an erasure that a kill broke off is finished by the next start', async () => {
  const at = await shop(['ann', 'bob', 'carol'])
  const ann = at.attune.identity.personIdOf('default', { userId: 'ann' })
  const { dataDir } = at
  // As a process leaves it that was killed right after it had begun.
  at.attune.state.raw
    .prepare(
      "INSERT INTO privacy_requests (id, workspace, kind, person_id, status, received_at, due_at, actor, note, targets) VALUES ('pr_x', 'default', 'erasure', ?, 'working', 1, 2, 'key', '', ?)",
    )
    .run(ann, JSON.stringify([ann]))
  await at.close()
  house = await openInstallation({ dataDir, now: () => day + 86_400_000 })
  await expect
    .poll(
      async () => (await (house as TestInstallation).ask('admin', 'GET', '/v1/privacy/requests')).body.requests[0],
      { timeout: 20_000 },
    )
    .toMatchObject({
      id: 'pr_x',
      status: 'done',
      purgedAt: expect.any(String),
    })
  expect((await house.ask('read', 'GET', '/v1/people/ann')).status).toBe(404)
  expect(filesWith(dataDir, [ann])).toEqual([])
})

test('a person can be given everything that is held about them, in either form, and nothing of anybody else', async () => {
  const at = await shop(['ann', 'bob'])
  await at.ask('admin', 'POST', '/v1/privacy/requests', { kind: 'access', person: 'ann', note: 'by letter' })
  const held = (await at.ask('admin', 'GET', '/v1/people/ann/export')).body
  expect(held).toMatchObject({
    traits: { name: 'Name of ann' },
    consent: { answers: { advertising: { allowed: false, because: 'word' } } },
    interests: [{ category: 'c', share: 1 }],
  })
  expect(held.identifiers.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`).sort()).toEqual([
    'anonymous browser of ann',
    'user ann',
  ])
  expect(held.events).toHaveLength(9)
  expect(held.events.map(({ properties }: { properties: { note?: string } }) => properties.note)).toContain(
    'ann says 4',
  )
  expect(held.decisions).toHaveLength(1)
  expect(held.refused).toMatchObject([{ reason: 'missing-field', sent: expect.stringContaining('"bad-ann"') }])
  expect(held.groups).toMatchObject([{ groupId: 'g' }])
  expect(held.requests).toMatchObject([{ kind: 'access', status: 'open', note: 'by letter' }])
  expect(JSON.stringify(held)).not.toContain('bob')
  const page = (await at.ask('admin', 'GET', '/v1/people/ann/export?format=html&language=zh')).body
  expect(page).toContain('我们持有的关于您的数据')
  expect(page).toContain('Name of ann')
  expect(page).not.toContain('<script')
  expect((await at.ask('read', 'GET', '/v1/people/ann/export')).status).toBe(403)
})

test('requests have a deadline a month later; an objection takes effect at once', async () => {
  const at = await shop(['ann'])
  const request = (
    await at.ask('admin', 'POST', '/v1/privacy/requests', { kind: 'objection', person: 'ann', note: 'by letter' })
  ).body
  expect(request).toMatchObject({
    kind: 'objection',
    status: 'open',
    receivedAt: '2026-03-03T00:00:00.000Z',
    dueAt: '2026-04-03T00:00:00.000Z',
  })
  const ann = at.attune.identity.personIdOf('default', { userId: 'ann' })
  expect(at.attune.consent.allowed('default', ann, 'profiling')).toBe(false)
  const closed = (await at.ask('admin', 'POST', `/v1/privacy/requests/${request.id}/close`, { status: 'done' })).body
  expect(closed).toMatchObject({ status: 'done', doneAt: '2026-03-03T00:00:00.000Z' })
  expect((await at.ask('admin', 'POST', `/v1/privacy/requests/${request.id}/close`, { status: 'done' })).status).toBe(
    409,
  )
  expect((await at.ask('admin', 'POST', '/v1/privacy/requests/none/close', { status: 'done' })).status).toBe(404)
})
