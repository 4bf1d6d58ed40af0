import { createReadStream, statSync } from 'node:fs'
import { Command } from 'commander'
import { attuneError } from '../../errors.ts'
import { analyses } from '../../stats/analyses.ts'
import { analysisNamed, runAnalysis } from '../../stats/run-analysis.ts'
import { action } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface StatsOptions {
  readonly input?: string
  readonly example?: boolean
  readonly json?: boolean
}

/** Rows of millions of units fit; more is better summed first, where the data are. */
const mostBytes = 400_000_000

async function stats(name: string | undefined, { input, example, json }: StatsOptions): Promise<void> {
  if (name === undefined) return list(json === true)
  const analysis = analysisNamed(name)
  if (example) return printJson(analysis.example)
  if (input === undefined)
    throw attuneError(
      'no-input',
      'Name a file with --input, or - for standard input; --example shows what stands in it.',
    )
  const result = await runAnalysis(analysis, input === '-' ? await textOf(process.stdin) : await fileText(input))
  if (json) return printJson(result)
  printTable([{ title: 'what' }, { title: 'value' }], [...lines(result, '')])
}

function list(json: boolean): void {
  if (json) printJson(analyses.map(({ name, summary }) => ({ name, summary })))
  else
    printTable(
      [{ title: 'analysis' }, { title: 'tells' }],
      analyses.map(({ name, summary }) => [name, summary.en]),
    )
}

async function fileText(file: string): Promise<string> {
  const size = statSync(file, { throwIfNoEntry: false })
  if (!size?.isFile()) throw attuneError('file-not-found', `There is no file ${file}.`, { details: { file } })
  return textOf(createReadStream(file))
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > mostBytes)
      throw attuneError('input-too-large', 'The input is larger than 400 MB: give sums of the arms instead of rows.')
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A result as lines of path and value; what is not known has none. */
function* lines(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === 'object' && value !== null) {
    const sentence = 'en' in value && 'zh' in value && 'code' in value
    for (const [key, inner] of Object.entries(value))
      if (!(sentence && key === 'zh')) yield* lines(inner, path === '' ? key : `${path}.${key}`)
    return
  }
  if (value === null) yield [path, '–']
  else yield [path, typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value)]
}

/** `attune stats` */
export function statsCommand(): Command {
  return new Command('stats')
    .description('statistics for scripts: sums or rows in, the full result out')
    .argument('[analysis]', `${analyses.map(({ name }) => name).join(', ')}; without it they are listed`)
    .option('--input <file>', 'a JSON document; “-”: from standard input')
    .option('--example', 'print an input that works')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  attune stats proportion --example > arms.json
  attune stats proportion --input arms.json --json
  echo '{"arms":[{"variation":"a","units":5000},{"variation":"b","units":5200}]}' | attune stats srm --input -`,
    )
    .action(action(stats))
}
