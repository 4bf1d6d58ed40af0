import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { runCommandLine } from './run-command-line.ts'

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Carries a command line out in this process, one at a time, in an empty folder unless told otherwise: what it prints and its exit
 * code, without the seconds that a process takes to start. How a process starts, is killed and ends needs a process.
 */
export async function runHere(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  const { exitCode } = process
  const cwd = process.cwd()
  const env = Object.entries({ NO_COLOR: '1', ...options.env })
  const before = env.map(([name]) => [name, process.env[name]] as const)
  const printed = { stdout: '', stderr: '' }
  const written = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((part) => {
      printed[name] += String(part)
      return true
    }),
  )
  process.chdir(options.cwd ?? mkdtempSync(join(tmpdir(), 'attune-test-')))
  for (const [name, value] of env) process.env[name] = value
  process.exitCode = 0
  try {
    await runCommandLine(['node', 'attune', ...args])
    return { code: Number(process.exitCode), ...printed }
  } finally {
    for (const one of written) one.mockRestore()
    process.chdir(cwd)
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    process.exitCode = exitCode
  }
}
