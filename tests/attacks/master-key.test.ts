import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runHere } from '../../packages/attune/src/cli/run-here.fixture.ts'
import type { ConfigInput } from '../../packages/attune/src/config/schema.ts'
import { openInstallation, runCli, temporaryFolder } from '../support.ts'

let dataDir: string
const at = (name: string): string => join(dataDir, name)

beforeEach(async () => {
  dataDir = temporaryFolder()
  const house = await openInstallation({ dataDir })
  await house.send([{ type: 'identify', userId: 'ann', traits: { name: 'Ann' } }])
  await house.close()
  copyFileSync(at('secret.key'), at('kept.key'))
})

/** What keeps the folder from opening; and nothing in it is changed by the try. */
async function refusal(protect: ConfigInput['protect'] = {}): Promise<string> {
  const before = readdirSync(dataDir).toSorted()
  const error = await openInstallation({ dataDir, config: { protect } }).then(
    async (house) => {
      await house.close()
      return { code: 'opened', message: '' }
    },
    (reason: { code: string; message: string }) => reason,
  )
  const key = readFileSync(at('kept.key'))
  for (const secret of [key.toString('hex'), key.toString('base64'), key.toString('latin1')])
    expect(error.message).not.toContain(secret)
  expect(readdirSync(dataDir).toSorted()).toEqual(before)
  return error.code
}

/** The right key opens the folder as it was: no try spoilt anything. */
afterEach(async () => {
  rmSync(at('secret.key'), { force: true })
  copyFileSync(at('kept.key'), at('secret.key'))
  chmodSync(at('secret.key'), 0o600)
  const house = await openInstallation({ dataDir })
  expect((await house.ask('read', 'GET', '/v1/people/ann')).body).toMatchObject({ name: 'Ann' })
  await house.close()
})

test('another key of the right length is refused', async () => {
  writeFileSync(at('secret.key'), Buffer.alloc(32, 7))
  expect(await refusal()).toBe('wrong-master-key')
})

test('a key that is gone is not made anew: the old one may still be found', async () => {
  rmSync(at('secret.key'))
  expect(await refusal()).toBe('master-key-lost')
  expect(existsSync(at('secret.key'))).toBe(false)
})

test.each([0, 1, 31])('a key that was cut to %i bytes is refused, and left as it is', async (length) => {
  truncateSync(at('secret.key'), length)
  expect(await refusal()).toBe('secret-unreadable')
  expect(statSync(at('secret.key')).size).toBe(length)
})

test('a key with something after it is refused', async () => {
  writeFileSync(at('secret.key'), Buffer.concat([readFileSync(at('kept.key')), Buffer.from('\n')]))
  expect(await refusal()).toBe('secret-unreadable')
})

test.skipIf(process.platform === 'win32').each([0o644, 0o604, 0o602, 0o666])(
  'a key that every user of the computer can read or change (%o) is refused until it is not',
  async (mode) => {
    chmodSync(at('secret.key'), mode)
    expect(await refusal()).toBe('master-key-exposed')
    chmodSync(at('secret.key'), 0o600)
    expect(await refusal()).toBe('opened')
  },
)

test('the same holds for a key that lies elsewhere: missing, cut, another, for all to read', async () => {
  const path = join(temporaryFolder(), 'elsewhere.key')
  const elsewhere = { masterKey: { from: 'file' as const, path } }
  expect(await refusal(elsewhere)).toBe('master-key-unreadable')
  writeFileSync(path, readFileSync(at('kept.key')).subarray(0, 20), { mode: 0o600 })
  expect(await refusal(elsewhere)).toBe('master-key-unreadable')
  writeFileSync(path, Buffer.alloc(32, 7))
  expect(await refusal(elsewhere)).toBe('wrong-master-key')
  writeFileSync(path, readFileSync(at('kept.key')))
  if (process.platform !== 'win32') {
    chmodSync(path, 0o644)
    expect(await refusal(elsewhere)).toBe('master-key-exposed')
    chmodSync(path, 0o640)
  }
  expect(await refusal(elsewhere)).toBe('opened')
})

test('the server does not start, and says in one sentence what to do', async () => {
  rmSync(at('secret.key'))
  const { code, stderr, stdout } = await runCli(['serve', '--port', '0', '--json', '--data-dir', dataDir])
  expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'master-key-lost'])
  expect(stderr).toContain('Restore it from its backup, or say in protect.masterKey where the key lies')
  const doctor = await runHere(['doctor', '--json', '--data-dir', dataDir])
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({ check: 'stores', state: 'wrong', message: expect.stringContaining('Restore it') }),
  )
})
