import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, test } from 'vitest'
import { readItemFile } from '../read-item-file.ts'
import { longestLineBytes } from './decode-lines.ts'
import { openRecords } from './open-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-weird-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
async function records(path: string, encoding?: string): Promise<unknown[][]> {
  const source = await openRecords(path, { encoding, onRefused: () => {} })
  const all: unknown[][] = []
  for await (const batch of source.batches) for (const { fields } of batch) all.push([...fields])
  return all
}

test('a binary file is no table, whatever it is called', async () => {
  const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  await expect(records(file('picture.csv', picture))).rejects.toMatchObject({ code: 'binary-file' })
})

test('UTF-16 is read with a byte order mark, and without one when it is said', async () => {
  const text = 'user,item\nann,铁观音\n'
  const bytes = Buffer.from(text, 'utf16le')
  expect(await records(file('marked.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])))).toEqual([
    ['ann', '铁观音'],
  ])
  await expect(records(file('bare.csv', bytes))).rejects.toThrow('--encoding utf-16le')
  expect(await records(file('bare.csv', bytes), 'utf-16le')).toEqual([['ann', '铁观音']])
})

test('a file that is one line without end is given up, not held in memory', async () => {
  const path = join(folder, 'line.csv')
  const block = Buffer.alloc(1 << 20, 'a')
  await pipeline(
    Readable.from(Array.from({ length: (longestLineBytes >> 20) + 8 }, () => block)),
    createWriteStream(path),
  )
  await expect(records(path)).rejects.toMatchObject({ code: 'line-too-long' })
  const later = join(folder, 'later.csv')
  await pipeline(
    Readable.from([
      Buffer.from('user,item\nann,tea\n'),
      ...Array.from({ length: (longestLineBytes >> 20) + 8 }, () => block),
    ]),
    createWriteStream(later),
  )
  await expect(records(later)).rejects.toMatchObject({ code: 'line-too-long' })
})

test('a NUL in a title becomes a sign that something was there; one in an id refuses its line alone', async () => {
  const filler = 'x'.repeat(9000)
  const path = file('items.csv', `id,title\nfirst,${filler}\na,Te\0a\nb,Tea\n`)
  const { items, refused } = await readItemFile(path, {})
  expect(items.map(({ id, title }) => [id, title.slice(0, 5)])).toEqual([
    ['a', 'Te\ufffda'],
    ['b', 'Tea'],
  ])
  // The filler is a title of more than 1,000 characters.
  expect(refused.map(({ line, field }) => [line, field])).toEqual([[2, 'title']])
})

test('a million quotes and a million commas are read in their time', async () => {
  const quotes = '"'.repeat(1_000_000)
  expect(await records(file('quotes.csv', `a,b\n${quotes}\n1,2\n`))).toEqual([['1', '2']])
  expect(await records(file('commas.csv', `a,b\n${','.repeat(1_000_000)}\n1,2\n`))).toEqual([['1', '2']])
})

test('only what is a Parquet file is given to DuckDB, and only that one file', async () => {
  await expect(records(file('no.parquet', 'PAR1 and then nothing'))).rejects.toMatchObject({ code: 'broken-parquet' })
  await expect(records(join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'file-not-found' })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const write = (name: string, sql: string) =>
    connection.run(`COPY (${sql}) TO '${join(folder, name)}' (FORMAT parquet)`)
  await write('a1.parquet', "SELECT 'other' AS item")
  await write('a[1].parquet', "SELECT 'right' AS item")
  expect(await records(join(folder, 'a[1].parquet'))).toEqual([['right']])
  await write('a*.parquet', "SELECT 'star' AS item")
  expect(await records(join(folder, 'a*.parquet'))).toEqual([['star']])
  await write('spans.parquet', "SELECT [{'start': 0, 'end': 4, 'label': 'brand'}] AS entities")
  expect(await records(join(folder, 'spans.parquet'))).toEqual([[[{ start: 0, end: 4, label: 'brand' }]]])
  // Twenty million rows that all say the same.
  await write('bomb.parquet', "SELECT 'x' AS item FROM range(20000000)")
  connection.closeSync()
  instance.closeSync()
  await expect(records(join(folder, 'bomb.parquet'))).rejects.toMatchObject({ code: 'archive-bomb' })
})
