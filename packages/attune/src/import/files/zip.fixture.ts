import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip to be written; what is said of it may be a lie. */
export interface ZippedFile {
  readonly name: string
  readonly content?: Uint8Array | string
  /** Stored as it is. */
  readonly stored?: boolean
  readonly flags?: number
  readonly method?: number
  /** Unix mode, such as 0o120777 of a link. */
  readonly mode?: number
  /** Claimed instead of the true ones. */
  readonly bytes?: number
  readonly crc?: number
  /** Its bytes are those of an earlier file. */
  readonly sharesWith?: number
}

/** The bytes of a zip, for tests: written by hand (APPNOTE 6.3), so that every field of it can be wrong. */
export function zipOf(files: readonly ZippedFile[], { comment = '' } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  for (const { name, content = '', stored, flags = 0, method, mode = 0o100644, bytes, crc, sharesWith } of files) {
    const plain = Buffer.from(content)
    const packed = stored ? plain : deflateRawSync(plain)
    const nameBytes = Buffer.from(name)
    const facts = Buffer.alloc(22)
    facts.writeUInt16LE(flags, 2)
    facts.writeUInt16LE(method ?? (stored ? 0 : 8), 4)
    facts.writeUInt32LE(crc ?? crc32(plain), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(bytes ?? plain.length, 18)
    const offset = sharesWith === undefined ? at : (offsets[sharesWith] ?? 0)
    offsets.push(offset)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    facts.copy(entry, 6)
    entry.writeUInt16LE(nameBytes.length, 28)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, nameBytes)
    if (sharesWith !== undefined) continue
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    facts.copy(header, 4)
    header.writeUInt16LE(nameBytes.length, 26)
    parts.push(header, nameBytes, packed)
    at += 30 + nameBytes.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...parts, listed, end, Buffer.from(comment)])
}
