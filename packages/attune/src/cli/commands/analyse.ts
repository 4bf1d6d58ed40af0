import { once } from 'node:events'
import { type Command, InvalidArgumentError } from 'commander'
import type { AnalysedTextView, AnalyseRequestBody, AnalyseResponse } from '../../api/schemas/language.ts'
import { longestText, mostCharacters, mostTexts } from '../../api/schemas/language.ts'
import { attuneError } from '../../errors.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { fileLines, givenLines, type Line, type Lines, streamedLines } from '../../predict/read-inputs.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { progress, tableText } from '../output.ts'

interface AnalyseCommandOptions extends CommonOptions {
  readonly file?: string
  readonly text: string
  readonly header: boolean
  readonly today?: string
  readonly keywords: number
  readonly subwords?: boolean
}

/** One analysed text with the line that it came from; `duplicateOf` is a line too. */
type Answer = Omit<AnalysedTextView, 'duplicateOf'> & { readonly line: number; readonly duplicateOf: number | null }

interface Asked {
  readonly line: number
  readonly text: string
}

async function analyse(texts: readonly string[], options: AnalyseCommandOptions): Promise<void> {
  const { file, text: column, json } = options
  if (file === undefined && texts.length === 0)
    throw attuneError('no-texts', 'Give texts, name a file with --file, or pass “-” and a text a line.')
  if (file !== undefined && texts.length > 0)
    throw attuneError('invalid-command-line', 'Give texts or --file, not both.')
  const lines = await linesOf(texts, options)
  const api = await apiClient(options)
  try {
    const bar = progress({ title: 'Analysing', total: 1, enabled: file !== undefined })
    let done = 0
    for await (const some of inRequests(lines.batches, file === undefined ? 'text' : column)) {
      const answers = await ask(api, some, options)
      await print(answers, json === true)
      done += answers.length
      bar.update(lines.done(), `${done} texts`)
    }
    bar.stop(`${done} texts`)
    for (const reason of lines.leftOut()) process.stderr.write(`${leftOut(reason)}\n`)
    if (done === 0)
      throw attuneError('no-texts', 'There is nothing to analyse: all texts are empty, or there are none.')
  } finally {
    await api.close()
  }
}

function linesOf(texts: readonly string[], { file, text, header }: AnalyseCommandOptions): Lines | Promise<Lines> {
  if (file !== undefined) return fileLines(file, [text], { header: header ? undefined : false })
  return texts.length === 1 && texts[0] === '-' ? streamedLines(process.stdin) : givenLines(texts)
}

/** As many texts as one request may hold; empty ones are passed over, what is too long is cut, and half characters are replaced. */
async function* inRequests(batches: AsyncIterable<readonly Line[]>, column: string): AsyncIterable<readonly Asked[]> {
  let held: Asked[] = []
  let characters = 0
  for await (const batch of batches)
    for (const { line, values } of batch) {
      const text = String(values[column] ?? '')
        .trim()
        .slice(0, longestText)
        .toWellFormed()
      if (text === '') continue
      if (held.length === mostTexts || characters + text.length > mostCharacters) {
        yield held
        ;[held, characters] = [[], 0]
      }
      held.push({ line, text })
      characters += text.length
    }
  if (held.length > 0) yield held
}

async function ask(
  api: ApiClient,
  asked: readonly Asked[],
  { today, keywords, subwords = false }: AnalyseCommandOptions,
): Promise<readonly Answer[]> {
  const body: AnalyseRequestBody = {
    texts: asked.map(({ text }) => text),
    keywords,
    subwords,
    ...(today === undefined ? {} : { today }),
  }
  const { texts, tagger, subwordsBy } = await api.request<AnalyseResponse>('POST', '/v1/language/analyse', body)
  if (subwords && subwordsBy === null)
    process.stderr.write('! There are no sub-words: they need an encoder, or items to learn them from.\n')
  if (tagger.problem !== null)
    process.stderr.write(`! Entities are those of rules and the catalogue alone: ${tagger.problem}\n`)
  return texts.map((one, i) => ({
    ...one,
    line: asked[i]?.line ?? i + 1,
    duplicateOf: one.duplicateOf === null ? null : (asked[one.duplicateOf]?.line ?? null),
  }))
}

const columns = [
  { title: 'line', align: 'right' },
  { title: 'text' },
  { title: 'language' },
  { title: 'keywords' },
  { title: 'entities' },
  { title: 'feeling' },
  { title: 'same as', align: 'right' },
] as const
const longestCell = 40

/** Lines of JSON or a table on standard output, at its reader's pace. */
async function print(answers: readonly Answer[], json: boolean): Promise<void> {
  const text = json
    ? answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')
    : `${tableText(columns, answers.map(cellsOf))}\n`
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

function cellsOf({
  line,
  text,
  language,
  keywords,
  entities,
  sentiment,
  duplicateOf,
  subwords,
}: Answer): readonly string[] {
  return [
    String(line),
    subwords === null ? short(text.replaceAll('\n', ' ')) : piecesOf(subwords),
    `${language.language} ${language.confidence.toFixed(2)}`,
    short(keywords.map(({ keyword }) => keyword).join(', ')),
    entities.map(entityCell).join(', '),
    sentiment === null ? '' : feelingOf(sentiment),
    duplicateOf === null ? '' : String(duplicateOf),
  ]
}

/** Words apart, their pieces joined by points. */
const piecesOf = (subwords: NonNullable<AnalysedTextView['subwords']>): string =>
  subwords.map(({ text, goesOn }, at) => `${at === 0 ? '' : goesOn ? '·' : ' '}${text}`).join('')

/** What a model found says how sure it is. */
const entityCell = (entity: AnalysedTextView['entities'][number]): string => {
  const called = entity.kind === 'named' ? entity.value.label : entity.kind
  return `${called}: ${entity.text}${entity.confidence === undefined ? '' : ` (model ${entity.confidence.toFixed(2)})`}`
}

/** As a whole and about what; a word list says that it is one. */
const feelingOf = ({ label, confidence, source, aspects }: NonNullable<AnalysedTextView['sentiment']>): string =>
  [
    `${label} ${confidence.toFixed(2)}${source === 'lexicon' ? ' (word list)' : ''}`,
    ...aspects.map((own) => `${own.aspect} ${own.label}`),
  ].join(', ')

const short = (text: string): string => {
  const characters = [...text]
  return characters.length <= longestCell ? text : `${characters.slice(0, longestCell - 1).join('')}…`
}

function day(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('a day such as 2026-11-27')
  return text
}

/** `attune analyse` */
export function analyseCommand(): Command {
  const analysing = command(
    'analyse',
    'say what texts are about: language, keywords, brands, products, money, days, places, and how they feel',
  )
    .argument('[texts...]', 'texts; “-”: a text a line from standard input')
    .option('--file <file>', 'a file of texts: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--text <column>', 'column of the texts', 'text')
    .option('--no-header', 'the first line is data: columns are called 1, 2, 3, …')
    .option('--today <day>', 'what 明天 and “next Friday” are counted from (default: today)', day)
    .option('--keywords <n>', 'at most so many keywords a text', wholeNumber(1, 50), 5)
    .option('--subwords', 'also the pieces of words that an encoder reads: un·believ·able')
    .addHelpText(
      'after',
      `
Brands and products are those of the catalogue. Texts that say nearly the same are found among up to ${mostTexts} at a time.
Bytes that are no UTF-8 are read as latin-1; of a text of more than ${longestText} characters the rest is passed over.

Examples:
  attune analyse "小米手环8下周五8折，到手价￥199" "Nike Air Max 90, 20% off in New York"
  attune analyse --file reviews.csv.gz --text review --json > answers.jsonl
  attune analyse - < questions.txt`,
    )
    .action(action(analyse))
  const json = analysing.options.find(({ long }) => long === '--json')
  if (json) json.description = 'print a line of JSON for each text'
  return analysing
}
