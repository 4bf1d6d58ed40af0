import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import { createBackup } from '../protect/backup/create-backup.ts'
import { createTextLabels } from './create-text-labels.ts'
import { labelWork } from './label-work.ts'
import type { LabelSource } from './text-labels.ts'
import { openTextModel, textModelVersions } from './text-models.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const workspace = 'default'
const late = ['快递太慢了', '物流慢', '快递又慢又贵', '发货慢', 'Delivery was late', 'Late and slow delivery']
const good = ['茶很香', '味道很香', '香气很好', '回甘很香', 'The tea smells lovely', 'Lovely tea']

const review = (userId: string, text: string, n = 0) => ({
  type: 'track',
  event: 'Product Reviewed',
  userId,
  messageId: `review of ${userId} ${n}`,
  properties: { product_id: 'tea', review_body: text, rating: 4 },
})
const search = (userId: string, query: string) => ({
  type: 'track',
  event: 'Products Searched',
  userId,
  messageId: `search of ${userId} ${query}`,
  properties: { query },
})
async function send(...batch: object[]): Promise<void> {
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
}
const reviewers = [...late, ...good].map((text, at) => review(`u${at}`, text))
const own = () => createTextLabels({ ...api.attune, work: labelWork })
const proposed = async (from: LabelSource) => (await own().propose(workspace, 'matters', { from, count: 50 })).proposed
const textsIn = async (from: LabelSource) => (await proposed(from)).map(({ text }) => text)
const disagree = (userId: string) =>
  api.call('admin', 'POST', '/v1/consent', { userId, purposes: { training: false }, source: 'api' })

/** Labels all that was said, by hand as it were. */
async function labelAll(): Promise<void> {
  const texts = await proposed('reviews')
  const labels = texts.map(({ id, text }) => ({ textId: id, label: late.includes(text) ? 'delivery' : 'taste' }))
  expect((await api.call('admin', 'PUT', '/v1/labels/matters', { labels })).json().labelled).toBe(texts.length)
}

test('what people said is proposed without what points at them, labelled by id, and learnt from; its words are kept nowhere', async () => {
  await send(...reviewers, review('u0', 'Call me: 138 0013 8000, wang@example.com', 1))
  const texts = await textsIn('reviews')
  expect(texts.toSorted()).toEqual([...late, ...good, 'Call me: [[PHONE_1]], [[EMAIL_1]]'].toSorted())
  expect(texts.join()).not.toMatch(/13800138000|138 0013|wang@/)
  await labelAll()
  const rows = JSON.stringify(api.attune.state.raw.prepare('SELECT * FROM text_labels').all())
  expect(rows).not.toMatch(/快递|Lovely|review of|wang/)
  expect(await own().train(workspace, 'matters')).toMatchObject({
    version: '1',
    texts: 13,
    labels: ['delivery', 'taste'],
  })
  const { classifier, card } = openTextModel(api.attune.config.dataDir, workspace, 'matters')
  expect(card.said).toBe(13)
  expect(classifier.predict(['物流很慢', 'lovely']).map(({ label }) => label)).toEqual(['delivery', 'taste'])
  // A backup lies around after an erasure: it takes nothing along that learnt from people's words.
  const backup = join(api.attune.config.dataDir, 'backup')
  await createBackup(api.attune, backup)
  expect(existsSync(join(backup, 'state.sqlite'))).toBe(true)
  expect(existsSync(join(backup, 'texts', workspace, 'matters', '1'))).toBe(false)
})

test('of searches only what three people looked for is there', async () => {
  await send(
    ...['a', 'b', 'c'].map((who) => search(who, '乌龙茶')),
    search('a', 'a rare wish'),
    search('b', 'a rare wish'),
  )
  expect(await textsIn('searches')).toEqual(['乌龙茶'])
})

test('two people are too few to read what they said one by one, and so is who may only read', async () => {
  await send(review('ann', '很好'), review('bob', '不好'))
  const proposals = (scope: 'read' | 'admin') => api.call(scope, 'GET', '/v1/labels/matters/proposals?from=reviews')
  const few = await proposals('admin')
  expect([few.statusCode, few.json().code]).toEqual([409, 'no-texts'])
  await send(review('eve', '一般'))
  const answer = (await proposals('admin')).json() as { proposed: { id: string; text: string }[] }
  expect(answer.proposed.map(({ text }) => text).toSorted()).toEqual(['一般', '不好', '很好'])
  const read = await proposals('read')
  expect([read.statusCode, read.json().code]).toEqual([403, 'forbidden'])
})

test('who does not agree to training is neither proposed nor learnt from, though labelled before; agreeing again brings it back', async () => {
  await send(...reviewers)
  await labelAll()
  await disagree('u0')
  expect(await textsIn('reviews')).not.toContain(late[0])
  const { textLabels } = api.attune
  expect((await textLabels.given(workspace, 'matters')).map(({ text }) => text)).not.toContain(late[0])
  await api.call('admin', 'POST', '/v1/consent', { userId: 'u0', purposes: { training: true }, source: 'api' })
  expect(await textLabels.given(workspace, 'matters')).toHaveLength(12)
})

test('an erasure takes what was said from the labels, and every model that learnt from it is taught anew or gone', async () => {
  await send(...reviewers)
  await labelAll()
  await own().train(workspace, 'matters')
  await own().train(workspace, 'matters')
  const { dataDir } = api.attune.config
  const erase = async (userId: string) => {
    expect(
      (await api.call('admin', 'POST', `/v1/people/${userId}/erase`, { confirm: userId, note: '' })).statusCode,
    ).toBe(200)
    await api.attune.purge.settled()
  }
  await erase('u0')
  expect(textModelVersions(dataDir, workspace, 'matters')).toEqual(['3'])
  expect(openTextModel(dataDir, workspace, 'matters').card).toMatchObject({ texts: 11, said: 11 })
  // All but one label gone: nothing can be taught, and nothing that was learnt may stay.
  for (let at = 1; at < late.length; at++) await disagree(`u${at}`)
  await own().relearn(workspace)
  expect(textModelVersions(dataDir, workspace, 'matters')).toEqual([])
  const folder = join(dataDir, 'texts')
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []
  for (const file of files.filter((one) => one.isFile()))
    expect(readFileSync(join(file.parentPath, file.name)).includes('快递')).toBe(false)
})

test('an id that was never proposed is refused, and not repeated', async () => {
  await send(...reviewers)
  const answer = await api.call('admin', 'PUT', '/v1/labels/matters', {
    labels: [{ textId: 'said:secret', label: 'x' }],
  })
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-text'])
  expect(answer.body).not.toContain('secret')
})
