import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Tells commands on this computer which process serves a data folder, and lets them in. Readable by its owner only. */
export interface ServerFile {
  readonly pid: number
  readonly url: string
  /** An admin key that dies with the server. */
  readonly key: string
}

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

/** The server that holds a data folder, or undefined when none runs (a file left by a killed one does not count). */
export function readServerFile(dataDir: string): ServerFile | undefined {
  try {
    const content = JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as ServerFile
    return isAlive(content.pid) ? content : undefined
  } catch {
    return undefined
  }
}
