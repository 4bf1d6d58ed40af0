import { attuneError } from '../errors.ts'
import type { LabelledRowFile } from './read-labelled-rows.ts'

export type LabelledPart = Pick<LabelledRowFile, 'rows' | 'truths'>

/**
 * Sets a share of the rows aside, drawn from seed and place alone, with as large a share of both classes.
 *
 * @throws AttuneError `too-few-rows` when a class would be missing on one side
 */
export function holdOutRows(
  { rows, truths }: LabelledPart,
  { share, seed }: { readonly share: number; readonly seed: number },
): { readonly train: LabelledPart; readonly aside: LabelledPart } {
  const aside = new Set<number>()
  for (const truth of [0, 1]) {
    const own = [...truths.keys()].filter((i) => truths[i] === truth).sort((a, b) => drawn(seed, a) - drawn(seed, b))
    const count = Math.round(share * own.length)
    if (count === 0 || count === own.length)
      throw attuneError(
        'too-few-rows',
        `${own.length} rows with label ${truth} are too few to learn from and to try it on: give more.`,
      )
    for (const i of own.slice(0, count)) aside.add(i)
  }
  const part = (wanted: boolean): LabelledPart => {
    const chosen = [...rows.keys()].filter((i) => aside.has(i) === wanted)
    return { rows: chosen.map((i) => rows[i] ?? {}), truths: Float32Array.from(chosen, (i) => truths[i] as number) }
  }
  return { train: part(false), aside: part(true) }
}

/** A whole number that looks random (the last step of MurmurHash3). */
function drawn(seed: number, i: number): number {
  let x = (i + Math.imul(seed, 0x9e3779b9)) | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
