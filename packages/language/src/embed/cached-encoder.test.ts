import { expect, test } from 'vitest'
import { cachedEncoder, type VectorCache } from './cached-encoder.ts'
import type { Encoder } from './encoder.ts'

function cacheInMemory(): VectorCache & { readonly kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>()
  return {
    kept,
    read: (encoder, hashes) => hashes.map((hash) => kept.get(`${encoder} ${hash}`)),
    write(encoder, vectors) {
      for (const [hash, vector] of vectors) kept.set(`${encoder} ${hash}`, vector)
    },
  }
}

/** The vector of a text says its length. */
function counting(id = 'counting'): Encoder & { readonly calls: string[][] } {
  const calls: string[][] = []
  return {
    id,
    calls,
    async embed(texts) {
      calls.push([...texts])
      return texts.map((text) => Float32Array.of(text.length))
    },
  }
}

test('each text is asked for once, in batches, equal ones together; answers keep the order', async () => {
  const encoder = counting()
  const cached = cachedEncoder(encoder, cacheInMemory(), { batch: 2 })
  const texts = ['茶', 'coffee', '茶', 'cocoa']
  expect((await cached.embed(texts)).map(([length]) => length)).toEqual([1, 6, 1, 5])
  expect(encoder.calls).toEqual([['茶', 'coffee'], ['cocoa']])
  expect((await cached.embed(['cocoa', 'milk'])).map(([length]) => length)).toEqual([5, 4])
  expect(encoder.calls.at(-1)).toEqual(['milk'])
})

test('another encoder, or another version, has vectors of its own', async () => {
  const cache = cacheInMemory()
  const [first, second] = [counting('one'), counting('two')]
  await cachedEncoder(first, cache).embed(['tea'])
  await cachedEncoder(second, cache).embed(['tea'])
  expect(second.calls).toEqual([['tea']])
})

test('what was made before a failure is kept', async () => {
  const cache = cacheInMemory()
  const encoder = counting()
  const failing: Encoder = {
    id: encoder.id,
    embed: (texts) => (texts.includes('bad') ? Promise.reject(new Error('down')) : encoder.embed(texts)),
  }
  await expect(cachedEncoder(failing, cache, { batch: 1 }).embed(['tea', 'bad'])).rejects.toThrow('down')
  expect(cache.kept.size).toBe(1)
  await cachedEncoder(encoder, cache).embed(['tea', 'bad'])
  expect(encoder.calls).toEqual([['tea'], ['bad']])
})

test('a cancelled call stops between batches', async () => {
  const encoder = counting()
  const ends = new AbortController()
  const cached = cachedEncoder(
    {
      id: encoder.id,
      async embed(texts) {
        ends.abort()
        return encoder.embed(texts)
      },
    },
    cacheInMemory(),
    { batch: 1 },
  )
  await expect(cached.embed(['a', 'bb', 'ccc'], { signal: ends.signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(encoder.calls).toEqual([['a']])
})
