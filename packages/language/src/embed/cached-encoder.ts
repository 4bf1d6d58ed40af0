import { LanguageError } from '../errors.ts'
import { contentHash } from './content-hash.ts'
import type { Encoder } from './encoder.ts'

/** Where vectors are kept, by encoder and content. */
export interface VectorCache {
  /** As many as hashes, undefined where there is none. */
  read(encoder: string, hashes: readonly string[]): readonly (Float32Array | undefined)[]
  write(encoder: string, vectors: readonly (readonly [hash: string, vector: Float32Array])[]): void
}

/**
 * An encoder that is asked for each text once: what the cache holds is taken from there, equal texts of one call are asked
 * together, the rest in batches. What was made is kept batch by batch, so that a stop loses little.
 *
 * @param batch texts a call, at most
 * @throws LanguageError what the encoder throws; `cancelled` between batches
 */
export function cachedEncoder(encoder: Encoder, cache: VectorCache, { batch = 32 }: { batch?: number } = {}): Encoder {
  return {
    id: encoder.id,
    async embed(texts, options = {}) {
      const hashes = texts.map(contentHash)
      const known = new Map<string, Float32Array>()
      const different = [...new Set(hashes)]
      for (const [at, vector] of cache.read(encoder.id, different).entries())
        if (vector) known.set(different[at] as string, vector)
      const missing = new Map<string, string>()
      for (const [at, hash] of hashes.entries()) if (!known.has(hash)) missing.set(hash, texts[at] as string)
      const wanted = [...missing]
      for (let from = 0; from < wanted.length; from += batch) {
        if (options.signal?.aborted) throw new LanguageError('cancelled', 'Making vectors was cancelled.')
        const part = wanted.slice(from, from + batch)
        const vectors = await encoder.embed(
          part.map(([, text]) => text),
          options,
        )
        const made = part.map(([hash], at): readonly [string, Float32Array] => [hash, vectors[at] as Float32Array])
        cache.write(encoder.id, made)
        for (const [hash, vector] of made) known.set(hash, vector)
      }
      return hashes.map((hash) => known.get(hash) as Float32Array)
    },
  }
}
