import { type ActivityChunk, chunkBits, chunkMask, chunkSize, newActivityChunk } from './activity-chunk.ts'
import { blockFor, blockSizes } from './block-sizes.ts'

/** Hands out runs of entries; none crosses from one chunk into the next. */
export interface Blocks {
  /** Address of a block of the size with this index. */
  take(size: number): number
  giveBack(address: number, size: number): void
  chunkAt(address: number): ActivityChunk
}

export function createBlocks(): Blocks {
  const chunks: ActivityChunk[] = []
  /** Addresses of blocks given back, by the index of their size. */
  const free: number[][] = blockSizes.map(() => [])
  let end = 0

  /** What is left of a chunk goes to those who need less. */
  function fillUp(): void {
    for (let rest = chunkSize - (end & chunkMask); rest > 0 && rest < chunkSize; ) {
      const fits = blockFor(rest)
      const size = (blockSizes[fits] as number) > rest ? fits - 1 : fits
      free[size]?.push(end)
      end += blockSizes[size] as number
      rest -= blockSizes[size] as number
    }
  }

  return {
    take(size) {
      const again = free[size]?.pop()
      if (again !== undefined) return again
      const length = blockSizes[size] as number
      if ((end & chunkMask) + length > chunkSize) fillUp()
      if (end >> chunkBits >= chunks.length) chunks.push(newActivityChunk())
      const address = end
      end += length
      return address
    },
    giveBack: (address, size) => void free[size]?.push(address),
    chunkAt: (address) => chunks[address >> chunkBits] as ActivityChunk,
  }
}
