/** Sizes of blocks of entries: powers of two and halfway between, so that at most a third of a block stands empty. */
export const blockSizes: readonly number[] = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512,
].concat([768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384, 24576, 32768, 49152, 65536])

/** Index of the smallest block that takes `length` entries, 1 to 65,536. */
export function blockFor(length: number): number {
  let low = 0
  let high = blockSizes.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((blockSizes[middle] as number) >= length) high = middle
    else low = middle + 1
  }
  return low
}
