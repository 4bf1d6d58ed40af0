import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../../api/api.fixture.ts'
import { keptAnswers } from '../../api/kept-answers.ts'
import { findPerson } from '../../profile/find-person.ts'
import { withPersons } from '../../report/resolved-persons.ts'
import { erasePerson } from './erase-person.ts'

const workspace = 'default'
let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

async function send(body: unknown): Promise<void> {
  const answer = await api.call('write', 'POST', '/v1/batch', { batch: [body] })
  expect(answer.statusCode, answer.body).toBe(200)
}

/** How many views a report counts: those of persons who allow analytics. */
async function counted(): Promise<number> {
  const { consent, events } = api.attune
  const { allowedByDefault, personIds } = consent.exceptions(workspace, 'analytics')
  const rows = await events.query<{ person: string }>(
    `SELECT person FROM ${withPersons('interactions', `t.workspace = $1 AND t.kind = 'view'`)}`,
    [workspace],
  )
  return rows.filter(({ person }) => personIds.includes(person) !== allowedByDefault).length
}

test('while somebody who objected under one of their identities is being erased no report counts them', async () => {
  const { attune } = api
  const view = { type: 'track', event: 'Product Viewed', properties: { product_id: 'tea' } }
  for (const who of [{ anonymousId: 'visitor' }, { userId: 'ann' }, { userId: '王' }]) await send({ ...view, ...who })
  const visitor = await findPerson(attune, workspace, 'visitor')
  const purposes = { analytics: false }
  for (const { personId } of [visitor, await findPerson(attune, workspace, 'ann')])
    expect(attune.consent.allowed(workspace, personId, 'analytics')).toBe(true)
  attune.consent.state({ workspace, personId: visitor.personId, purposes, at: api.clock.now, source: 'api' })
  await send({ type: 'identify', userId: 'ann', anonymousId: 'visitor' })
  const ann = await findPerson(attune, workspace, 'ann')
  expect(ann.aliases).toHaveLength(2)
  expect(await counted()).toBe(1)

  const meanwhile: number[] = []
  const kept = keptAnswers<string>(attune)
  // Their rows are still there, and everything in memory that goes before them is gone.
  const flush = async (): Promise<void> => {
    meanwhile.push(await counted())
    await kept('report', async () => 'with their rows')
    await attune.events.flush()
  }
  const events = new Proxy(attune.events, {
    get: (store, name) => (name === 'flush' ? flush : Reflect.get(store, name)),
  })
  await erasePerson({ ...attune, events }, workspace, ann, { actor: 'key', note: '' })
  expect(meanwhile).toEqual([1])
  expect(await counted()).toBe(1)
  expect(attune.consent.lines(workspace, ann.aliases)).toEqual([])
  expect(attune.identity.aliasesOf(workspace, ann.personId)).toEqual([ann.personId])
  expect(await kept('report', async () => 'without them')).toBe('without them')
})
