import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the example of the README runs, and training moves what it should', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const args = ['--conditions=attune-source', '--input-type=module-typescript', '-e', example]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' })
  expect(stderr).toBe('')
  const weights = stdout.match(/-?\d+\.\d+/g)?.map(Number) ?? []
  expect(weights).toHaveLength(12)
  expect(Math.max(...weights.map(Math.abs))).toBeGreaterThan(0.3)
})
