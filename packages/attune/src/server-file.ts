import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Tells commands on this computer which process serves a data folder, and lets them in. Readable by its owner only. */
export interface ServerFile {
  readonly pid: number
  readonly url: string
  /** An admin key that dies with the server. */
  readonly key: string
}

/** Longest wait for the server to say that it is there. */
const answerMs = 5000

const pathIn = (dataDir: string): string => join(dataDir, 'server.json')

export function writeServerFile(dataDir: string, content: ServerFile): void {
  const path = pathIn(dataDir)
  writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function removeServerFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whether the server of a file is there. Its process id alone says little: in a container every server has the same few.
 * Only the server that wrote the file knows its key. One that is too busy to answer counts as there.
 */
async function answers({ url, key }: ServerFile): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/whoami`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(answerMs),
    })
    await response.body?.cancel()
    return response.ok || response.status === 429 || response.status >= 500
  } catch (error) {
    return (error as Error).name === 'TimeoutError'
  }
}

/** The server that holds a data folder, or undefined when none runs (a file left by a killed one does not count). */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  let content: ServerFile
  try {
    content = JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as ServerFile
  } catch {
    return undefined
  }
  return isAlive(content.pid) && (await answers(content)) ? content : undefined
}
