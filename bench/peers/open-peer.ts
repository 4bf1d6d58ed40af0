import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { peerInterpreter } from './peer-interpreter.ts'

/** A peer's program that keeps its data between tasks. */
export interface Peer {
  /** Gives it one task and waits for the answer. One at a time. */
  ask(request: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>
  /** Ends it. */
  close(): Promise<void>
}

/**
 * Starts a Python program of this folder that reads one JSON object a line and answers each with one; `undefined` where
 * the peers are not installed (bench/peers/setup.sh).
 */
export function openPeer(script: string): Peer | undefined {
  const interpreter = peerInterpreter()
  if (!interpreter) return undefined
  const child = spawn(interpreter.path, [join(import.meta.dirname, script)], {
    env: interpreter.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${script} ended without an answer to ${JSON.stringify(request)}.`)
      return JSON.parse(value) as Record<string, unknown>
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
