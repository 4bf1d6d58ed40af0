/** FNV-1a over the characters, to make one seed of a number and a name. */
export function seedOf(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

/** Numbers from 0 to below 1 that depend on the seed and the name alone (sfc32, Chris Doty-Humphrey's PractRand). */
export function createRandom(seed: number, name: string): () => number {
  let [a, b, c, counter] = [seedOf(seed, name), seedOf(seed + 1, name), seedOf(seed, `${name}.`), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** A number of the standard normal distribution from two uniform ones (Box and Muller 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
