/** Columns of 65,536 entries: 27 bytes each. */
export interface ActivityChunk {
  readonly times: Float64Array<ArrayBuffer>
  readonly events: Uint16Array<ArrayBuffer>
  readonly kinds: Uint8Array<ArrayBuffer>
  readonly items: Int32Array<ArrayBuffer>
  readonly amounts: Float32Array<ArrayBuffer>
  readonly values: Float32Array<ArrayBuffer>
  readonly continues: Uint8Array<ArrayBuffer>
  readonly devices: Uint8Array<ArrayBuffer>
  readonly channels: Uint8Array<ArrayBuffer>
  readonly currencies: Uint8Array<ArrayBuffer>
}

export const chunkBits = 16
export const chunkSize: number = 1 << chunkBits
export const chunkMask: number = chunkSize - 1

export const newActivityChunk = (length: number = chunkSize): ActivityChunk => ({
  times: new Float64Array(length),
  events: new Uint16Array(length),
  kinds: new Uint8Array(length),
  items: new Int32Array(length),
  amounts: new Float32Array(length),
  values: new Float32Array(length),
  continues: new Uint8Array(length),
  devices: new Uint8Array(length),
  channels: new Uint8Array(length),
  currencies: new Uint8Array(length),
})

const columns = [
  'times',
  'events',
  'kinds',
  'items',
  'amounts',
  'values',
  'continues',
  'devices',
  'channels',
  'currencies',
] as const satisfies readonly (keyof ActivityChunk)[]

/** Copies `length` entries from one place to another, in another chunk or the same. */
export function copyEntries(
  source: ActivityChunk,
  from: number,
  target: ActivityChunk,
  into: number,
  length: number,
): void {
  if (source === target) for (const column of columns) source[column].copyWithin(into, from, from + length)
  else for (const column of columns) target[column].set(source[column].subarray(from, from + length) as never, into)
}
