import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Refusal } from '../refusal.ts'
import { type CsvRecord, readCsv } from './read-csv.ts'

async function read(texts: readonly string[], delimiter = ',') {
  const refused: Refusal[] = []
  const records: CsvRecord[] = []
  async function* source() {
    yield* texts
  }
  for await (const batch of readCsv(source(), { delimiter, file: 'x.csv', onRefused: (one) => refused.push(one) })) {
    records.push(...batch)
  }
  return { records, refused: refused.map(({ line, reason }) => [line, reason]) }
}

test('quotes hold delimiters, doubled quotes and line feeds, and lines are counted through them', async () => {
  const { records, refused } = await read(['a,b\n1,"x, ""y""\nz"\n2,plain\r\n'])
  expect(records).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['1', 'x, "y"\nz'] },
    { line: 4, fields: ['2', 'plain'] },
  ])
  expect(refused).toEqual([])
})

test('a quote in the middle of a field is an ordinary character', async () => {
  const { records } = await read(['a,b\n1,5" disk\n'])
  expect(records[1]).toEqual({ line: 2, fields: ['1', '5" disk'] })
})

test('text after a closing quote refuses that line alone', async () => {
  const { records, refused } = await read(['a,b\n1,"x"y\n2,z\n'])
  expect(records.map(({ line }) => line)).toEqual([1, 3])
  expect(refused).toEqual([[2, 'broken-quoting']])
})

test('a quote that is never closed refuses its line and keeps all that follow', async () => {
  const { records, refused } = await read(['a,b\n1,"x\n2,y\n', '3,z\n'])
  expect(records.map(({ line }) => line)).toEqual([1, 3, 4])
  expect(refused).toEqual([[2, 'broken-quoting']])
})

test('an opening quote does not swallow lines up to a quote of a later line', async () => {
  const { records, refused } = await read(['a,b\n1,"x\n2,"y"\n3,z\n'])
  expect(records.map(({ fields }) => fields)).toEqual([
    ['a', 'b'],
    ['2', 'y'],
    ['3', 'z'],
  ])
  expect(refused).toEqual([[2, 'broken-quoting']])
})

test('lines with too few or too many columns are refused, blank ones skipped', async () => {
  const { records, refused } = await read(['a,b\n\n1\n1,2,3\n1,2\n'])
  expect(records.map(({ line }) => line)).toEqual([1, 5])
  expect(refused).toEqual([
    [3, 'wrong-column-count'],
    [4, 'wrong-column-count'],
  ])
})

test('whatever is written by the rules is read back, however the text is cut', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '字', '😀'), maxLength: 6 })
  const table = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 8 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(table, fc.array(fc.nat(200), { maxLength: 5 }), async (rows, cuts) => {
      const lines = rows.map((row) => `${row.map(quoted).join(',')}\n`)
      const text = lines.join('')
      // Texts end after line feeds, as those of decodeLines do.
      const ends = cuts.map((cut) => text.indexOf('\n', cut) + 1).filter((end) => end > 0)
      const points = [0, ...new Set(ends.sort((a, b) => a - b)), text.length]
      const texts = points.slice(1).map((end, index) => text.slice(points[index], end))
      const { records, refused } = await read(texts)
      expect(refused).toEqual([])
      expect(records.map(({ fields }) => fields)).toEqual(rows.map((row) => [...row]))
    }),
    { numRuns: 200 },
  )
})
