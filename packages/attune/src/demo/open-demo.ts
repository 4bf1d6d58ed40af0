import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attune } from '../attune.ts'
import { AttuneError, attuneError } from '../errors.ts'
import { readServerFile } from '../server-file.ts'
import { type RunningServer, startServer } from '../start-server.ts'

/** A file that says the folder may be cleared. */
const marker = 'demo.txt'

/**
 * Empties the demonstration's data folder. The same seed gives the same arms: person ids are keyed with the folder's secret, so it comes from the seed
 * here.
 *
 * @throws AttuneError `already-running`, `not-a-demo-folder`
 */
export async function freshFolder(dataDir: string, seed: number): Promise<void> {
  const running = await readServerFile(dataDir)
  if (running)
    throw attuneError('already-running', `A demonstration is open at ${running.url}. Stop it first (Ctrl+C).`, {
      details: { url: running.url },
    })
  if (existsSync(dataDir) && !existsSync(join(dataDir, marker)) && readdirSync(dataDir).length > 0)
    throw attuneError(
      'not-a-demo-folder',
      `${dataDir} was not made by a demonstration, so it is not cleared. Choose another with --data-dir.`,
    )
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dataDir, marker), 'Cleared by each attune demo.\n')
  const secret = createHash('sha256').update(`attune demo ${seed}`).digest()
  writeFileSync(join(dataDir, 'secret.key'), secret, { mode: 0o600 })
}

/** @param anyPort take a free port when the configured one is in use; on failure the stores are closed */
export async function serveDemo(attune: Attune, anyPort: boolean): Promise<RunningServer> {
  const on = (port: number): Promise<RunningServer> =>
    startServer({ ...attune, config: { ...attune.config, server: { ...attune.config.server, port } } })
  try {
    return await on(attune.config.server.port).catch((error: unknown) => {
      if (anyPort && error instanceof AttuneError && error.code === 'port-in-use') return on(0)
      throw error
    })
  } catch (error) {
    await attune.close()
    throw error
  }
}
