import { createHash } from 'node:crypto'

/**
 * Sets a share of the rows aside. A hash of seed and key decides, so rows with equal keys are on one side: nothing that was
 * learnt is asked for again. Either side may come out empty where there are few keys.
 *
 * @param share from 0 to 1
 */
export function setAside<Row>(
  rows: readonly Row[],
  { share, seed, keyOf }: { readonly share: number; readonly seed: number; readonly keyOf: (row: Row) => string },
): { readonly kept: readonly Row[]; readonly aside: readonly Row[] } {
  const isAside = (row: Row): boolean =>
    createHash('sha256')
      .update(`${seed} ${keyOf(row)}`)
      .digest()
      .readUInt32BE() <
    share * 2 ** 32
  const sides = Map.groupBy(rows, isAside)
  return { kept: sides.get(false) ?? [], aside: sides.get(true) ?? [] }
}
