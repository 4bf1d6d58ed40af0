import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal, readJournal } from './journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-journal-'))
  path = join(folder, 'events.duckdb')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('groups come back in order with their numbers; closing removes the files', async () => {
  const journal = openJournal(path, 41)
  expect(await journal.append('one')).toBe(42)
  expect(await journal.append('二 💡')).toBe(43)
  const { groups } = await readJournal(path)
  expect(groups).toEqual([
    { sequence: 42, payload: 'one' },
    { sequence: 43, payload: '二 💡' },
  ])
  await journal.close()
  expect(readdirSync(folder)).toEqual([])
})

test('wherever a crash tears the file, the whole groups before stay and nothing after shows', async () => {
  const journal = openJournal(path, 0)
  const ends = [0]
  for (const payload of ['first', 'second group', 'third']) {
    await journal.append(payload)
    ends.push(readFileSync(join(folder, readdirSync(folder)[0] ?? '')).length)
  }
  const file = join(folder, readdirSync(folder)[0] ?? '')
  const whole = readFileSync(file)
  await journal.close()
  for (let size = whole.length; size >= 0; size -= 1) {
    writeFileSync(file, whole)
    truncateSync(file, size)
    const { groups } = await readJournal(path)
    expect(groups.length).toBe(ends.filter((end) => end > 0 && end <= size).length)
  }
})

test('a changed byte ends the file at the group before', async () => {
  const journal = openJournal(path, 0)
  await journal.append('first')
  await journal.append('second')
  const file = join(folder, readdirSync(folder)[0] ?? '')
  const whole = readFileSync(file)
  await journal.close()
  const firstFrame = 16 + 'first'.length
  for (let at = firstFrame; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    writeFileSync(file, damaged)
    expect((await readJournal(path)).groups.length).toBeLessThan(2)
  }
})

test('full files go when the database has everything in them', async () => {
  const journal = openJournal(path, 0)
  const large = 'x'.repeat(33 * 2 ** 20)
  await journal.append(large)
  await journal.append('small')
  expect(readdirSync(folder).length).toBe(2)
  await journal.applied(0)
  expect((await readJournal(path)).groups.map(({ sequence }) => sequence)).toEqual([1, 2])
  await journal.applied(1)
  expect((await readJournal(path)).groups).toEqual([{ sequence: 2, payload: 'small' }])
  await journal.close()
})
