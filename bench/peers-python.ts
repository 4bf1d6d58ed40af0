import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'peers')

/** The Python that has the peers, or undefined where there is none (`bench/peers/setup.sh` makes one). */
export function peersPython(): string | undefined {
  const path = process.env.ATTUNE_PEERS_PYTHON ?? join(folder, '.venv', 'bin', 'python')
  return existsSync(path) ? path : undefined
}

/** Runs a program of bench/peers and returns the object it prints last. */
export function runPeer(python: string, program: string, args: readonly (string | number)[]): Record<string, unknown> {
  const { status, stdout, stderr } = spawnSync(python, [join(folder, program), ...args.map(String)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(-2000)}`)
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}
