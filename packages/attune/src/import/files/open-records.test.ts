import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type OpenRecordsOptions, openRecords } from './open-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-records-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(name: string, content: string, options: Omit<OpenRecordsOptions, 'onRefused'> = {}) {
  const path = join(folder, name)
  writeFileSync(path, content)
  const source = await openRecords(path, { ...options, onRefused: () => {} })
  const records: unknown[] = []
  for await (const batch of source.batches) for (const { line, fields } of batch) records.push([line, ...fields])
  return { columns: source.columns, records }
}

test.each([
  ['a,b\n1,2\n', ','],
  ['a;b\n1;2\n', ';'],
  ['a\tb\n1\t2\n', 'tab'],
  ['a|b\n1|2\n', '|'],
  ['a::b\n1::2\n', '::'],
  ['"a, or A";b\n1;2\n', '; beside a quoted comma'],
])('%j: the delimiter is found (%s)', async (content) => {
  expect((await read('x.csv', content)).records).toEqual([[2, '1', '2']])
})

test('a spreadsheet’s first line says the delimiter, and lines keep their numbers', async () => {
  expect(await read('excel.csv', 'sep=;\r\na;b\r\n1;2,5\r\n')).toEqual({
    columns: ['a', 'b'],
    records: [[3, '1', '2,5']],
  })
})

test('lines may end with a carriage return alone', async () => {
  expect(await read('old.csv', 'a,b\r1,2\r3,4')).toEqual({
    columns: ['a', 'b'],
    records: [
      [2, '1', '2'],
      [3, '3', '4'],
    ],
  })
})

test('columns by their places: a first line of data is data, a header is none', async () => {
  expect(await read('u.data', '196\t242\t3\n186\t302\t3\n', { wanted: ['1', '2'] })).toEqual({
    columns: ['1', '2', '3'],
    records: [
      [1, '196', '242', '3'],
      [2, '186', '302', '3'],
    ],
  })
  expect((await read('h.csv', 'user,item\n1,2\n', { wanted: ['1', '2'] })).records).toEqual([[2, '1', '2']])
})

test('JSON lines: columns of all first lines, nested ones by their path, absent ones undefined', async () => {
  const content = '{"a":1}\n\n{"b":{"c":"x"},"__proto__":{"d":1}}\n'
  const { columns, records } = await read('x.jsonl', content, { wanted: ['b.c'] })
  expect(columns).toEqual(expect.arrayContaining(['a', 'b.c']))
  const place = columns.indexOf('b.c') + 1
  expect(records.map((record) => [(record as unknown[])[0], (record as unknown[])[place]])).toEqual([
    [1, undefined],
    [3, 'x'],
  ])
})
