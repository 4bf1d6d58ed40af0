import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the example of the README runs and does what it says', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!
  const args = ['--conditions=attune-source', '--input-type=module-typescript', '-e', example]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' })
  expect(stderr).toBe('')
  const ids = stdout
    .match(/\d+(?=[,\s])/g)!
    .slice(-6)
    .map(Number)
  const taken = [[0, 1], [1, 2], [3]]
  for (const [person, items] of taken.entries()) {
    const got = ids.slice(2 * person, 2 * person + 2)
    expect(new Set(got).size).toBe(2)
    expect(got.some((id) => items.includes(id))).toBe(false)
  }
})
