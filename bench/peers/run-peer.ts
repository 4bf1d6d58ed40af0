import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { peerInterpreter } from './peer-interpreter.ts'

export interface PeerInput {
  readonly args?: readonly string[]
  /** Goes to its standard input as JSON. */
  readonly input?: unknown
}

/**
 * Runs a Python program of this folder once; what it prints is one JSON document. `undefined` where the peers are not
 * installed (bench/peers/setup.sh).
 */
export async function runPeer(script: string, { args = [], input }: PeerInput = {}): Promise<unknown> {
  const interpreter = peerInterpreter()
  if (!interpreter) return undefined
  const child = spawn(interpreter.path, [join(import.meta.dirname, script), ...args], {
    env: interpreter.env,
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
  return JSON.parse(output)
}
