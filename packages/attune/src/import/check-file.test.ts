import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { importCommand } from '../cli/commands/import.ts'
import { checkFile } from './check-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'sales.csv')
const rows = ['buyer,thing,when', 'ann,tea,2026-01-01T10:00:00Z'].join('\n')
writeFileSync(path, rows)
const packed = join(folder, 'packed.csv.gz')
writeFileSync(packed, gzipSync(rows))

test('the columns that an import needs are looked for without importing', async () => {
  for (const file of [path, packed]) {
    await checkFile(file, { as: 'events', options: { columns: { user: 'buyer', item: 'thing' } } })
    await expect(
      checkFile(file, { as: 'events', options: { columns: { user: 'buyer', item: 'thnig' } } }),
    ).rejects.toMatchObject({ code: 'missing-column', details: { suggestion: 'thing' } })
    await expect(checkFile(file, { as: 'items', options: {} })).rejects.toMatchObject({ code: 'missing-column' })
  }
})

test('a wrong --columns leaves no data folder behind', async () => {
  const dataDir = join(folder, 'data')
  for (const columns of ['user=nobody,item=thing', 'user=buyer,itm=thing', 'user']) {
    await importCommand().parseAsync([path, '--columns', columns, '--data-dir', dataDir, '--json'], { from: 'user' })
    expect(process.exitCode).toBe(1)
    process.exitCode = 0
    expect(existsSync(dataDir)).toBe(false)
  }
})
