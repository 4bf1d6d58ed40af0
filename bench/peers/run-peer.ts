import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { peerInterpreter } from './peer-interpreter.ts'

export interface PeerInput {
  readonly args?: readonly (string | number)[]
  /** Threads of everything in it that has some; default: as many as it likes. */
  readonly threads?: number
  /** Goes to its standard input as JSON. */
  readonly input?: unknown
}

/**
 * Runs a Python program of this folder once; the last line that it prints is one JSON document. `undefined` where the peers are not
 * installed (bench/peers/setup.sh).
 */
export async function runPeer(script: string, { args = [], threads, input }: PeerInput = {}): Promise<unknown> {
  const interpreter = peerInterpreter()
  if (!interpreter) return undefined
  const names = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']
  const limits = threads === undefined ? {} : Object.fromEntries(names.map((name) => [name, String(threads)]))
  const child = spawn(interpreter.path, [join(import.meta.dirname, script), ...args.map(String)], {
    env: { ...interpreter.env, ...limits },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const code = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  child.stdin.end(input === undefined ? '' : JSON.stringify(input))
  const output = await text(child.stdout)
  const status = await code
  if (status !== 0) throw new Error(`${script} ended with ${status}.`)
  // What a library prints comes before.
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}
