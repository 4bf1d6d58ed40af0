import type { Part, Sieve } from './rule-sources.ts'

/** A part that can also be asked about many slots in a row. */
export interface CombinedPart extends Part {
  /** Leaves those in `keep` that fit. */
  readonly select: Sieve
}

/** A condition by itself: who surely does not fit is sorted out before anybody is looked at. */
export function leafPart(part: Part): CombinedPart {
  const { fits, sieve } = part
  return {
    ...part,
    select(from, to, keep) {
      sieve?.(from, to, keep)
      for (let slot = from; slot < to; slot++) if (keep[slot - from] === 1 && !fits(slot)) keep[slot - from] = 0
    },
  }
}

/** All of them: every quick look first, then the parts from the cheapest on. */
export function allOf(given: readonly CombinedPart[]): CombinedPart {
  const { parts, cost } = inOrder(given)
  const sieves = parts.flatMap(({ sieve }) => sieve ?? [])
  const sieve: Sieve = (from, to, keep) => {
    for (const one of sieves) one(from, to, keep)
  }
  return {
    fits(slot) {
      for (let at = 0; at < parts.length; at++) if (!(parts[at] as Part).fits(slot)) return false
      return true
    },
    sieve: sieves.length > 0 ? sieve : undefined,
    select(from, to, keep) {
      sieve(from, to, keep)
      for (const part of parts) part.select(from, to, keep)
    },
    cost,
  }
}

/** Any of them: whom one part found the next are not asked about. */
export function anyOf(given: readonly CombinedPart[]): CombinedPart {
  const { parts, cost } = inOrder(given)
  const sieves = parts.flatMap(({ sieve }) => sieve ?? [])
  return {
    fits(slot) {
      for (let at = 0; at < parts.length; at++) if ((parts[at] as Part).fits(slot)) return true
      return false
    },
    sieve: sieves.length === parts.length ? union(sieves) : undefined,
    select: union(parts.map(({ select }) => select)),
    cost,
  }
}

/** Those who do not fit; nobody is surely not among them. */
export function notOf({ fits, select, cost }: CombinedPart): CombinedPart {
  const inside = scratch()
  return {
    fits: (slot) => !fits(slot),
    select(from, to, keep) {
      const chosen = inside(keep, to - from)
      select(from, to, chosen)
      for (let at = 0; at < to - from; at++) if (chosen[at] === 1) keep[at] = 0
    },
    cost,
  }
}

function inOrder(given: readonly CombinedPart[]): { readonly parts: readonly CombinedPart[]; readonly cost: number } {
  return { parts: given.toSorted((a, b) => a.cost - b.cost), cost: given.reduce((sum, { cost }) => sum + cost, 0) }
}

function union(sieves: readonly Sieve[]): Sieve {
  const left = scratch()
  const asked = scratch()
  return (from, to, keep) => {
    const length = to - from
    const rest = left(keep, length)
    for (const sieve of sieves) {
      const chosen = asked(rest, length)
      sieve(from, to, chosen)
      for (let at = 0; at < length; at++) if (chosen[at] === 1) rest[at] = 0
    }
    for (let at = 0; at < length; at++) if (rest[at] === 1) keep[at] = 0
  }
}

/** Copies the beginning of an array into one that is used again. */
function scratch(): (source: Uint8Array, length: number) => Uint8Array {
  let array = new Uint8Array(0)
  return (source, length) => {
    if (array.length < length) array = new Uint8Array(length)
    array.set(source.subarray(0, length))
    return array
  }
}
