import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig, variableOf } from './load-config.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'attune-config-'))

test('without a file and variables everything is at its default', async () => {
  const cwd = folder()
  const { config, file, origins } = await loadConfig({ cwd, env: {} })
  expect(file).toBeUndefined()
  expect(origins.size).toBe(0)
  expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8787 })
  expect(config.dataDir).toBe(join(cwd, '.attune'))
})

test('a variable wins over the file, the command line over both, and each says where it comes from', async () => {
  const cwd = folder()
  writeFileSync(
    join(cwd, 'attune.config.json'),
    JSON.stringify({ server: { port: 1, host: '::1', logLevel: 'warn' }, weights: { view: 0.2 } }),
  )
  const { config, origins } = await loadConfig({
    cwd,
    env: { ATTUNE_SERVER_HOST: '0.0.0.0', ATTUNE_SERVER_PORT: '2' },
    overrides: { 'server.port': 3 },
  })
  expect(config.server).toMatchObject({ port: 3, host: '0.0.0.0', logLevel: 'warn' })
  expect(config.weights).toEqual({ view: 0.2 })
  expect(origins.get('server.port')).toBe('command line')
  expect(origins.get('server.host')).toBe('ATTUNE_SERVER_HOST')
  expect(origins.get('server.logLevel')).toBe(join(cwd, 'attune.config.json'))
})

test('a TypeScript file with a default export is read', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'attune.config.ts'), 'const port: number = 4711\nexport default { server: { port } }\n')
  expect((await loadConfig({ cwd, env: {} })).config.server.port).toBe(4711)
})

test('every wrong setting is named, with where it came from', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'attune.config.json'), JSON.stringify({ collect: { groupCommitMs: -1 }, sever: {} }))
  const failure = loadConfig({ cwd, env: { ATTUNE_SERVER_PORT: 'eighty' } })
  await expect(failure).rejects.toMatchObject({ code: 'config-invalid' })
  await expect(failure).rejects.toThrow(/server\.port.*from ATTUNE_SERVER_PORT/s)
  await expect(failure).rejects.toThrow(/collect\.groupCommitMs/)
  await expect(failure).rejects.toThrow(/sever/)
})

test('a file that was asked for and is not there, or does not parse, is an error that names it', async () => {
  const cwd = folder()
  await expect(loadConfig({ cwd, env: {}, file: 'nowhere.json' })).rejects.toMatchObject({ code: 'config-missing' })
  writeFileSync(join(cwd, 'attune.config.json'), '{"server":')
  await expect(loadConfig({ cwd, env: {} })).rejects.toMatchObject({ code: 'config-unreadable' })
})

test('the variable of a setting is its path in capitals', () => {
  expect(variableOf(['server', 'logLevel'])).toBe('ATTUNE_SERVER_LOG_LEVEL')
  expect(variableOf(['dataDir'])).toBe('ATTUNE_DATA_DIR')
})
