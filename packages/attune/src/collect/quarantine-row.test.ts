import { expect, test } from 'vitest'
import { quarantineRow } from './quarantine-row.ts'

const payloadOf = (raw: unknown): unknown => {
  const refusal = { code: 'missing-field', field: 'userId', message: 'Say who it was.' }
  const from = { workspace: 'w', receivedAt: 0, source: 'http', messageId: null, personId: null }
  const { payload } = quarantineRow(refusal, { ...from, raw, seal: (text) => `sealed ${text}` })
  return payload === null ? null : JSON.parse(payload.replace(/^sealed /, ''))
}

test('the key with which an event was sent is not kept, wherever it stands', () => {
  const raw = { event: 'x', writeKey: 'ak_w_secret', context: { page: { writeKey: 'ak_w_secret' } } }
  expect(payloadOf(raw)).toEqual({ event: 'x', writeKey: '[left out]', context: { page: { writeKey: '[left out]' } } })
})

test('of direct identifiers and traits the names are kept, and nothing of what is too deep to be written down', () => {
  expect(payloadOf({ properties: { 手机号: '555' }, context: { traits: { plan: 'gold' } } })).toEqual({
    properties: { 手机号: '[left out]' },
    context: { traits: { plan: '[left out]' } },
  })
  let deep: unknown = 1
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  expect(payloadOf(deep)).toBeNull()
})
