import { type TextView, unitsOf } from './text-view.ts'

/** FNV-1a over the UTF-16 units of a word. */
function unitHash(unit: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < unit.length; i++) hash = Math.imul(hash ^ unit.charCodeAt(i), 0x01000193)
  return hash
}

/** Adds one unit to the hash of those before it (the mixing steps of MurmurHash3). */
function extend(hash: number, unit: number): number {
  let mixed = Math.imul(unit, 0xcc9e2d51)
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
  const joined = hash ^ mixed
  return (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0
}

function finish(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = (h ^ (h >>> 16)) >>> 0
  // 0 marks an empty place of the tables.
  return h === 0 ? 1 : h
}

/**
 * Calls back with every term of a text as a 32-bit hash: with two million terms about one in two thousand shares its hash with
 * another, which costs nothing that can be measured, and a saved model holds no words of anybody.
 *
 * @param text cut off behind `longest` characters
 */
export function eachTerm(
  text: string,
  view: TextView,
  call: (hash: number, units: readonly string[], from: number, to: number) => void,
  longest = 20_000,
): void {
  for (const units of unitsOf(text.length > longest ? text.slice(0, longest) : text, view)) {
    const hashes = units.map(unitHash)
    for (let from = 0; from < units.length; from++) {
      let hash = 0
      for (let to = from; to < units.length && to - from < view.to; to++) {
        hash = extend(hash, hashes[to] as number)
        if (to - from + 1 >= view.from) call(finish(hash), units, from, to + 1)
      }
    }
  }
}
