import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportTrainingData } from '../packages/attune/src/models/export-training-data.ts'
import { readTrainingData } from '../packages/attune/src/models/read-training-data.ts'
import { purposes } from '../packages/attune/src/protect/consent/purposes.ts'
import { openInstallation, type TestInstallation, temporaryFolder } from './support.ts'

let house: TestInstallation
const people = Array.from({ length: 12 }, (_, n) => `person-${n}`)
const refuser = 'person-3'
const viewed = (userId: string, item: number, n: number) => ({
  type: 'track',
  userId,
  event: 'Product Viewed',
  messageId: `${userId}-${item}-${n}`,
  properties: { product_id: `item-${item}` },
})

beforeAll(async () => {
  house = await openInstallation()
  for (let item = 0; item < 8; item++)
    await house.ask('admin', 'PUT', `/v1/items/item-${item}`, {
      title: `Item ${item}`,
      kind: 'product',
      categories: ['c'],
    })
  for (const [n, person] of people.entries())
    await house.send([0, 1, 2].map((step) => viewed(person, (n + step) % 8, 0)))
  await (await house.attune.models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })).done
})
afterAll(() => house.close())

const ask = async (userId: string, more: object = {}) =>
  (await house.ask('read', 'POST', '/v1/recommendations', { placement: 'home', userId, n: 5, ...more })).body
const say = (allowed: boolean, ...which: (typeof purposes)[number][]) =>
  house.ask('read', 'POST', '/v1/consent', {
    userId: refuser,
    purposes: Object.fromEntries(which.map((purpose) => [purpose, allowed])),
  })
const inArm = { preview: true, variation: 'personalised' }

test('with consent withdrawn every path treats a person as nobody: deciding, portraits, training, collecting, logging', async () => {
  expect((await ask(refuser, inArm)).model.name).toBe('recencyItemKnn')
  await say(false, ...purposes.filter((purpose) => purpose !== 'storage'))

  // Deciding: what everybody sees, and the answer says why; items they saw already are not held back, since nothing is looked at.
  const answer = await ask(refuser, inArm)
  expect(answer).toMatchObject({ model: { name: 'popular' }, fallback: { code: 'no-consent' } })
  const stranger = await ask('never heard of', inArm)
  expect(answer.items.map(({ itemId }: { itemId: string }) => itemId)).toEqual(
    stranger.items.map(({ itemId }: { itemId: string }) => itemId),
  )
  expect((await ask(refuser, { ...inArm, context: { language: 'zh' } })).fallback.message).toContain('未同意')

  // Logging: the decision is counted and belongs to nobody.
  const { decisionId } = await ask(refuser)
  const [logged] = await house.attune.events.query<{ person: string }>(
    'SELECT person_id AS person FROM decisions WHERE decision_id = $1',
    [decisionId],
  )
  expect(logged).toEqual({ person: 'p_nobody' })

  // Portraits: no conclusions.
  const portrait = (await house.ask('read', 'GET', `/v1/people/${refuser}`)).body
  expect(portrait).toMatchObject({ interests: [], counts: { view: 3 } })

  // Training: not learnt from.
  const file = `${temporaryFolder()}/data.parquet`
  const personId = house.attune.identity.personIdOf('default', { userId: refuser })
  const consent = house.attune.consent.exceptions('default', 'training')
  const exported = await exportTrainingData({
    events: house.attune.events,
    workspace: 'default',
    values: 'interactions',
    weights: {},
    consent,
    file,
  })
  expect(exported).toBe(3 * (people.length - 1))
  const interactions = await readTrainingData(file)
  expect(interactions.persons.ids).not.toContain(personId)
  expect(interactions.persons.ids).toHaveLength(people.length - 1)

  // Collecting: behaviour is not kept, an order is.
  const kept = await house.ask('write', 'POST', '/v1/batch', {
    batch: [
      viewed(refuser, 1, 9),
      {
        type: 'track',
        userId: refuser,
        event: 'Order Completed',
        messageId: 'o',
        properties: { total: 3, products: [{ product_id: 'item-1' }] },
      },
    ],
  })
  expect(kept.body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'no-consent' }] })

  // Agreeing again brings everything back.
  await say(true, 'personalisation', 'profiling', 'analytics', 'training')
  expect((await ask(refuser, inArm)).model.name).toBe('recencyItemKnn')
  expect((await house.ask('read', 'GET', `/v1/people/${refuser}`)).body.interests).not.toEqual([])
  expect(house.attune.consent.exceptions('default', 'training').personIds).toEqual([])
})

test('where the law asks first, only those who agreed are learnt from', async () => {
  const strict = await openInstallation({ config: { protect: { regime: 'gdpr' } } })
  try {
    for (const person of ['yes', 'no']) {
      await strict.ask('read', 'POST', '/v1/consent', {
        userId: person,
        purposes: { analytics: true, training: person === 'yes' },
      })
      await strict.send([viewed(person, 1, 0), viewed(person, 2, 0)])
    }
    const file = `${temporaryFolder()}/data.parquet`
    const consent = strict.attune.consent.exceptions('default', 'training')
    await exportTrainingData({
      events: strict.attune.events,
      workspace: 'default',
      values: 'interactions',
      weights: {},
      consent,
      file,
    })
    const interactions = await readTrainingData(file)
    expect(interactions.persons.ids).toEqual([strict.attune.identity.personIdOf('default', { userId: 'yes' })])
  } finally {
    await strict.close()
  }
})
