import { type DecoderShape, type Generator, type LanguageSequence, openGenerator, type Tokenizer } from '@attune/learn'
import { allowedTokens } from './allowed-tokens.ts'
import type { Attribute } from './attributes.ts'
import { fillValues, hideValues, type Placeholders, promptOf } from './placeholders.ts'
import type { AttributeText } from './read-attribute-texts.ts'
import { coverageOf } from './writing-scores.ts'

/** What it takes to write: a decoder, its tokens, and which values it writes as placeholders. */
export interface WriterModel {
  readonly shape: DecoderShape
  /** By name, with the prefix `decoder`. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly tokenizer: Tokenizer
  readonly placeholders: Placeholders
  /** Tokens of attributes and text together. */
  readonly longest: number
}

export interface WriteSettings {
  /** Texts for the same attributes. Default 1. */
  readonly count?: number
  /** 0: always the likeliest token, and so one text. Default 0. */
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly repetitionPenalty?: number
  readonly seed?: number
  /** Texts that are drawn for each that is asked for; those that say most of the values are kept. Default 1. */
  readonly tries?: number
}

/** Tokens that begin and end a text. */
export function marksOf({ ids }: Tokenizer): { readonly begin: readonly number[]; readonly end: number } {
  return { begin: ids.begin >= 0 ? [ids.begin] : [], end: ids.end >= 0 ? ids.end : ids.begin }
}

type Cutting = Pick<WriterModel, 'tokenizer' | 'placeholders' | 'longest'>

/** The prompt for attributes, or undefined where it leaves no room for a text. */
export function promptTokens(
  attributes: readonly Attribute[],
  { tokenizer, placeholders, longest }: Cutting,
  telling?: (attribute: Attribute) => boolean,
): number[] | undefined {
  const { begin } = marksOf(tokenizer)
  const tokens = [...begin, ...tokenizer.encode(promptOf(attributes, placeholders, telling), { special: false })]
  return tokens.length + smallestAnswer > longest ? undefined : tokens
}

/** Room for a text below which a prompt counts as too long. */
const smallestAnswer = 16

/**
 * What is learnt of a row: its text behind its attributes, cut where there is no more room.
 *
 * @param telling as for `promptOf`
 */
export function answerSequence(
  { attributes, text }: AttributeText,
  model: Cutting,
  telling?: (attribute: Attribute) => boolean,
): LanguageSequence | undefined {
  const prompt = promptTokens(attributes, model, telling)
  if (!prompt) return undefined
  const { tokenizer, placeholders, longest } = model
  const answer = tokenizer.encode(hideValues(text, attributes, placeholders), { special: false })
  const tokens = [...prompt, ...answer, marksOf(tokenizer).end]
  return { tokens: tokens.slice(0, longest + 1), from: prompt.length }
}

export interface Writer {
  /**
   * Texts for attributes, `count` for each; none where the attributes leave no room.
   *
   * @throws LearnError as `openGenerator`'s `write`
   */
  write(all: readonly (readonly Attribute[])[], settings?: WriteSettings): Promise<readonly (readonly string[])[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** @param batch texts that are written side by side */
export function openModelWriter(model: WriterModel, { batch, threads }: { batch: number; threads: number }): Writer {
  const { shape, parameters, tokenizer, placeholders, longest } = model
  const generator: Generator = openGenerator({ shape, parameters, batch, threads, longest })
  const { end } = marksOf(tokenizer)
  const allowedFor = allowedTokens(tokenizer, placeholders)
  return {
    async write(all, settings = {}) {
      const { count = 1, temperature = 0, tries = 1, ...choice } = settings
      const draws = temperature === 0 ? 1 : count * tries
      const asked = all.flatMap((attributes, at) => {
        const prompt = promptTokens(attributes, model)
        return prompt ? Array.from({ length: draws }, () => ({ at, attributes, prompt })) : []
      })
      const allowedOf = asked.map(({ attributes }) => allowedFor(attributes))
      const found = await generator.write(
        asked.map(({ prompt }) => prompt),
        {
          ...choice,
          temperature,
          stop: [end],
          longest,
          allowed: (_, prompt) => allowedOf[prompt],
        },
      )
      const texts = all.map((): { text: string; faults: number; coverage: number }[] => [])
      for (const [i, { tokens, ended }] of found.entries()) {
        const { at, attributes } = asked[i] as (typeof asked)[0]
        const { text, unknown } = fillValues(tokenizer.decode(tokens), attributes, placeholders)
        const faults = unknown + Number(ended !== 'stop') + Number(text === '')
        texts[at]?.push({ text, faults, coverage: coverageOf([{ attributes, text }]) })
      }
      return texts.map((own) =>
        own
          .toSorted((a, b) => a.faults - b.faults || b.coverage - a.coverage)
          .slice(0, count)
          .map(({ text }) => text),
      )
    },
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  }
}
