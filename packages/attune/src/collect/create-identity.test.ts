import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventStore } from '../store/event-store-types.ts'
import { openEventStore } from '../store/open-event-store.ts'
import { openStateStore } from '../store/open-state-store.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import type { StateStore } from '../store/state-store.ts'
import { createTelemetry } from '../telemetry.ts'
import { createIdentity } from './create-identity.ts'
import type { Identity } from './identity.ts'

const secret = new TextEncoder().encode('a secret of this installation')
let state: StateStore
let events: EventStore
let identity: Identity
beforeEach(async () => {
  state = openStateStore(':memory:')
  events = await openEventStore({ path: ':memory:', clock: Date.now, groupCommitMs: 0, telemetry: createTelemetry() })
  identity = createIdentity({ state, events, secret })
})
afterEach(async () => {
  await events.close()
  state.close()
})

const merge = (from: string, into: string, reason = 'identify', workspace = 'w') =>
  identity.merge({ workspace, from, into, reason, messageId: null, at: 1 })
const mirrored = async () =>
  Object.fromEntries(
    (
      await events.query<{ f: string; i: string }>('SELECT from_person_id AS f, into_person_id AS i FROM person_merges')
    ).map(({ f, i }) => [f, i]),
  )
const lastMergeId = () => Number(state.raw.prepare('SELECT max(id) AS id FROM person_merges').get()?.id)

test('a person id is the HMAC of workspace, kind and id, and the user id wins', () => {
  const expected = `p_${createHmac('sha256', secret).update('w\nuser\nann@example.org').digest('base64url').slice(0, 16)}`
  expect(identity.personIdOf('w', { userId: 'ann@example.org', anonymousId: 'cookie' })).toBe(expected)
  const others = [
    identity.personIdOf('w', { anonymousId: 'ann@example.org' }),
    identity.personIdOf('v', { userId: 'ann@example.org' }),
    createIdentity({ state, events, secret: new Uint8Array(32) }).personIdOf('w', { userId: 'ann@example.org' }),
  ]
  expect(new Set([expected, ...others]).size).toBe(4)
  expect(() => identity.personIdOf('w', { userId: '', anonymousId: null })).toThrow(
    expect.objectContaining({ code: 'missing-person' }),
  )
})

test('a person id stays the same when many others came in between', () => {
  const first = identity.personIdOf('w', { userId: 'ann' })
  for (let n = 0; n < 120_000; n += 1) identity.personIdOf('w', { userId: `other-${n}` })
  expect(identity.personIdOf('w', { userId: 'ann' })).toBe(first)
})

test('history follows a merge in SQL, and comes apart when it is taken back', async () => {
  await events.append({
    events: [sampleEvent({ messageId: '1', personId: 'cookie' }), sampleEvent({ messageId: '2', personId: 'ann' })],
  })
  const people = () =>
    events.query(
      `SELECT coalesce(m.into_person_id, e.person_id) AS person, count(*) AS n FROM events e
       LEFT JOIN person_merges m ON m.workspace = 'w' AND m.from_person_id = e.person_id GROUP BY ALL ORDER BY ALL`,
    )
  await merge('cookie', 'ann')
  expect(await people()).toEqual([{ person: 'ann', n: 2 }])
  expect(identity.resolve('w', 'cookie')).toBe('ann')
  expect([...identity.aliasesOf('w', 'cookie')].sort()).toEqual(['ann', 'cookie'])
  expect(identity.resolve('other', 'cookie')).toBe('cookie')
  await identity.undo('w', lastMergeId(), 2, 'key')
  expect(await people()).toEqual([
    { person: 'ann', n: 1 },
    { person: 'cookie', n: 1 },
  ])
  await expect(identity.undo('w', lastMergeId(), 3, 'key')).rejects.toMatchObject({ code: 'unknown-merge' })
  const audit = state.raw.prepare('SELECT action, subject, details FROM audit ORDER BY id').all()
  expect(audit).toEqual([
    { action: 'person.merge', subject: 'cookie', details: '{"mergeId":1,"into":"ann","reason":"identify"}' },
    { action: 'person.unmerge', subject: 'cookie', details: '{"mergeId":1,"into":"ann"}' },
  ])
})

test('chains are followed and stored flat; circles and repetitions change nothing', async () => {
  await merge('a', 'b')
  await merge('b', 'c')
  await merge('a', 'b')
  await merge('c', 'a')
  await merge('c', 'c')
  expect(['a', 'b', 'c'].map((person) => identity.resolve('w', person))).toEqual(['c', 'c', 'c'])
  expect(await mirrored()).toEqual({ a: 'c', b: 'c' })
  expect(lastMergeId()).toBe(2)
})

test('a device that two users share does not merge the users', async () => {
  await merge('tablet', 'ann')
  await merge('tablet', 'bob')
  expect(identity.resolve('w', 'tablet')).toBe('ann')
  expect(identity.resolve('w', 'bob')).toBe('bob')
})

test('what was taken back is not merged again by the next event, only by hand', async () => {
  await merge('cookie', 'ann')
  await identity.undo('w', lastMergeId(), 2, 'key')
  await merge('cookie', 'ann')
  expect(identity.resolve('w', 'cookie')).toBe('cookie')
  identity = createIdentity({ state, events, secret })
  await merge('cookie', 'ann')
  expect(identity.resolve('w', 'cookie')).toBe('cookie')
  await merge('cookie', 'ann', 'manual')
  expect(identity.resolve('w', 'cookie')).toBe('ann')
})

test('what was taken back is not made again the other way round, nor through whoever joined either since', async () => {
  await merge('bob', 'ann', 'email')
  await identity.undo('w', lastMergeId(), 2, 'key')
  await merge('ann', 'bob', 'email')
  await merge('cookie', 'ann')
  await merge('bob', 'cookie', 'phone')
  expect(identity.resolve('w', 'bob')).toBe('bob')
  await merge('ann', 'carl')
  await merge('bob', 'carl', 'email')
  expect(identity.resolve('w', 'bob')).toBe('bob')
  await merge('bob', 'carl', 'manual')
  expect(identity.resolve('w', 'bob')).toBe('carl')
})

test('listeners hear whose history changed once it has', async () => {
  const heard: unknown[] = []
  identity.onChange((workspace, persons) =>
    heard.push([workspace, [...persons].sort(), identity.resolve('w', 'cookie')]),
  )
  await Promise.all([merge('cookie', 'ann'), merge('phone', 'bob')])
  await identity.undo('w', 1, 2, 'key')
  expect(heard).toEqual([
    ['w', ['ann', 'cookie'], 'ann'],
    ['w', ['bob', 'phone'], 'ann'],
    ['w', ['ann', 'cookie'], 'cookie'],
  ])
})

test('listeners hear of what is in the state store although the copy for SQL fails, and the copy is tried again', async () => {
  let broken = true
  const flaky: EventStore = {
    ...events,
    run: (...sql) => (broken ? Promise.reject(new Error('disk full')) : events.run(...sql)),
  }
  identity = createIdentity({ state, events: flaky, secret, mirrorRetryMs: 1 })
  const heard: string[][] = []
  identity.onChange((_, persons) => heard.push([...persons].sort()))
  await merge('cookie', 'ann')
  await merge('phone', 'ann')
  await identity.undo('w', 1, 2, 'key')
  expect(heard).toEqual([
    ['ann', 'cookie'],
    ['ann', 'cookie', 'phone'],
    ['ann', 'cookie', 'phone'],
  ])
  expect(identity.resolve('w', 'phone')).toBe('ann')
  expect(await mirrored()).toEqual({})
  broken = false
  await expect.poll(mirrored).toEqual({ phone: 'ann' })
})

test('a listener that throws keeps nobody else from hearing', async () => {
  const heard: string[] = []
  identity.onChange(() => {
    throw new Error('broken listener')
  })
  identity.onChange((workspace) => heard.push(workspace))
  await merge('cookie', 'ann')
  expect(heard).toEqual(['w'])
})

test('a new start knows the merges and repairs a copy that a crash left behind', async () => {
  await merge('a', 'b')
  await events.run("DELETE FROM person_merges; INSERT INTO person_merges VALUES ('w', 'ghost', 'a')")
  identity = createIdentity({ state, events, secret })
  expect(identity.resolve('w', 'a')).toBe('b')
  await expect.poll(mirrored).toEqual({ a: 'b' })
})

test('merges and undos in any order agree with an obvious reference', async () => {
  const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ from: person, into: person, manual: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ undo: fc.nat(8) }) },
  )
  let round = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      round += 1
      const workspace = `round-${round}`
      // The reference: a list of arrows in force, resolved by walking it.
      let arrows: { id: number; from: string; into: string }[] = []
      const undone: { readonly from: string; readonly into: string }[] = []
      const root = (of: string): string => {
        const arrow = arrows.find(({ from }) => from === of)
        return arrow === undefined ? of : root(arrow.into)
      }
      for (const one of steps) {
        if ('undo' in one) {
          const target = arrows[one.undo]
          if (target === undefined) continue
          await identity.undo(workspace, target.id, 5, 'key')
          undone.push(target)
          arrows = arrows.filter((arrow) => arrow !== target)
        } else {
          const { from, into, manual } = one
          await merge(from, into, manual ? 'manual' : 'alias', workspace)
          const taken = arrows.some((arrow) => arrow.from === from)
          const isApart = undone.some((one) =>
            [
              [root(one.from), root(one.into)],
              [root(one.into), root(one.from)],
            ].some(([a, b]) => a === root(from) && b === root(into)),
          )
          if (taken || root(into) === from || (!manual && isApart)) continue
          arrows.push({ id: lastMergeId(), from, into })
        }
      }
      const everybody = ['a', 'b', 'c', 'd', 'e', 'f']
      const restarted = createIdentity({ state, events, secret })
      for (const one of everybody) {
        expect(identity.resolve(workspace, one)).toBe(root(one))
        expect(restarted.resolve(workspace, one)).toBe(root(one))
        expect([...identity.aliasesOf(workspace, one)].sort()).toEqual(
          everybody.filter((other) => root(other) === root(one)),
        )
      }
      const flat = await events.query<{ f: string; i: string }>(
        'SELECT from_person_id AS f, into_person_id AS i FROM person_merges WHERE workspace = $1 ORDER BY f',
        [workspace],
      )
      expect(flat).toEqual(everybody.filter((one) => root(one) !== one).map((one) => ({ f: one, i: root(one) })))
    }),
    { numRuns: 40 },
  )
})
