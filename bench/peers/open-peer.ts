import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
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
  return interpreter && talkTo(interpreter.path, [join(import.meta.dirname, script)], interpreter.env, script)
}

/** The same for a program of this folder that Node runs with an npm package of `setup.sh learn`, which is its first argument. */
export function openNodePeer(script: string, ...packageFile: readonly string[]): Peer | undefined {
  const modules = process.env.ATTUNE_PEERS_NODE ?? join(import.meta.dirname, '.node', 'node_modules')
  const path = join(modules, ...packageFile)
  if (!existsSync(path)) return undefined
  return talkTo(process.execPath, [join(import.meta.dirname, script), path], process.env, script)
}

function talkTo(program: string, args: readonly string[], env: NodeJS.ProcessEnv, script: string): Peer {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
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
