import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './support.ts'

const scripts = join(import.meta.dirname, '..', 'scripts')
const integrity = `sha512-${'a'.repeat(86)}==`

/** What the check says of a repository whose lock file pins one package besides a good one. */
function check(
  entry: Record<string, unknown>,
  installed?: Record<string, unknown>,
): { code: number | null; said: string } {
  const root = temporaryFolder()
  const good = { version: '1.0.0', license: 'MIT', integrity }
  const packages = { '': { name: 'x' }, 'node_modules/good': good, 'node_modules/odd': { ...good, ...entry } }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
  if (installed) {
    mkdirSync(join(root, 'node_modules', 'odd'), { recursive: true })
    writeFileSync(join(root, 'node_modules', 'odd', 'package.json'), JSON.stringify(installed))
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(scripts, 'check-licences.mjs'), root], {
    encoding: 'utf8',
  })
  return { code: status, said: stdout + stderr }
}

test.each([
  ['(MIT OR GPL-3.0-only)', {}],
  ['(MIT AND Zlib)', {}],
  ['MIT OR (GPL-2.0-only AND Apache-2.0)', {}],
  ['MPL-2.0', { dev: true }],
])('%s may be used %j', (license, more) => {
  expect(check({ license, ...more })).toEqual({
    code: 0,
    said: expect.stringContaining('under licences that may be used'),
  })
})

test.each([
  ['GPL-3.0-only', {}],
  ['AGPL-3.0-or-later', { dev: true }],
  ['(MIT AND GPL-3.0-only)', {}],
  ['(MIT OR', {}],
  ['SEE LICENSE IN LICENSE.md', {}],
  ['UNLICENSED', {}],
  ['MPL-2.0', {}],
])('%s may not %j, and the sentence says what to do', (license, more) => {
  const { code, said } = check({ license, ...more })
  expect(code).toBe(1)
  expect(said).toContain(`odd 1.0.0 is under ${license}`)
  expect(said).toContain('Use another package, or add the licence')
  expect(said).not.toContain('good')
})

test('no licence, and another one than the lock file says, are faults', () => {
  expect(check({ license: undefined }).said).toContain('names no licence')
  expect(check({}, { license: 'GPL-3.0-only' }).said).toContain('odd 1.0.0 is under GPL-3.0-only')
  expect(check({ license: undefined }, { licenses: [{ type: 'MIT' }] }).code).toBe(0)
})

test('what is not pinned by a hash, or comes from elsewhere, is a fault', () => {
  expect(check({ integrity: undefined }).said).toContain('is not pinned')
  expect(check({ integrity: 'sha1-abc=' }).said).toContain('is not pinned')
  expect(check({ resolved: 'https://registry.evil.example/odd.tgz' }).said).toContain(
    'comes from registry.evil.example',
  )
  expect(check({ resolved: 'git+ssh://git@github.com/odd/odd.git#abc' }).code).toBe(1)
  expect(check({ resolved: 'https://registry.npmjs.org/odd/-/odd-1.0.0.tgz' }).code).toBe(0)
})

/** What is said of advisories where npm answers like this. */
function advisories(answer: string, status: number): { code: number | null; said: string } {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat <<'END'\n${answer}\nEND\nexit ${status}\n`, { mode: 0o755 })
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` }
  const ran = spawnSync(process.execPath, [join(scripts, 'check-advisories.mjs')], { encoding: 'utf8', env })
  return { code: ran.status, said: ran.stdout + ran.stderr }
}

test.skipIf(process.platform === 'win32')(
  'grave advisories are a fault; none, and a registry that gives no report, are not',
  () => {
    const report = (severity: string) =>
      JSON.stringify({
        vulnerabilities: { odd: { name: 'odd', severity, range: '<2', fixAvailable: true } },
        metadata: {},
      })
    expect(advisories(report('critical'), 1)).toEqual({
      code: 1,
      said: expect.stringContaining('odd <2: an advisory of severity critical'),
    })
    expect(advisories(report('moderate'), 0)).toEqual({
      code: 0,
      said: expect.stringContaining('none of severity high'),
    })
    const failed = JSON.stringify({ message: '405 Method Not Allowed - POST https://registry.npmjs.org/', error: {} })
    expect(advisories(failed, 1)).toEqual({
      code: 0,
      said: expect.stringContaining('NOT checked: the registry gave no report (405'),
    })
    expect(advisories('', 1)).toEqual({ code: 0, said: expect.stringContaining('NOT checked') })
  },
)
