import type { DecoderOptions, DecoderShape } from '../layers/decoder.ts'
import { LearnError } from '../learn-error.ts'
import { createRandom } from '../train/random.ts'
import { type ChoiceOptions, checkChoice, chooseToken } from './choose-token.ts'
import { createCache } from './key-value-cache.ts'
import { type CachedNetwork, openCachedNetwork } from './open-cached-network.ts'

export interface GeneratorModel {
  readonly shape: DecoderShape
  /** By name, with the prefix. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<DecoderOptions, 'lora' | 'adapters' | 'prefix'>
  /** Texts that are written side by side. Default 1. */
  readonly batch?: number
  /** Tokens of a text at most, prompt and answer together. Default all positions, at most 4096. */
  readonly longest?: number
  readonly threads?: number
}

export interface GenerateOptions extends ChoiceOptions {
  /** Tokens that are written at most. Default 128. */
  readonly longest?: number
  /** Tokens that end a text; they are not among what is written. Default none. */
  readonly stop?: Iterable<number>
  /** What is drawn depends on it, and on which of the prompts it is for. Default 1. */
  readonly seed?: number
  /** The only tokens that may come after those written so far; undefined: all. Stop tokens need to be among them. */
  readonly allowed?: (written: readonly number[], prompt: number) => ReadonlySet<number> | undefined
  /** Ends the writing before the next token: what is thrown is its reason. */
  readonly signal?: AbortSignal
}

/** Why a text ended: a stop token, as many tokens as were asked for, or no more positions. */
export type Ended = 'stop' | 'longest' | 'full'

export interface Written {
  /** Without the prompt and the token that ended it. */
  readonly tokens: readonly number[]
  readonly ended: Ended
}

export interface Generator {
  /**
   * Goes on with each prompt. Equal seeds give equal texts.
   *
   * @param prompts token ids, at least one each
   * @throws LearnError `bad-value` for a prompt that is empty, too long or has tokens that do not exist, or where no token is
   *   allowed; `bad-option`; `not-finite` when the decoder's parameters are broken
   */
  write(prompts: readonly (readonly number[])[], options?: GenerateOptions): Promise<readonly Written[]>
  /** Goes on with one prompt, token by token, as they come. Throws as `write`. */
  stream(prompt: readonly number[], options?: GenerateOptions): AsyncGenerator<number, Ended>
  [Symbol.asyncDispose](): Promise<void>
}

/** Tokens of a prompt that are taken at once, at most. */
const longestChunk = 32
const longestByDefault = 4096

/**
 * A decoder ready to write. Keys and values of tokens are kept, so that each new token costs one position. Two networks are
 * made, when they are first needed: one takes prompts, the other one token at a time.
 *
 * @throws LearnError `bad-option`
 * @example
 * await using generator = await openGenerator({ shape, parameters })
 * for await (const token of generator.stream(prompt, { stop: [end], temperature: 0.7 })) …
 */
export function openGenerator(model: GeneratorModel): Generator {
  const { shape, parameters, tuning = {}, batch = 1, threads = 2 } = model
  const { layers, width, heads, keyHeads = heads, headWidth = width / heads, positions, vocabulary } = shape
  const longest = Math.min(model.longest ?? longestByDefault, positions)
  for (const [name, value] of Object.entries({ batch, longest }))
    if (!(Number.isInteger(value) && value >= 1))
      throw new LearnError('bad-option', `${name} is a whole number above 0.`, { [name]: value })
  const chunk = Math.min(longestChunk, longest)
  const opened = new Map<number, Promise<CachedNetwork>>()
  const networkOf = (length: number): Promise<CachedNetwork> => {
    const known = opened.get(length)
    if (known) return known
    const network = openCachedNetwork({ shape, parameters, tuning, batch, length, longest, threads })
    opened.set(length, network)
    return network
  }

  /** Tokens of a batch of prompts as they come. */
  async function* steps(
    prompts: readonly (readonly number[])[],
    first: number,
    options: GenerateOptions,
  ): AsyncGenerator<
    { readonly text: number; readonly token: number } | { readonly text: number; readonly ended: Ended }
  > {
    const { longest: most = 128, seed = 1, allowed, signal } = options
    const stop = new Set(options.stop)
    const cache = createCache({ layers, batch, keyHeads, headWidth, longest })
    const lengths = new Array<number>(batch).fill(0)
    const texts = prompts.map((prompt) => [...prompt])
    const written = prompts.map((): number[] => [])
    const randoms = prompts.map((_, text) => createRandom(seed, `text ${first + text}`))
    const going = new Set(prompts.keys())
    const logits = new Array<Float32Array | undefined>(prompts.length)

    const taken = Math.max(...prompts.map((prompt) => prompt.length))
    for (let start = 0; start < taken; start += chunk) {
      signal?.throwIfAborted()
      const next = prompts.map((prompt) => prompt.slice(start, start + chunk))
      const found = await (await networkOf(taken === 1 ? 1 : chunk)).take(cache, lengths, next)
      for (const [text, scores] of found.entries()) if (scores) logits[text] = scores
    }
    while (going.size > 0) {
      signal?.throwIfAborted()
      const next = prompts.map((): number[] => [])
      for (const text of going) {
        const [own, before] = [written[text] as number[], texts[text] as number[]]
        const ended = own.length >= most ? 'longest' : before.length >= longest ? 'full' : undefined
        const token =
          ended ??
          chooseToken(
            logits[text] as Float32Array,
            before,
            options,
            allowed?.(own, first + text),
            randoms[text] as () => number,
          )
        if (typeof token === 'string' || stop.has(token)) {
          going.delete(text)
          yield { text, ended: typeof token === 'string' ? token : 'stop' }
          continue
        }
        own.push(token)
        before.push(token)
        next[text] = [token]
        yield { text, token }
        // Asked again for what is known already.
        if (own.length >= most || before.length >= longest) next[text] = []
      }
      if (next.every((tokens) => tokens.length === 0)) continue
      const found = await (await networkOf(1)).take(cache, lengths, next)
      for (const [text, scores] of found.entries()) if (scores) logits[text] = scores
    }
  }

  function check(prompts: readonly (readonly number[])[], options: GenerateOptions): void {
    checkChoice(options)
    const { longest: most = 128 } = options
    if (!(Number.isInteger(most) && most >= 1))
      throw new LearnError('bad-option', 'longest is a whole number of tokens above 0.', { longest: most })
    for (const [i, prompt] of prompts.entries()) {
      if (prompt.length === 0)
        throw new LearnError('bad-value', `Prompt ${i} is empty: begin with the token that begins texts.`, { at: i })
      if (prompt.length >= longest)
        throw new LearnError(
          'bad-value',
          `Prompt ${i} has ${prompt.length} tokens; this decoder holds ${longest}, the answer among them. Shorten it.`,
          { at: i, longest },
        )
      const wrong = prompt.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabulary))
      if (wrong !== undefined)
        throw new LearnError('bad-value', `Prompt ${i} has token ${wrong}; they go from 0 to ${vocabulary - 1}.`, {
          at: i,
        })
    }
  }

  return {
    async write(prompts, options = {}) {
      check(prompts, options)
      const all: Written[] = []
      for (let first = 0; first < prompts.length; first += batch) {
        const some = prompts.slice(first, first + batch)
        const tokens = some.map((): number[] => [])
        for await (const step of steps(some, first, options)) {
          const own = tokens[step.text] as number[]
          if ('token' in step) own.push(step.token)
          else all[first + step.text] = { tokens: own, ended: step.ended }
        }
      }
      return all
    },
    async *stream(prompt, options = {}) {
      check([prompt], options)
      for await (const step of steps([prompt], 0, options)) {
        if ('ended' in step) return step.ended
        yield step.token
      }
      return 'longest'
    },
    async [Symbol.asyncDispose]() {
      for (const network of opened.values())
        await network.then(
          (one) => one.close(),
          () => {},
        )
    },
  }
}
