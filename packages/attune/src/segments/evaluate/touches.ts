import type { RuleContext } from './rule-sources.ts'

/** What an item has to do with wanted categories or brands. */
export const has = { none: 0, wanted: 1, others: 2 } as const

/** By item number, one of `has`; take it anew after a refresh. */
export function touchMask(
  part: 'category' | 'brand',
  wanted: () => readonly number[],
  { facts, refreshers }: RuleContext,
): { readonly bytes: Uint8Array } {
  const mask = { bytes: new Uint8Array(0) }
  let size = 0
  let version = -1
  refreshers.push(() => {
    if (facts.version !== version) size = 0
    version = facts.version
    if (size === facts.size) return
    if (facts.size > mask.bytes.length) {
      mask.bytes = new Uint8Array(2 * facts.size)
      size = 0
    }
    const numbersWanted = new Set(wanted())
    const { starts, numbers } = part === 'category' ? facts.categoryLists : facts.brandLists
    for (; size < facts.size; size++) {
      const last = starts[size + 1] as number
      let place = starts[size] as number
      let byte: number = place < last ? has.others : has.none
      for (; place < last; place++) if (numbersWanted.has(numbers[place] as number)) byte = has.wanted
      mask.bytes[size] = byte
    }
  })
  return mask
}

/**
 * Whether somebody did anything at all with one of the wanted categories or brands, even in the future: without it their taste
 * need not be worked out, which costs ten times as much.
 */
export function touches(
  part: 'category' | 'brand',
  wanted: () => readonly number[],
  context: RuleContext,
): (slot: number) => boolean {
  const { activity } = context
  const mask = touchMask(part, wanted, context)
  return (slot) => {
    if (activity.countOf(slot) === 0) return false
    const { items, from, to } = activity.entriesOf(slot)
    const { bytes } = mask
    for (let at = from; at < to; at++) {
      const item = items[at] as number
      if (item >= 0 && bytes[item] === has.wanted) return true
    }
    return false
  }
}
