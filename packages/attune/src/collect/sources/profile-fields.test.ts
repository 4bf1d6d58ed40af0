import { expect, test } from 'vitest'
import { profileFields } from './profile-fields.ts'

test('fields are told with their type and how many records have them, never with a value', () => {
  const fields = profileFields([
    { id: 'a', at: '2026-03-01', size: 1, mixed: 1, list: ['x'], lines: [{ price: 1 }, { price: 2, note: 'n' }] },
    { id: 'b', at: '2026-03-02', size: null, mixed: 'x', list: [], lines: [] },
    { id: 'c', at: 'tomorrow', deep: { er: true }, 'with.dot': 1, 'ann@example.org': 1 },
  ])
  expect(fields).toEqual([
    { path: 'at', type: 'text', share: 1 },
    { path: 'id', type: 'text', share: 1 },
    { path: 'list', type: 'list', share: 2 / 3 },
    { path: 'mixed', type: 'value', share: 2 / 3 },
    { path: 'deep.er', type: 'boolean', share: 1 / 3 },
    { path: 'lines', type: 'list', share: 1 / 3 },
    { path: 'lines[].note', type: 'text', share: 1 / 3 },
    { path: 'lines[].price', type: 'number', share: 1 / 3 },
    { path: 'size', type: 'number', share: 1 / 3 },
  ])
})

test('the number of names is bounded', () => {
  const record = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`f${n}`, n]))
  expect(profileFields([record])).toHaveLength(500)
})
