import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { doctorCommand } from './doctor.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-doctor-'))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = 0
  rmSync(folder, { recursive: true, force: true })
})

test('a variable that nothing reads is a warning that names what may be meant', async () => {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.stubEnv('ATTUNE_SERVER_PROT', '9999')
  const config = join(folder, 'attune.config.json')
  writeFileSync(config, JSON.stringify({ weights: { view: 0.2 } }))
  await doctorCommand().parseAsync([
    'node',
    'doctor',
    '--json',
    '--config',
    config,
    '--data-dir',
    join(folder, 'nowhere'),
  ])
  const { findings, settings } = JSON.parse(printed)
  expect(findings).toContainEqual({
    check: 'variables',
    state: 'warning',
    message: 'ATTUNE_SERVER_PROT is read by nothing: do you mean ATTUNE_SERVER_PORT?',
  })
  // A table can only be set in a file, so no variable is named for it.
  expect(settings).toContainEqual({ setting: 'weights.view', value: 0.2, from: config, variable: null })
  expect(settings).toContainEqual(expect.objectContaining({ setting: 'server.port', variable: 'ATTUNE_SERVER_PORT' }))
})
