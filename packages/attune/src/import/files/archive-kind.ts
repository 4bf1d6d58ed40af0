/** What the first bytes of files that hold others look like. */
const marks: readonly (readonly [kind: ArchiveKind, at: number, mark: readonly number[]])[] = [
  ['gzip', 0, [0x1f, 0x8b]],
  ['zip', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['zip', 0, [0x50, 0x4b, 0x05, 0x06]],
  ['zip', 0, [0x50, 0x4b, 0x07, 0x08]],
  ['7z', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['xz', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', 0, [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', 0, [0x42, 0x5a, 0x68]],
  ['rar', 0, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['tar', 257, [0x75, 0x73, 0x74, 0x61, 0x72]],
]
export type ArchiveKind = 'gzip' | 'zip' | '7z' | 'xz' | 'zstd' | 'bzip2' | 'rar' | 'tar'

/** So many bytes `archiveKind` has to see. */
export const archiveHeadBytes = 262

/** Whether a file is packed and how, by its first bytes, whatever its name. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
  // “BZh” is how a text may begin; bzip2 goes on with a digit and the digits of pi.
  const found = marks.find(([, at, mark]) => mark.every((byte, index) => head[at + index] === byte))?.[0]
  return found === 'bzip2' && !(head[4] === 0x31 && head[5] === 0x41) ? undefined : found
}
