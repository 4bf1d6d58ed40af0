import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newRun } from './new-run.fixture.ts'
import { createRunLedger } from './run-ledger.ts'
import { isLocked, lockRun } from './run-lock.ts'

function ledgerOf() {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-runs-'))
  let now = new Date(2026, 2, 2, 12).getTime()
  return { dataDir, ledger: createRunLedger({ dataDir, clock: () => now++ }) }
}

test('runs are named by kind and day and listed newest first, each for its workspace', () => {
  const { ledger, dataDir } = ledgerOf()
  expect(ledger.list('default')).toEqual([])
  const ids = [1, 2, 3].map(() => ledger.create(newRun).id)
  expect(ids).toEqual(['classify-2026-03-02-1', 'classify-2026-03-02-2', 'classify-2026-03-02-3'])
  const other = ledger.create({ ...newRun, workspace: 'other' })
  expect(ledger.list('default').map(({ id }) => id)).toEqual(ids.toReversed())
  expect(() => ledger.find('default', other.id)).toThrow(expect.objectContaining({ code: 'unknown-run' }))
  // What else lies there is no run.
  writeFileSync(join(dataDir, 'runs', 'a-file'), '')
  mkdirSync(join(dataDir, 'runs', 'a-folder'))
  mkdirSync(join(dataDir, 'runs', 'broken'))
  writeFileSync(join(dataDir, 'runs', 'broken', 'run.json'), '{"format":')
  expect(ledger.list('default')).toHaveLength(3)
  expect(() => ledger.find('default', 'broken')).toThrow(expect.objectContaining({ code: 'run-unreadable' }))
})

test('a run is running while somebody holds its lock, and only then can it be cancelled, only else removed', () => {
  const { ledger } = ledgerOf()
  const { id, folder } = ledger.create(newRun)
  expect(ledger.find('default', id).state).toBe('interrupted')
  expect(() => ledger.cancel('default', id)).toThrow(expect.objectContaining({ code: 'run-not-running', status: 409 }))
  const unlock = lockRun(folder)
  expect(ledger.find('default', id)).toMatchObject({ state: 'running', cancelling: false })
  expect(lockRun(folder), 'nobody else gets it').toBeUndefined()
  expect(() => ledger.remove('default', id)).toThrow(expect.objectContaining({ code: 'run-is-running' }))
  expect([ledger.cancel('default', id), ledger.cancel('default', id)]).toEqual([true, false])
  expect(ledger.find('default', id)).toMatchObject({ state: 'running', cancelling: true })
  unlock?.()
  ledger.remove('default', id)
  expect(existsSync(folder)).toBe(false)
})

test('the lock of a process that is killed is free', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-lock-'))
  const script = `import { lockRun } from ${JSON.stringify(join(import.meta.dirname, 'run-lock.ts'))}
    console.log(lockRun(${JSON.stringify(folder)}) !== undefined)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data')
  expect(String(said).trim()).toBe('true')
  expect(isLocked(folder)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(isLocked(folder)).toBe(false)
})
