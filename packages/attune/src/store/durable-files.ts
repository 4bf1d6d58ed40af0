import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that must not be there yet, and returns when it is on the disk. Only its owner can read it. */
export function writeDurably(path: string, parts: Uint8Array | readonly Uint8Array[]): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (const bytes of parts instanceof Uint8Array ? [parts] : parts)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Writes a file whole in place of the one that is there: whoever reads it, and whenever this is killed, sees the old or the new. */
export function replaceDurably(path: string, parts: Uint8Array | readonly Uint8Array[]): void {
  const half = `${path}.part`
  rmSync(half, { force: true })
  writeDurably(half, parts)
  renameSync(half, path)
  syncFolder(dirname(path))
}

/** Makes the names in a folder durable. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
