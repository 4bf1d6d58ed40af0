import { LearnError } from '../learn-error.ts'
import { turnMatrix } from './bert-names.ts'
import type { SavedArray } from './safetensors.ts'

/** Reads of what others have trained; every refusal says what cannot be used. */
export interface PretrainedReader {
  bad(why: string): LearnError
  /** @throws LearnError `bad-file` when it is no object */
  object(config: unknown): Readonly<Record<string, unknown>>
  /** @throws LearnError `bad-file` when a value is no whole number, below `least`, or absurd */
  whole(given: Readonly<Record<string, unknown>>, name: string, least?: number): number
  /** @throws LearnError `bad-file` when a value is no number above 0 and below `limit` */
  number(given: Readonly<Record<string, unknown>>, name: string, limit: number, otherwise?: number): number
  /**
   * Numbers of an array that is stored as [out × in], or as it is said to be.
   *
   * @throws LearnError `bad-file` when it has another type or shape
   */
  numbers(name: string, array: SavedArray, shape: readonly number[], turned: boolean): Float32Array
}

export function pretrainedReader(what: 'encoder' | 'decoder'): PretrainedReader {
  const bad = (why: string): LearnError => new LearnError('bad-file', `This ${what} cannot be used: ${why}.`)
  return {
    bad,
    object(config) {
      if (typeof config !== 'object' || config === null) throw bad('its config.json is no object')
      return config as Readonly<Record<string, unknown>>
    },
    whole(given, name, least = 1) {
      const value = given[name]
      if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > 1e7)
        throw bad(`${name} is ${String(value)} in its config.json`)
      return value as number
    },
    number(given, name, limit, otherwise) {
      const value = given[name] ?? otherwise
      if (typeof value !== 'number' || !(value > 0 && value < limit))
        throw bad(`${name} is ${String(value)} in its config.json`)
      return value
    },
    numbers(name, { shape, data }, of, turned) {
      if (!(data instanceof Float32Array)) throw bad(`${name} is not of floating-point numbers`)
      if (shape.join() !== of.join()) throw bad(`${name} is [${shape.join(' × ')}], not [${of.join(' × ')}]`)
      if (!turned) return data
      const [rows, columns] = of as readonly [number, number]
      return turnMatrix(data, rows, columns)
    },
  }
}
