import { expect, test } from 'vitest'
import { withoutPeople } from './segment-batch.ts'
import { bodyOf } from './webhook-events.ts'

const people = ['ann', 'bob'].map((personId) => ({ personId, at: '2026-01-01T00:00:00.000Z' }))
const body = bodyOf('segment.entered', 0, { segmentId: 'vip', people })

test('a message goes on without whoever is erased, and not at all where nobody is left', () => {
  expect(JSON.parse(withoutPeople(body, (id) => id === 'ann') ?? '')).toEqual({
    ...JSON.parse(body),
    data: { segmentId: 'vip', people: people.slice(1) },
  })
  expect(withoutPeople(body, () => false)).toBe(body)
  expect(withoutPeople(body, () => true)).toBeUndefined()
})
