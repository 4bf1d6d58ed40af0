import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
let built: Promise<string> | undefined

/** Where the console lies as it ships, built once by each process that tests, so that tests never look at an old build. */
export function builtConsole(): Promise<string> {
  built ??= build(join(inject('consoleBuilds'), String(process.pid)))
  return built
}

async function build(outDir: string): Promise<string> {
  // A process of its own: the test runner's NODE_ENV would choose React's development build.
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error', '--outDir', outDir],
    { cwd: join(root, 'packages', 'console'), env: { ...process.env, NODE_ENV: 'production' } },
  )
  return outDir
}
