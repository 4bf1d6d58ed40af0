import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLabelledRows } from './read-labelled-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-rows-'))

async function read(name: string, text: string, label = 'click', header?: boolean) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return readLabelledRows(path, { label, header })
}

test('labels are 0 and 1, false and true; rows without one are left out and told of', async () => {
  const { columns, rows, truths, leftOut } = await read('a.csv', 'item,click\na,1\nb,false\nc,\nd,TRUE\ne,0.0\n')
  expect(columns).toEqual(['item'])
  expect(rows.map(({ item }) => item)).toEqual(['a', 'b', 'd', 'e'])
  expect([...truths]).toEqual([1, 0, 1, 0])
  expect(leftOut).toMatchObject([{ reason: 'missing-field', count: 1, examples: [{ line: 4 }] }])
})

test('other labels are named with how often they come', async () => {
  await expect(read('b.csv', 'item,click\na,1\nb,yes\nc,2\nd,yes\n')).rejects.toMatchObject({
    code: 'bad-label',
    message: 'Column “click” of b.csv must be 0 or 1 (or false and true); it has yes (2 ×), 2 (1 ×).',
  })
})

test('a column that is not there, an empty file and one without labels are refused', async () => {
  await expect(read('c.csv', 'item,clicked\na,1\n')).rejects.toMatchObject({ code: 'missing-column' })
  await expect(read('d.csv', '')).rejects.toMatchObject({ code: 'empty-file' })
  await expect(read('e.csv', 'item,click\na,\n')).rejects.toMatchObject({ code: 'no-rows', details: { refused: 1 } })
})

test('columns without names are called by their places', async () => {
  const { columns, rows } = await read('f.tsv', '1\t5\tx\n0\t7\ty\n', '1', false)
  expect(columns).toEqual(['2', '3'])
  expect(rows[1]).toMatchObject({ 2: '7', 3: 'y' })
})

test('libfm has a label of 1 and −1 and one id a field', async () => {
  const { columns, ids, rows, truths } = await read('g.libfm', '1 5:1 17:1\r\n-1 6:1.0 18:1\r\n')
  expect(columns).toEqual(['field1', 'field2'])
  expect(ids).toEqual(columns)
  expect(rows).toMatchObject([
    { field1: '5', field2: '17' },
    { field1: '6', field2: '18' },
  ])
  expect([...truths]).toEqual([1, 0])
  for (const [second, what] of [
    ['-1 6:1', 'has 1 features, the first 2'],
    ['-1 6:1 18:0.5', 'has a feature that is not “id:1”'],
  ])
    await expect(read('h.libfm', `1 5:1 17:1\n${second}\n`)).rejects.toMatchObject({
      code: 'bad-libfm',
      message: expect.stringContaining(`Line 2 of h.libfm ${what}`),
    })
})
