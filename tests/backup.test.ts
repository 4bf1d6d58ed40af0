import {
  appendFileSync,
  copyFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { findPerson } from '../packages/attune/src/profile/find-person.ts'
import { backupKeys, createBackup } from '../packages/attune/src/protect/backup/create-backup.ts'
import { restoreBackup } from '../packages/attune/src/protect/backup/restore-backup.ts'
import { erasePerson } from '../packages/attune/src/protect/rights/erase-person.ts'
import { newRun } from '../packages/attune/src/runs/new-run.fixture.ts'
import { openInstallation, temporaryFolder } from './support.ts'

const open = (config: Parameters<typeof createAttune>[0]['config'], how: { finishErasures?: boolean } = {}) =>
  createAttune({ config, log: pino({ level: 'silent' }), ...how })
const viewed = (userId: string, n: number) => ({
  type: 'track',
  userId,
  event: 'Product Viewed',
  messageId: `${userId}-${n}`,
  properties: { product_id: `item-${n % 3}`, note: `note of ${userId}` },
})

/** A shop, its backup without keys, and the keys as they were then. */
async function backedUp() {
  const house = await openInstallation()
  for (const person of ['ann', 'bob', 'carol']) {
    await house.send([0, 1, 2].map((n) => viewed(person, n)))
    await house.send([
      { type: 'identify', userId: person, traits: { name: `Name of ${person}` }, messageId: `i-${person}` },
    ])
  }
  await (await house.attune.models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })).done
  const { folder } = house.attune.runs.create(newRun)
  for (const name of ['progress.jsonl', 'state.safetensors']) writeFileSync(join(folder, name), '')
  const dir = join(temporaryFolder(), 'backup')
  const keys = join(temporaryFolder(), 'keys.sqlite')
  await createBackup(house.attune, dir)
  backupKeys(house.attune, keys)
  return { house, dir, keys }
}

const emptyHouse = (from: string): string => {
  const dataDir = temporaryFolder()
  copyFileSync(join(from, 'secret.key'), join(dataDir, 'secret.key'))
  return dataDir
}

test('a backup restored is the installation again; without its keys nobody is in it', async () => {
  const { house, dir, keys } = await backedUp()
  const before = (await house.ask('read', 'GET', '/v1/people/ann')).body
  await house.close()
  const dataDir = emptyHouse(house.dataDir)
  await expect(restoreBackup({ config: configSchema.parse({ dataDir }), dir, open })).rejects.toMatchObject({
    code: 'no-keys',
  })
  const { manifest, rows, erasedAgain } = await restoreBackup({
    config: configSchema.parse({ dataDir }),
    dir,
    keys,
    open,
  })
  expect(rows).toEqual(manifest.rows)
  expect(erasedAgain).toBe(0)
  const again = await openInstallation({ dataDir })
  expect((await again.ask('read', 'GET', '/v1/people/ann')).body).toMatchObject({
    personId: before.personId,
    name: 'Name of ann',
    counts: before.counts,
  })
  expect(again.attune.models.live('default', 'recencyItemKnn')?.version).toBe(1)
  const [run] = again.attune.runs.list('default')
  expect(run).toMatchObject({ state: 'interrupted', settings: newRun.settings })
  expect(readdirSync(run!.folder).toSorted()).toEqual(['lock', 'progress.jsonl', 'run.json'])
  await again.close()
  const texts = readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name))] : [],
  )
  for (const text of ['Name of ann', 'Name of bob', 'note of carol'])
    expect(texts.some((bytes) => bytes.includes(text))).toBe(false)
  await expect(restoreBackup({ config: configSchema.parse({ dataDir }), dir, open })).rejects.toMatchObject({
    code: 'data-folder-in-use',
  })
})

test('who was erased after the backup was made is erased from what is restored', async () => {
  const { house, dir } = await backedUp()
  const ann = house.attune.identity.personIdOf('default', { userId: 'ann' })
  await house.ask('admin', 'POST', '/v1/people/ann/erase', { confirm: 'ann' })
  await house.attune.purge.start()
  const now = join(temporaryFolder(), 'keys-now.sqlite')
  backupKeys(house.attune, now)
  await house.close()
  const dataDir = emptyHouse(house.dataDir)
  expect(await restoreBackup({ config: configSchema.parse({ dataDir }), dir, keys: now, open })).toMatchObject({
    erasedAgain: 1,
  })
  const again = await openInstallation({ dataDir })
  expect((await again.ask('read', 'GET', '/v1/people/ann')).status).toBe(404)
  expect((await again.ask('read', 'GET', '/v1/people/bob')).body).toMatchObject({ name: 'Name of bob' })
  await again.close()
  expect(
    readdirSync(dataDir, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(ann),
    ),
  ).toBe(false)
})

test('what somebody said of whom nothing else is kept can be seen and erased, and does not come back with a backup', async () => {
  const house = await openInstallation({ config: { protect: { regime: 'gdpr' } } })
  const who = { anonymousId: 'visitor' }
  await house.ask('write', 'POST', '/v1/consent', { ...who, purposes: { analytics: false } })
  const held = (await house.ask('admin', 'GET', '/v1/people/visitor/export')).body
  expect(held.consent.history).toMatchObject([{ purpose: 'analytics', granted: false }])
  const dir = join(temporaryFolder(), 'backup')
  await createBackup(house.attune, dir)
  const erased = await house.ask('admin', 'POST', '/v1/people/visitor/erase', { confirm: 'visitor' })
  expect(erased.status).toBe(200)
  const keys = join(temporaryFolder(), 'keys.sqlite')
  backupKeys(house.attune, keys)
  await house.close()
  const dataDir = emptyHouse(house.dataDir)
  const restored = await restoreBackup({ config: configSchema.parse({ dataDir }), dir, keys, open })
  expect(restored.erasedAgain).toBe(1)
  const again = await open(configSchema.parse({ dataDir }))
  expect(again.state.raw.prepare('SELECT * FROM consents').all()).toEqual([])
  await again.close()
})

test('an erasure that a backup was made in the middle of is finished on what was restored, and models stay live', async () => {
  const house = await openInstallation()
  for (const person of ['ann', 'bob', 'carol', 'dan']) await house.send([0, 1, 2].map((n) => viewed(person, n)))
  await (await house.attune.models.train({ workspace: 'default', name: 'bpr', actor: 'test' })).done
  const ann = await findPerson(house.attune, 'default', 'ann')
  await erasePerson(house.attune, 'default', ann, { actor: 'test', note: '' })
  const dir = join(temporaryFolder(), 'backup')
  const keys = join(temporaryFolder(), 'keys.sqlite')
  await createBackup(house.attune, dir)
  backupKeys(house.attune, keys)
  await house.close()
  const dataDir = emptyHouse(house.dataDir)
  await restoreBackup({ config: configSchema.parse({ dataDir }), dir, keys, open })
  const again = await openInstallation({ dataDir })
  expect(again.attune.models.live('default', 'bpr')).toBeDefined()
  expect((await again.ask('admin', 'GET', '/v1/privacy/requests')).body.requests).toMatchObject([
    { models: [{ name: 'bpr', state: 'retrained' }], purgedAt: expect.any(String) },
  ])
  await again.close()
})

test('a backup that was tampered with is refused by the name of the file, and nothing is written', async () => {
  const { house, dir, keys } = await backedUp()
  await house.close()
  const parquet = readdirSync(dir, { recursive: true })
    .map(String)
    .find((name) => name.endsWith('.parquet')) as string
  const cases: [string, (copy: string) => void][] = [
    ['was changed', (copy) => appendFileSync(join(copy, parquet), 'x')],
    ['is missing', (copy) => rmSync(join(copy, 'state.sqlite'))],
    ['was added', (copy) => writeFileSync(join(copy, 'lake', 'extra'), 'x')],
    ['no plain file', (copy) => symlinkSync('/etc/hostname', join(copy, 'lake', 'link'))],
    [
      'list of files',
      (copy) =>
        writeFileSync(
          join(copy, 'backup.json'),
          readFileSync(join(copy, 'backup.json'), 'utf8').replace(/"events": \d+/, '"events": 1'),
        ),
    ],
  ]
  for (const [why, tamper] of cases) {
    const copy = join(temporaryFolder(), 'copy')
    cpSync(dir, copy, { recursive: true })
    tamper(copy)
    const dataDir = emptyHouse(house.dataDir)
    await expect(
      restoreBackup({ config: configSchema.parse({ dataDir }), dir: copy, keys, open }),
    ).rejects.toMatchObject({
      code: 'backup-tampered',
      message: expect.stringContaining(why),
    })
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
  }
  const other = temporaryFolder()
  writeFileSync(join(other, 'secret.key'), Buffer.alloc(32, 3), { mode: 0o600 })
  await expect(
    restoreBackup({ config: configSchema.parse({ dataDir: other }), dir, keys, open }),
  ).rejects.toMatchObject({ code: 'wrong-master-key' })
})

test('the commands: create, rehearse and restore', async () => {
  const { house } = await backedUp()
  await house.close()
  const dir = join(temporaryFolder(), 'by-command')
  const keys = join(temporaryFolder(), 'k.sqlite')
  const at = ['--data-dir', house.dataDir]
  expect((await runHere(['backup', 'create', dir, '--keys', keys, ...at])).stdout).toContain('events')
  expect((await runHere(['backup', 'create', dir, ...at])).stderr).toContain('is there already')
  const rehearsal = await runHere(['backup', 'rehearse', dir, ...at])
  expect(rehearsal.stdout).toContain('can be restored')
  expect(rehearsal.code).toBe(0)
  const restored = await runHere([
    'backup',
    'restore',
    dir,
    '--keys',
    keys,
    '--json',
    '--data-dir',
    emptyHouse(house.dataDir),
  ])
  expect(JSON.parse(restored.stdout)).toMatchObject({ complete: true, rows: { people: 3 } })
})
