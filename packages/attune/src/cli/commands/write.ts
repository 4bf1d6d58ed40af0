import { LearnError } from '@attune/learn'
import type { Command } from 'commander'
import { attuneError } from '../../errors.ts'
import { parseAttributes } from '../../write/attributes.ts'
import { openWriter } from '../../write/open-writer.ts'
import { openModelWriter, promptTokens } from '../../write/writer-model.ts'
import { action, type CommonOptions, command, numberWithin, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'

interface WriteOptions extends CommonOptions {
  readonly model: string
  readonly attributes: string
  readonly count: number
  readonly temperature: number
  readonly topP: number
  readonly topK?: number
  readonly repetitionPenalty: number
  readonly tries: number
  readonly seed: number
  readonly threads: number
}

async function write(options: WriteOptions): Promise<void> {
  const attributes = parseAttributes(options.attributes, 'text')
  if (attributes.length === 0)
    throw attuneError('bad-parameter', 'There are no attributes: give some as “name=Aromi; food=Chinese”.', {
      details: { field: 'attributes' },
    })
  if (options.temperature === 0 && options.count > 1)
    throw attuneError(
      'bad-parameter',
      'Without a temperature there is one likeliest text: give --temperature for more.',
      {
        details: { field: 'count' },
      },
    )
  const model = openWriter(options.model)
  if (!promptTokens(attributes, model))
    throw attuneError(
      'too-long',
      `The attributes leave no room for a text within the ${model.longest} tokens of this writer: give fewer or shorter ones.`,
      { details: { field: 'attributes' } },
    )
  const { count, temperature, topP, topK, repetitionPenalty, tries, seed, threads } = options
  await using writer = openModelWriter(model, { batch: Math.min(16, count * tries), threads })
  const [texts = []] = await telling(() =>
    writer.write([attributes], {
      count,
      temperature,
      topP,
      ...(topK === undefined ? {} : { topK }),
      repetitionPenalty,
      tries,
      seed,
    }),
  )
  if (options.json) {
    printJson({ attributes, texts })
    return
  }
  process.stdout.write(`${texts.join('\n\n')}\n`)
}

async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('writing-failed', cause.message, { cause })
    throw cause
  }
}

/** `attune write`: texts by a model of `attune finetune write`. */
export function writeCommand(): Command {
  return command('write', 'write texts from attributes, by a model of “attune finetune write”')
    .requiredOption('--model <folder>', 'what “attune finetune write” wrote')
    .requiredOption('--attributes <list>', 'what to say: “name=Aromi; food=Chinese”, or a list as in the training file')
    .option('--count <n>', 'texts', wholeNumber(1, 100), 1)
    .option(
      '--temperature <t>',
      '0: always the likeliest token; about 0.7: variety',
      numberWithin(0, 10, 'from 0 to 10'),
      0,
    )
    .option(
      '--top-p <share>',
      'draw from the likeliest tokens that together reach it',
      numberWithin(1e-6, 1, 'above 0, at most 1'),
      0.95,
    )
    .option('--top-k <n>', 'draw from so many tokens', wholeNumber(1, 1_000_000))
    .option('--repetition-penalty <p>', 'above 1: say less again', numberWithin(0.01, 100, 'above 0'), 1)
    .option('--tries <n>', 'texts drawn for each; those that say most of the values are kept', wholeNumber(1, 64), 4)
    .option('--seed <n>', 'equal seeds draw equal texts', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .action(action(write))
}
