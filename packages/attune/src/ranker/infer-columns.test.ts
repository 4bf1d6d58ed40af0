import { expect, test } from 'vitest'
import { inferColumns } from './infer-columns.ts'

const rows = Array.from({ length: 200 }, (_, i) => ({
  user_id: String(i % 150),
  price: String(i * 1.5),
  clicks: String(i),
  weekday: String(i % 7),
  colour: ['red', 'green', 'blue'][i % 3],
  tags: i % 4 === 0 ? '' : 'a|b',
  seen: JSON.stringify(['x', 'y'].slice(0, i % 3)),
  vector: Array.from({ length: 8 }, (__, k) => (i * k) / 7),
  title: `a title like no other ${i}`,
  site: 'main',
  nothing: '',
}))
const names = Object.keys(rows[0] ?? {})

test('columns are what they look like', () => {
  const { columns, leftOut } = inferColumns(names, rows)
  expect(columns).toEqual({
    user_id: { kind: 'ids' },
    price: { kind: 'number' },
    clicks: { kind: 'number' },
    weekday: { kind: 'ids' },
    colour: { kind: 'ids' },
    tags: { kind: 'list' },
    seen: { kind: 'list' },
    vector: { kind: 'vector' },
  })
  expect(leftOut.map(({ column }) => column)).toEqual(['title', 'site', 'nothing'])
})

test('wishes come first', () => {
  const { columns } = inferColumns(names, rows, {
    features: ['clicks', 'seen', 'title', 'price'],
    ids: ['clicks', 'title'],
    histories: { seen: 'title' },
  })
  expect(columns).toEqual({
    clicks: { kind: 'ids' },
    seen: { kind: 'list', of: 'title' },
    title: { kind: 'ids' },
    price: { kind: 'number' },
  })
})

test('a wish that is no column, and nothing to learn from, are refused', () => {
  expect(() => inferColumns(names, rows, { ids: ['shop'] })).toThrow(
    expect.objectContaining({ code: 'missing-column' }),
  )
  expect(() => inferColumns(names, rows, { features: ['site'] })).toThrow(
    expect.objectContaining({ code: 'no-features' }),
  )
})
