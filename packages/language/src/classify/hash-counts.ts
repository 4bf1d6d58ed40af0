/** Counts of 32-bit hashes: open addressing on typed arrays, a fraction of what a Map of strings takes. */
export class HashCounts {
  #keys = new Uint32Array(1 << 16)
  #counts = new Uint32Array(1 << 16)
  #last = new Int32Array(1 << 16).fill(-1)
  #size = 0

  /** Counts a hash once for each text, where `text` never falls. */
  countIn(hash: number, text: number): void {
    const at = this.#placeOf(hash)
    if (this.#keys[at] === 0) {
      this.#keys[at] = hash
      this.#size++
    }
    if (this.#last[at] !== text) {
      this.#last[at] = text
      ;(this.#counts[at] as number)++
    }
    if (this.#size * 2 > this.#keys.length) this.#grow()
  }

  /** Hashes that were counted at least so often, ascending, and their counts. */
  atLeast(least: number): { readonly hashes: Uint32Array; readonly counts: Uint32Array } {
    const places: number[] = []
    for (let at = 0; at < this.#keys.length; at++)
      if (this.#keys[at] !== 0 && (this.#counts[at] as number) >= least) places.push(at)
    const hashes = Uint32Array.from(places, (at) => this.#keys[at] as number).sort()
    return { hashes, counts: hashes.map((hash) => this.#counts[this.#placeOf(hash)] as number) }
  }

  #placeOf(hash: number): number {
    const mask = this.#keys.length - 1
    let at = hash & mask
    while (this.#keys[at] !== 0 && this.#keys[at] !== hash) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const [keys, counts, last] = [this.#keys, this.#counts, this.#last]
    this.#keys = new Uint32Array(keys.length * 2)
    this.#counts = new Uint32Array(keys.length * 2)
    this.#last = new Int32Array(keys.length * 2).fill(-1)
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === 0) continue
      const at = this.#placeOf(keys[i] as number)
      this.#keys[at] = keys[i] as number
      this.#counts[at] = counts[i] as number
      this.#last[at] = last[i] as number
    }
  }
}

/** Finds the place of a hash among ascending ones by a table of the same kind; −1 where it is not. */
export function hashPlaces(hashes: Uint32Array): (hash: number) => number {
  let size = 16
  while (size < hashes.length * 2) size *= 2
  const mask = size - 1
  const places = new Int32Array(size).fill(-1)
  for (let i = 0; i < hashes.length; i++) {
    let at = (hashes[i] as number) & mask
    while (places[at] !== -1) at = (at + 1) & mask
    places[at] = i
  }
  return (hash) => {
    let at = hash & mask
    for (;;) {
      const place = places[at] as number
      if (place === -1 || hashes[place] === hash) return place
      at = (at + 1) & mask
    }
  }
}
