import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { GeneratedView } from '../../api/schemas/generate.ts'
import { attuneError } from '../../errors.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, numberWithin, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'

interface GenerateOptions extends CommonOptions {
  readonly schema?: string
  readonly lang: 'en' | 'zh'
  readonly maxTokens?: number
  readonly temperature?: number
  readonly cache: boolean
}

function readSchema(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw attuneError('bad-schema-file', `${file} cannot be read as JSON. Give a file with a JSON Schema.`, { cause })
  }
}

async function generate(instruction: string, options: GenerateOptions): Promise<void> {
  const { lang: language, maxTokens, temperature, cache } = options
  const schema = options.schema === undefined ? undefined : readSchema(options.schema)
  const api = await apiClient(options)
  try {
    const made = await api.request<GeneratedView>('POST', '/v1/generate', {
      instruction,
      language,
      cache,
      ...(schema === undefined ? {} : { schema }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    })
    if (options.json) {
      printJson(made)
      return
    }
    const { text, value, model, tokensIn, tokensOut, cost, currency, cached, cut } = made
    process.stdout.write(`${text ?? JSON.stringify(value, null, 2)}\n`)
    const price = `${tokensIn + tokensOut} tokens, ${cost.toFixed(6)} ${currency}`
    process.stderr.write(
      `${model}: ${cached ? 'answered before, so nothing was sent' : price}${cut ? '; cut at --max-tokens' : ''}\n`,
    )
  } finally {
    await api.close()
  }
}

/** `attune generate` */
export function generateCommand(): Command {
  return command('generate', 'write with the configured language model; personal data is taken out before it leaves')
    .argument('<instruction>', 'what to write')
    .option('--schema <file>', 'JSON Schema: print a value that fits it instead of a text')
    .addOption(languageOption('language of the words around the instruction'))
    .option('--max-tokens <n>', 'of the answer at most', wholeNumber(1, 100_000))
    .option('--temperature <t>', '0: always the likeliest words', numberWithin(0, 2))
    .option('--no-cache', 'ask even where an equal question was answered within the hour')
    .action(action(generate))
}
