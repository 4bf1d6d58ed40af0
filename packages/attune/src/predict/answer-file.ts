import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { attuneError } from '../errors.ts'

export interface AnswerFile {
  write(lines: readonly string[]): void
  /** Makes it be there. */
  finish(): void
  /** Removes what is there of it, unless it is finished. */
  [Symbol.dispose](): void
}

/** @throws AttuneError `file-exists` */
export function refuseFileThatExists(path: string): void {
  if (existsSync(path))
    throw attuneError('file-exists', `${path} is there already; give a new file to --out.`, {
      details: { field: 'out' },
    })
}

/**
 * A file of lines that is there whole or not at all. Only its owner can read it: what people wrote stands in it.
 *
 * @throws AttuneError `file-exists`, `cannot-write`
 */
export function openAnswerFile(path: string): AnswerFile {
  refuseFileThatExists(path)
  const half = `${path}.part`
  const file = opened(half, path)
  let open = true
  const close = (): void => {
    if (open) closeSync(file)
    open = false
  }
  return {
    write(lines) {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    },
    finish() {
      fsyncSync(file)
      close()
      refuseFileThatExists(path)
      renameSync(half, path)
    },
    [Symbol.dispose]() {
      close()
      rmSync(half, { force: true })
    },
  }
}

function opened(half: string, path: string): number {
  try {
    rmSync(half, { force: true })
    return openSync(half, 'wx', 0o600)
  } catch (cause) {
    throw attuneError('cannot-write', `${path} cannot be written: is its folder there, and may you write to it?`, {
      details: { field: 'out' },
      cause,
    })
  }
}
