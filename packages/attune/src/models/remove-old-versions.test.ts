import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStateStore } from '../store/open-state-store.ts'
import { createModelTable } from './model-table.ts'
import { folderOf } from './open-live-models.ts'
import { removeOldVersions } from './remove-old-versions.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'attune-versions-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('files of the five newest versions, the live one and the one before it stay; the rows all stay', () => {
  const workspace = 'default'
  const name = 'model'
  const table = createModelTable(openStateStore(':memory:'))
  const manifest = {
    parameters: {},
    data: null,
    metrics: null,
    seconds: 1,
    note: { en: 'Good.', zh: '好。' },
    rowsSeen: 1,
  }
  for (let version = 1; version <= 10; version++) {
    table.begin(workspace, { name, kind: 'popularity', manifest, createdAt: version })
    table.finish(workspace, { name, version, status: 'trained', manifest, error: null, finishedAt: version })
    mkdirSync(folderOf(root, workspace, name, version), { recursive: true })
  }
  table.point({ workspace, name, live: 2, previous: 4 }, 0)
  removeOldVersions({ root, table, workspace, name })
  expect(
    readdirSync(join(root, workspace, name))
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual([2, 4, 6, 7, 8, 9, 10])
  expect(table.rows(workspace)).toHaveLength(10)
  expect(table.row(workspace, name, 3)?.manifest.note).toEqual({
    en: 'Good. Its files were removed to save space.',
    zh: '好。其文件已删除，以节省空间。',
  })
  expect(table.row(workspace, name, 4)?.manifest.note).toEqual({ en: 'Good.', zh: '好。' })
})
