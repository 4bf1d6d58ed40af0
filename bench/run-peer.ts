import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'peers')

/** The Python that has the peers, from `ATTUNE_PEERS_PYTHON`, or nothing where it is missing. */
export function peersPython(): string | undefined {
  const python = process.env.ATTUNE_PEERS_PYTHON ?? join(folder, '.venv', 'bin', 'python')
  return existsSync(python) ? python : undefined
}

/**
 * Runs a program of bench/peers/ on one thread and returns the JSON it prints.
 *
 * @throws Error with what it wrote to standard error when it fails
 */
export function runPeer(python: string, script: string, args: readonly string[]): unknown {
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const { status, stdout, stderr, error } = spawnSync(python, [join(folder, script), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...threads },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${status}: ${stderr.trim()}`)
  return JSON.parse(stdout)
}
