import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { createBackup } from '../packages/attune/src/protect/backup/create-backup.ts'
import { pruneBackup } from '../packages/attune/src/protect/backup/prune-backup.ts'
import { restoreBackup } from '../packages/attune/src/protect/backup/restore-backup.ts'
import { expire } from '../packages/attune/src/protect/retention.ts'
import { exportLake } from '../packages/attune/src/store/lake.ts'
import { openInstallation, type TestInstallation, temporaryFolder } from './support.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 2, 12)
const protect = { retention: { 'Product Viewed': 30 } }

const act = (event: string, at: number, item: string) => ({
  type: 'track',
  userId: 'ann',
  messageId: `${event} ${item}`,
  event,
  timestamp: new Date(at).toISOString(),
  properties: { product_id: item, order_id: item, total: 1 },
})

/** A shop with a day that is old in a month and one that is not, and its lake. */
async function shop(clock: { now: number }): Promise<TestInstallation> {
  const house = await openInstallation({ now: () => clock.now, config: { protect } })
  await house.send([
    act('Product Viewed', start - 2 * day, 'old-canary-1'),
    // The same day, and the same file of the lake.
    act('Order Completed', start - 2 * day + 1000, 'order-1'),
    act('Product Viewed', start - 3 * day, 'old-canary-2'),
    act('Product Viewed', start, 'new-1'),
  ])
  await house.ask('write', 'POST', '/v1/batch', {
    batch: [{ ...act('Product Viewed', start, 'bad'), timestamp: 'never' }],
  })
  await exportLake({ ...house.attune, dir: join(house.dataDir, 'lake') })
  return house
}

/** Item ids in the events and interactions of a lake, read by its files alone. */
async function inLake({ attune }: TestInstallation, dir: string): Promise<string[]> {
  const items = await Promise.all(
    ['events', 'interactions'].map((table) =>
      attune.events.query<{ item: string }>(
        `SELECT DISTINCT item_id AS item FROM read_parquet('${dir}/${table}/*/*/*.parquet', hive_partitioning = false) ORDER BY 1`,
      ),
    ),
  )
  return items.map((rows) => rows.map(({ item }) => item).join(' '))
}

const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : []
  })
const open = (now: () => number) => (config: Parameters<typeof createAttune>[0]['config']) =>
  createAttune({ config, clock: now, log: pino({ level: 'silent' }) })

test('what is over leaves the store, the file’s bytes and the lake; what is not stays in all of them', async () => {
  const clock = { now: start }
  const house = await shop(clock)
  const lake = join(house.dataDir, 'lake')
  expect(await inLake(house, lake)).toEqual(Array(2).fill('new-1 old-canary-1 old-canary-2 order-1'))
  clock.now = start + 29 * day
  expect(await expire(house.attune)).toMatchObject({ events: 2, refused: 1, lakeFiles: 5 })
  expect(await inLake(house, lake)).toEqual(Array(2).fill('new-1 order-1'))
  // A day of which nothing is left is gone.
  expect(readdirSync(join(lake, 'events', 'workspace=default')).sort()).toEqual(['day=2026-02-28', 'day=2026-03-02'])
  expect(existsSync(join(lake, 'quarantine', 'workspace=default', 'day=2026-03-02'))).toBe(false)
  expect(await expire(house.attune)).toEqual({ events: 0, refused: 0, keys: 0, lakeFiles: 0 })
  await house.close()
  expect(filesWith(house.dataDir, 'old-canary')).toEqual([])
})

test('a data folder that was away for long serves nothing of what is over when it is opened again', async () => {
  const clock = { now: start }
  const house = await shop(clock)
  await house.close()
  const later = await open(() => start + 29 * day)(configSchema.parse({ dataDir: house.dataDir, protect }))
  const ann = later.identity.personIdOf('default', { userId: 'ann' })
  expect(later.histories.of('default', ann).itemIds.toSorted()).toEqual(['new-1', 'order-1'])
  await later.close()
})

test('what is over does not come back with an old backup', async () => {
  const clock = { now: start }
  const house = await shop(clock)
  const dir = join(temporaryFolder(), 'backup')
  await createBackup(house.attune, dir)
  await house.close()
  const dataDir = temporaryFolder()
  for (const name of ['secret.key', 'keys.sqlite']) copyFileSync(join(house.dataDir, name), join(dataDir, name))
  const now = (): number => start + 29 * day
  const restored = await restoreBackup({ config: configSchema.parse({ dataDir, protect }), dir, open: open(now) })
  expect(restored).toMatchObject({ expired: 2, rows: { events: 2, interactions: 2 } })
  expect(filesWith(dataDir, 'old-canary')).toEqual([])
})

test('a backup that is pruned holds nothing of what is over, is whole and signed, and survives being broken off', async () => {
  const clock = { now: start }
  const house = await shop(clock)
  const dir = join(temporaryFolder(), 'backup')
  await createBackup(house.attune, dir)
  expect(await pruneBackup(house.attune, dir)).toMatchObject({ files: 0 })
  clock.now = start + 29 * day
  const aside = join(temporaryFolder(), 'whole')
  cpSync(dir, aside, { recursive: true })
  expect(await pruneBackup(house.attune, dir)).toMatchObject({
    files: 5,
    manifest: { rows: { events: 2, quarantine: 0 } },
  })
  expect(await inLake(house, join(dir, 'lake'))).toEqual(Array(2).fill('new-1 order-1'))
  // Killed between taking the old one away and putting the new one in its place.
  renameSync(aside, `${aside}.before-pruning`)
  expect(await pruneBackup(house.attune, aside)).toMatchObject({ files: 5 })
  expect(existsSync(`${aside}.before-pruning`)).toBe(false)
  await house.close()
  for (const backup of [dir, aside]) {
    const dataDir = temporaryFolder()
    for (const name of ['secret.key', 'keys.sqlite']) copyFileSync(join(house.dataDir, name), join(dataDir, name))
    const { manifest, rows, expired } = await restoreBackup({
      config: configSchema.parse({ dataDir, protect }),
      dir: backup,
      open: open(() => clock.now),
    })
    expect([expired, rows.events]).toEqual([0, manifest.rows.events])
  }
})
