import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openJournal, recoverJournal } from './journal.ts'

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  return { ...fs, truncate: vi.fn(fs.truncate) }
})

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-journal-'))
  path = join(folder, 'events.duckdb')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"group"'))

test('lines come back in order; sealing begins a new file, numbered on', async () => {
  const journal = openJournal(path, 41)
  await journal.append('{"a":1}\n')
  await journal.append('{"a":"二 💡"}\n{"a":3}\n')
  const [first] = await journal.seal()
  await journal.append('{"a":4}\n')
  const segments = await journal.seal()
  expect(segments.map(({ last }) => last)).toEqual([43, 44])
  expect(segments.map((segment) => linesOf(segment.path))).toEqual([
    ['{"a":1}', '{"a":"二 💡"}', '{"a":3}'],
    ['{"a":4}'],
  ])
  journal.forget([first as never])
  expect(await journal.seal()).toEqual(segments.slice(1))
  expect(await recoverJournal(path)).toEqual(segments)
})

test('wherever a crash tears the file, the whole groups before stay and nothing after shows', async () => {
  const journal = openJournal(path, 0)
  const file = join(folder, 'events.duckdb.journal-0000000000000001')
  const ends: number[] = []
  for (const lines of ['{"a":1}\n', '{"b":"第二"}\n{"b":2}\n', '{"c":3}\n']) {
    await journal.append(lines)
    ends.push(readFileSync(file).length)
  }
  await journal.seal()
  const whole = readFileSync(file)
  for (let size = whole.length; size >= 0; size -= 1) {
    writeFileSync(file, whole.subarray(0, size))
    const groups = ends.filter((end) => end <= size).length
    expect(await recoverJournal(path)).toEqual([{ path: file, last: groups }])
    expect(linesOf(file).length).toBe([0, 1, 3, 4][groups])
  }
})

test('a changed byte ends the file at the group before', async () => {
  const journal = openJournal(path, 0)
  await journal.append('{"a":"first"}\n')
  await journal.append('{"a":"second"}\n')
  const [segment] = await journal.seal()
  const file = segment?.path ?? ''
  const whole = readFileSync(file)
  const secondGroup = whole.indexOf('{"a":"second"}')
  for (let at = secondGroup; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    writeFileSync(file, damaged)
    const [recovered] = await recoverJournal(path)
    expect(recovered?.last).not.toBe(2)
    expect(readFileSync(file).length).toBe(secondGroup)
  }
})

test('appends and seals that come together do not get into each other’s way', async () => {
  const journal = openJournal(path, 0)
  const appends = Array.from({ length: 50 }, (_, n) => journal.append(`{"a":${n}}\n`))
  const seals = Array.from({ length: 5 }, () => journal.seal())
  await Promise.all([...appends, ...seals])
  const segments = await recoverJournal(path)
  expect(segments.flatMap((segment) => linesOf(segment.path))).toEqual(
    Array.from({ length: 50 }, (_, n) => `{"a":${n}}`),
  )
  expect(readdirSync(folder).length).toBe(segments.length)
})

test('a group that was not acknowledged never shows, even where it could not be cut off at once', async () => {
  const journal = openJournal(path, 0)
  await journal.append('{"a":"kept"}\n')
  const handle = await open(folder, 'r')
  const anyFile = Object.getPrototypeOf(handle) as typeof handle
  await handle.close()
  const failing = [
    vi.spyOn(anyFile, 'datasync').mockRejectedValueOnce(new Error('disk gone')),
    vi.spyOn(anyFile, 'truncate').mockRejectedValue(new Error('disk gone')),
  ]
  const gone = new Error('disk gone')
  vi.mocked(truncate).mockRejectedValueOnce(gone).mockRejectedValueOnce(gone)
  try {
    await expect(journal.append('{"a":"refused"}\n')).rejects.toThrow('disk gone')
    // The file is not handed on as long as it holds what was refused.
    await expect(journal.seal()).rejects.toThrow('disk gone')
  } finally {
    for (const spy of failing) spy.mockRestore()
  }
  await journal.append('{"a":"next"}\n')
  const segments = await journal.seal()
  expect(segments.flatMap((segment) => linesOf(segment.path))).toEqual(['{"a":"kept"}', '{"a":"next"}'])
})
