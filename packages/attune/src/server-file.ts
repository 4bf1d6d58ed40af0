import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askServer } from './ask-server.ts'

/** Tells commands on this computer which process serves a data folder, and lets them in. Readable by its owner only. */
export interface ServerFile {
  readonly pid: number
  readonly url: string
  /** An admin key that dies with the server. */
  readonly key: string
  /** PEM of the certificate with which the server shows that it is itself; none over plain HTTP. */
  readonly certificate?: string
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
 * Only the server that wrote the file knows its key. One that is too busy to answer counts as there, and so does one whose
 * certificate ended while it ran.
 */
async function answers(server: ServerFile): Promise<boolean> {
  try {
    const { status } = await askServer(server, 'GET', '/v1/whoami', { signal: AbortSignal.timeout(answerMs) })
    return (status >= 200 && status < 300) || status === 429 || status >= 500
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException
    return name === 'TimeoutError' || code === 'CERT_HAS_EXPIRED'
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
