import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { openInstallation, temporaryFolder } from './support.ts'

test('requests are opened, answered and refused, traits corrected, consents and accesses told on the command line', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const installation = await openInstallation({ dataDir })
  await installation.send([{ type: 'identify', userId: 'ann', traits: { name: 'An', city: 'Pekin' } }])
  await installation.close()
  const run = (...args: string[]) => runHere([...args, '--data-dir', dataDir])
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)

  const request = await json('privacy', 'open', 'rectification', 'ann', '--note', 'by mail')
  expect(request).toMatchObject({ kind: 'rectification', status: 'open', note: 'by mail' })
  expect((await run('privacy', 'requests')).stdout).toContain('rectification')
  const corrected = await json(
    'privacy',
    'correct',
    'ann',
    '--set',
    'name=Ann',
    '--set',
    'age:=41',
    '--set',
    'phone=13800138000',
    '--unset',
    'city',
  )
  expect(corrected.traits).toEqual({ name: 'Ann', age: 41, phone: '13800138000' })
  expect((await run('privacy', 'correct', 'ann')).stderr).toContain('--set city=')
  expect((await run('privacy', 'close', request.id, '--refused')).stderr).toContain('--reason')
  expect((await run('privacy', 'close', request.id)).stdout).toContain('is done')
  expect((await json('privacy', 'consents')).persons).toBe(1)

  const csv = join(temporaryFolder(), 'review.csv')
  const review = await run('access', 'review', '--csv', csv, '--record', '--note', 'first one')
  expect(review.stderr).not.toContain('rror')
  expect(review.stdout).toContain('Last looked through')
  expect(readFileSync(csv, 'utf8')).toContain('never used; never ends')
  expect((await run('audit', 'list', '--action', 'access.', '--from', '2026-01-01')).stdout).toContain(
    'access.reviewed',
  )
  expect((await run('audit', 'list', '--action', 'access.', '--to', '2026-01-01')).stdout).not.toContain('reviewed')
})
