import { createWriteStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openBytes } from './open-bytes.ts'
import { openRecords } from './open-records.ts'
import { type ZippedFile, zipOf } from './zip.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-archives-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(content: Uint8Array | string, name = 'file.bin'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
async function read(path: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of (await openBytes(path)).chunks) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
const codeOf = (path: string): Promise<string> =>
  read(path).then(
    () => 'read',
    (error: { code: string }) => error.code,
  )

const table = 'user,item\nann,tea\n'

test('a file is read plain, out of gzip and out of a zip, whatever its name', async () => {
  expect(await read(file(table))).toBe(table)
  expect(await read(file(gzipSync(table)))).toBe(table)
  expect(await read(file(Buffer.concat([gzipSync('user,item\n'), gzipSync('ann,tea\n')])))).toBe(table)
  expect(await read(file(zipOf([{ name: 'shop/events.csv', content: table }])))).toBe(table)
  expect(
    await read(file(zipOf([{ name: 'events.csv', content: table, stored: true }], { comment: 'of the shop' }))),
  ).toBe(table)
})

test('the table of a zip is found among what people and computers put beside it', async () => {
  const zip = zipOf([
    { name: 'shop/', mode: 0o040755, stored: true },
    { name: 'shop/README.txt', content: 'Read me' },
    { name: 'shop/logo.png', content: 'png' },
    { name: '__MACOSX/shop/._events.csv', content: 'mac' },
    { name: 'shop/.DS_Store', content: 'mac' },
    { name: 'shop/events.csv', content: table },
  ])
  const { columns, format, total } = await openRecords(file(zip, 'shop.zip'), { onRefused: () => {} })
  expect({ columns, format }).toEqual({ columns: ['user', 'item'], format: 'csv' })
  expect(total).toBeLessThan(zip.length)
  expect(await codeOf(file(zipOf([{ name: 'logo.png', content: 'png' }])))).toBe('nothing-to-import')
  expect(await codeOf(file(zipOf([]), 'empty.zip'))).toBe('nothing-to-import')
  const two = [
    { name: 'a.csv', content: table },
    { name: 'b.csv', content: table },
  ]
  expect(await codeOf(file(zipOf(two)))).toBe('several-files')
})

test.each<[string, ZippedFile[]]>([
  ['a name that leads out', [{ name: '../events.csv', content: table }]],
  ['a name that leads out further on', [{ name: 'a/../../events.csv', content: table }]],
  ['a name from the root', [{ name: '/etc/cron.d/events.csv', content: table }]],
  ['a name with a drive', [{ name: 'C:/events.csv', content: table }]],
  ['a name with backslashes', [{ name: '..\\events.csv', content: table }]],
  ['a name with a NUL', [{ name: 'events.csv\0.png', content: table }]],
  ['no name', [{ name: '', content: table }]],
  [
    'such a name beside the table',
    [
      { name: 'events.csv', content: table },
      { name: '../../evil.sh', content: 'x' },
    ],
  ],
  ['a link', [{ name: 'events.csv', content: '/etc/passwd', mode: 0o120777 }]],
  [
    'a device',
    [
      { name: 'events.csv', content: table },
      { name: 'tty', mode: 0o020666 },
    ],
  ],
  [
    'a name twice',
    [
      { name: 'events.csv', content: table },
      { name: 'events.csv', content: 'other' },
    ],
  ],
  [
    'a name twice but for capitals',
    [
      { name: 'events.csv', content: table },
      { name: 'Events.CSV', content: 'x' },
    ],
  ],
  ['an encrypted file', [{ name: 'events.csv', content: table, flags: 1 }]],
  ['a strongly encrypted file', [{ name: 'events.csv', content: table, flags: 0x41 }]],
  ['an unusual way of packing', [{ name: 'events.csv', content: table, method: 14 }]],
  [
    'files that share their bytes',
    [
      { name: 'a.png', content: table },
      { name: 'b.csv', content: table, sharesWith: 0 },
    ],
  ],
  ['more than a thousand files', Array.from({ length: 1001 }, (_, n) => ({ name: `${n}.png` }))],
])('a zip with %s is refused', async (_, files) => {
  expect(await codeOf(file(zipOf(files)))).toBe('unsafe-archive')
})

test.each<[string, (zip: Buffer) => Buffer]>([
  ['is cut off', (zip) => zip.subarray(0, zip.length - 30)],
  ['lost its beginning', (zip) => Buffer.concat([Buffer.from('PK\x03\x04'), zip.subarray(40)])],
  ['has another byte in its table', (zip) => zip.fill(zip[50]! ^ 0xff, 50, 51)],
])('a zip that %s is refused as broken', async (_, broken) => {
  expect(await codeOf(file(broken(zipOf([{ name: 'events.csv', content: table.repeat(50) }]))))).toBe('broken-archive')
})

test.each<[string, Partial<ZippedFile>]>([
  ['has more in it than it says', { bytes: 5 }],
  ['has less in it than it says', { bytes: 5000 }],
  ['has other bytes in it than it says', { crc: 7 }],
])('a zip that %s is refused as broken', async (_, lie) => {
  expect(await codeOf(file(zipOf([{ name: 'events.csv', content: table, ...lie }])))).toBe('broken-archive')
})

test('an archive in an archive is refused', async () => {
  expect(await codeOf(file(gzipSync(gzipSync(table))))).toBe('nested-archive')
  expect(await codeOf(file(gzipSync(zipOf([{ name: 'a.csv', content: table }]))))).toBe('nested-archive')
  const zipped = zipOf([{ name: 'a.csv', content: gzipSync(table) }])
  expect(await codeOf(file(zipped))).toBe('nested-archive')
  const tar = Buffer.alloc(512)
  tar.write('events.csv', 0)
  tar.write('ustar', 257)
  expect(await codeOf(file(gzipSync(tar)))).toBe('nested-archive')
})

test.each([
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
])('%s is named, not taken for text', async (kind, mark) => {
  await expect(read(file(Buffer.from([...mark, 1, 2, 3])))).rejects.toThrow(`packed with ${kind}: unpack it first`)
})

test('text that only looks like an archive is text', async () => {
  for (const text of ['BZh,item\n1,2\n', 'PK,item\n1,2\n']) expect(await read(file(text))).toBe(text)
})

/** Zeros: a thousandth when packed. */
async function* zeros(bytes: number): AsyncIterable<Buffer> {
  const block = Buffer.alloc(1 << 20)
  for (let left = bytes; left > 0; left -= block.length) yield block
}

test('a bomb is not unpacked to its end, out of gzip or out of a zip, and nothing of it is on disk', async () => {
  const path = join(folder, 'bomb.csv.gz')
  await pipeline(Readable.from(zeros(256 << 20)), createGzip({ level: 9 }), createWriteStream(path))
  const out = async (from: string): Promise<[string, number]> => {
    let bytes = 0
    try {
      for await (const chunk of (await openBytes(from)).chunks) bytes += chunk.length
      return ['read', bytes]
    } catch (error) {
      return [(error as { code: string }).code, bytes]
    }
  }
  const [code, bytes] = await out(path)
  expect(code).toBe('archive-bomb')
  expect(bytes).toBeLessThanOrEqual(65 << 20)
  const zip = file(zipOf([{ name: 'bomb.csv', content: Buffer.alloc(80 << 20) }]), 'bomb.zip')
  expect((await out(zip))[0]).toBe('archive-bomb')
  // The lie that it is small changes nothing.
  const lie = file(zipOf([{ name: 'bomb.csv', content: Buffer.alloc(80 << 20), bytes: 100 }]), 'lie.zip')
  expect((await out(lie))[0]).toBe('broken-archive')
  expect(readdirSync(folder).sort()).toEqual(
    ['bomb.csv.gz', 'bomb.zip', 'empty.zip', 'file.bin', 'lie.zip', 'shop.zip'].sort(),
  )
})

test('a dull table that shrinks to a hundredth is read', async () => {
  const text = `user,item\n${'ann,tea\n'.repeat(10_000)}`
  expect(gzipSync(text).length * 100).toBeLessThan(text.length)
  expect((await read(file(gzipSync(text)))).length).toBe(text.length)
})

test('a cut gzip is broken', async () => {
  expect(await codeOf(file(gzipSync(table.repeat(100)).subarray(0, 40)))).toBe('broken-gzip')
})
