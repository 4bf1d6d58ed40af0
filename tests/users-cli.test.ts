import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { cli, openInstallation, temporaryFolder } from './support.ts'

/** As a process of its own, with something on standard input. */
const withInput = (args: readonly string[], input: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--conditions=attune-source', '--disable-warning=ExperimentalWarning', cli, ...args],
      { cwd: temporaryFolder(), stdio: ['pipe', 'pipe', 'pipe'] },
    )
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', () => resolve(out))
    child.stdin.end(input)
  })

test('the first owner is made on the command line, and gets in: by link, or with a password from standard input', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const run = (...args: string[]) => runHere([...args, '--data-dir', dataDir])
  const made = await run('users', 'create', 'ann@example.org', '--role', 'owner', '--name', 'Ann')
  expect(made.stderr).toBe('')
  const token = /\/#\/welcome\/([\w-]{43})/.exec(made.stdout)?.[1]
  expect(token).toBeDefined()
  const bob = await withInput(
    ['users', 'create', 'bob@example.org', '--role', 'analyst', '--password-stdin', '--json', '--data-dir', dataDir],
    'velvet otter rides north\n',
  )
  expect(JSON.parse(bob)).toMatchObject({ user: { role: 'analyst', hasPassword: true }, link: null })
  expect((await run('users', 'role', 'bob@example.org', 'boss')).code).toBe(1)
  expect((await run('users', 'role', 'bob@example.org', 'marketer')).stdout).toContain('is marketer')
  expect((await run('users', 'disable', 'ann@example.org')).stderr).toContain('last owner')
  const listed = await run('users', 'list')
  expect(listed.stdout).toMatch(/ann@example\.org +Ann +owner/)

  const installation = await openInstallation({ dataDir })
  const post = (url: string, payload: object) => installation.app.inject({ method: 'POST', url, payload })
  expect((await post('/v1/session/link', { token, password: 'gusty plum orbit fjord' })).statusCode).toBe(200)
  expect(
    (await post('/v1/session', { email: 'bob@example.org', password: 'velvet otter rides north' })).statusCode,
  ).toBe(200)
  await installation.close()

  const { sessions } = JSON.parse((await run('sessions', 'list', '--json')).stdout)
  expect(sessions.length).toBe(2)
  expect((await run('sessions', 'revoke', sessions[0].id)).stdout).toContain('has ended')
  expect(JSON.parse((await run('sessions', 'list', '--json')).stdout).sessions.length).toBe(1)
})
