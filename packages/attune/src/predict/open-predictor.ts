import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AttuneError, attuneError } from '../errors.ts'
import { quantisedFile } from '../quantise/open-serving-encoder.ts'
import { openRowPredictor } from './open-row-predictor.ts'
import type { Predictor, TextKind, TextPredictor } from './predictor.ts'
import { type PredictorTools, plainEncoder, textPredictors } from './text-predictors.ts'

/** The file that says what a model is for. */
const files: readonly (readonly [file: string, kind: TextKind])[] = [
  ['classifier.json', 'classify'],
  ['labeller.json', 'label'],
  ['scorer.json', 'score'],
  ['tagger.json', 'tag'],
  ['ranker.json', 'rank'],
  ['encoder.json', 'similar'],
]

/**
 * Opens any model that was trained here to answer: what `attune finetune` (but `write`), `attune distill`, `attune quantize` and
 * `attune train ranker` wrote, and encoders of `attune models pull` and `attune pretrain`. It answers once before it is given back,
 * so that whatever does not fit together is found now.
 *
 * @throws AttuneError `unknown-model` where there is none, `bad-model` where it is broken
 */
export async function openPredictor(
  folder: string,
  { threads = 2, batch = 32, device = 'cpu' }: Partial<PredictorTools> = {},
): Promise<Predictor> {
  const has = (file: string): boolean => existsSync(join(folder, file))
  const found = files.find(([file]) => has(file))
  const plain = has(quantisedFile) || (!found && has('config.json') && has('tokenizer.json'))
  if (has('writer.json'))
    throw attuneError('bad-model', `The model in ${folder} writes texts: ask it with “attune write --model ${folder}”.`)
  if (!found && !plain)
    throw attuneError(
      'unknown-model',
      `There is no model in ${folder}. Give a folder that “attune finetune”, “attune distill”, “attune quantize” or “attune train ranker” wrote, or a run that “attune runs list” names.`,
      { details: { field: 'model' } },
    )
  try {
    if (!plain && found?.[1] === 'rank' && readsRows(folder)) return await openRowPredictor(folder, { threads })
    const tools = { threads, batch, device }
    return await tried(plain || !found ? plainEncoder(folder, tools) : textPredictors[found[1]](folder, tools))
  } catch (cause) {
    if (cause instanceof AttuneError && ['unknown-model', 'bad-model'].includes(cause.code)) throw cause
    const why = cause instanceof Error ? cause.message : 'its files do not fit together'
    throw attuneError('bad-model', `The model in ${folder} cannot be used: ${why}`, { cause })
  }
}

async function tried(predictor: TextPredictor): Promise<TextPredictor> {
  try {
    await predictor.predict([predictor.needs === 2 ? { text: 'a', second: 'a' } : 'a'])
    return predictor
  } catch (cause) {
    // Networks that could not be made cannot be closed either.
    await predictor[Symbol.asyncDispose]().catch(() => undefined)
    throw cause
  }
}

/** Both kinds of rankers have a `ranker.json`; that of rows defines features. */
function readsRows(folder: string): boolean {
  const facts: unknown = JSON.parse(readFileSync(join(folder, 'ranker.json'), 'utf8'))
  return typeof facts === 'object' && facts !== null && 'definition' in facts
}
