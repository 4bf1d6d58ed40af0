import { once } from 'node:events'
import type { Command } from 'commander'
import { attuneError } from '../../errors.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { openAnswerFile, refuseFileThatExists } from '../../predict/answer-file.ts'
import { type AnsweredLine, answerJson, answerRows, answerTexts } from '../../predict/answer-lines.ts'
import { findModel } from '../../predict/find-model.ts'
import { type NearestTexts, nearestTexts } from '../../predict/nearest-texts.ts'
import { openPredictor } from '../../predict/open-predictor.ts'
import type { Predictor, TextPredictor, TextPredictorOf } from '../../predict/predictor.ts'
import { fileLines, givenLines, inBatches, type Lines, streamedLines } from '../../predict/read-inputs.ts'
import { answerTable } from '../answer-table.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, command, wholeNumber } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'
import { type PredictOptions, refuseWhatDoesNotFit } from '../predict-options.ts'
import { openRuns } from '../run-training.ts'

/** Lines that a table is laid out for; longer ones are several. */
const tableLines = 1000
const rowsAtOnce = 1024
const usualBatch = 32
/** Batches that are read at once: texts of like length are asked together, and the last of each length do not fill one. */
const batchesAtOnce = 32
/** Candidates beyond which all but the best are let go. */
const mostHeld = 10_000

async function predict(texts: readonly string[], options: PredictOptions): Promise<void> {
  const { out, threads, json } = options
  if (out !== undefined) refuseFileThatExists(out)
  const few = texts.length > 0 && texts[0] !== '-' ? Math.min(usualBatch, texts.length) : usualBatch
  const batch = options.batch ?? few
  const folder = findModel(options.model, await openRuns(options))
  await using predictor = await openPredictor(folder, { threads, batch, device: await deviceFor(options.device) })
  refuseWhatDoesNotFit(predictor, texts, options)
  const size = predictor.kind === 'chance' ? rowsAtOnce : batchesAtOnce * batch
  const lines = await linesOf(predictor, texts, options)
  const answering = await answeringOf(predictor, options, size)
  using file = out === undefined ? undefined : openAnswerFile(out)
  const write = file
    ? async (some: readonly AnsweredLine[]) => file.write(some.map(answerJson))
    : printer(predictor, json)

  const bar = progress({
    title: 'Answering',
    total: 1,
    enabled: options.texts !== undefined || options.rows !== undefined,
  })
  const counts = { answered: 0, empty: 0 }
  let firstEmpty: number | undefined
  let ranked: AnsweredLine[] = []
  for await (const some of inBatches(lines.batches, size)) {
    const answers = await answering(some)
    for (const { line, answer } of answers) {
      if (answer) counts.answered++
      else counts.empty++
      if (!answer) firstEmpty ??= line
    }
    if (predictor.kind === 'rank') {
      for (const one of answers) ranked.push(one)
      // Only the best are held.
      if (options.top !== undefined && ranked.length > 2 * options.top + mostHeld) ranked = best(ranked, options.top)
    } else await write(answers)
    bar.update(lines.done(), `${counts.answered} answers`)
  }
  bar.stop(`${counts.answered} answers`)
  for (const reason of lines.leftOut()) process.stderr.write(`${leftOut(reason)}\n`)
  if (counts.empty > 0)
    process.stderr.write(
      `${counts.empty === 1 ? '1 text is empty and has' : `${counts.empty} texts are empty and have`} no answer (first in line ${firstEmpty}).\n`,
    )
  if (counts.answered === 0)
    throw attuneError('no-texts', 'There is nothing to answer: all texts are empty, or there are none.')
  if (predictor.kind === 'rank') await write(best(ranked, options.top))
  if (!file || out === undefined) return
  file.finish()
  if (json) printJson({ kind: predictor.kind, ...counts, out })
  else process.stdout.write(`${counts.answered} answers written to ${out}.\n`)
}

/** The best candidates first; those without a text last. */
const best = (lines: readonly AnsweredLine[], top: number | undefined): AnsweredLine[] => {
  const scoreOf = ({ answer }: AnsweredLine): number | undefined =>
    answer && 'score' in answer ? answer.score : undefined
  const scored = lines.filter((line) => scoreOf(line) !== undefined)
  scored.sort((a, b) => (scoreOf(b) ?? 0) - (scoreOf(a) ?? 0))
  return [...scored.slice(0, top), ...lines.filter((line) => scoreOf(line) === undefined)]
}

/** JSON lines or tables on standard output, at its reader's pace. */
function printer(predictor: Predictor, json: boolean | undefined) {
  const table = answerTable(predictor.kind, predictor.kind === 'chance' ? predictor.label : undefined)
  return async (lines: readonly AnsweredLine[]): Promise<void> => {
    if (!json)
      for (let from = 0; from < lines.length; from += tableLines)
        printTable(table.columns, lines.slice(from, from + tableLines).map(table.cells))
    else if (!process.stdout.write(lines.map((line) => `${answerJson(line)}\n`).join('')))
      await once(process.stdout, 'drain')
  }
}

function answeringOf(predictor: Predictor, options: PredictOptions, size: number) {
  const { text = 'text', second, keep = [], query, top } = options
  if (predictor.kind === 'chance')
    return async (lines: Parameters<typeof answerRows>[1]) => answerRows(predictor, lines, keep)
  return answeringTexts(predictor, options, size, { columns: { text, second, keep }, query, top })
}

async function answeringTexts(
  predictor: TextPredictor,
  options: PredictOptions,
  size: number,
  asked: Parameters<typeof answerTexts>[2],
) {
  const among =
    predictor.kind === 'similar' && options.with !== undefined
      ? { texts: await textsToLookAmong(predictor, options.with, options, size), top: options.top ?? 5 }
      : undefined
  return async (lines: Parameters<typeof answerTexts>[1]) => answerTexts(predictor, lines, { ...asked, among })
}

async function textsToLookAmong(
  predictor: TextPredictorOf<'similar'>,
  path: string,
  { text = 'text', withText = text, header }: PredictOptions,
  size: number,
): Promise<NearestTexts> {
  const found = nearestTexts()
  const lines = await fileLines(path, [withText], { header: header ? undefined : false })
  const bar = progress({ title: 'Reading what to look among', total: 1 })
  for await (const some of inBatches(lines.batches, size)) {
    const texts = some.map(({ values }) => String(values[withText] ?? '').trim()).filter((one) => one !== '')
    const vectors = await predictor.predict(texts)
    found.add(
      texts,
      vectors.map(({ vector }) => vector),
    )
    bar.update(lines.done(), `${found.size} texts`)
  }
  bar.stop(`${found.size} texts to look among`)
  for (const reason of lines.leftOut()) process.stderr.write(`${leftOut(reason)}\n`)
  if (found.size === 0) throw attuneError('no-texts', `There is no text in column “${withText}” of ${path}.`)
  return found
}

function linesOf(predictor: Predictor, texts: readonly string[], options: PredictOptions): Lines | Promise<Lines> {
  const { text, second, keep = [] } = options
  const header = options.header ? undefined : false
  const distinct = (...columns: readonly (string | undefined)[]): string[] => [
    ...new Set(columns.filter((column) => column !== undefined)),
  ]
  if (predictor.kind === 'chance')
    return fileLines(options.rows ?? '', distinct(...predictor.columns, ...keep), { header, label: predictor.label })
  if (options.texts !== undefined) return fileLines(options.texts, distinct(text, second, ...keep), { header })
  return texts[0] === '-' && texts.length === 1 ? streamedLines(process.stdin) : givenLines(texts)
}

const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** `attune predict`: asks whatever was trained here. */
export function predictCommand(): Command {
  const predicting = command('predict', 'ask a model: classes, labels, numbers, entities, vectors, an order, a chance')
    .argument('[texts...]', 'texts to ask about; “-”: a text a line from standard input')
    .requiredOption(
      '--model <folder>',
      'folder that was trained, a run of “attune runs list”, or an encoder by its name',
    )
    .option('--texts <file>', 'a file of texts: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--text <column>', 'column of the texts')
    .option('--second <column>', 'column of the second texts, for a scorer of two')
    .option(
      '--rows <file>',
      'rows for a model of “attune train ranker”, with the columns that it learnt from; libfm too',
    )
    .option('--no-header', 'the first line is data: columns are called 1, 2, 3, …')
    .option('--query <text>', 'what candidates are ordered by, for a model of “attune finetune rank”')
    .option('--with <file>', 'texts to look among for the most alike, for vectors')
    .option('--with-text <column>', 'column of these texts (default: that of --text, or text)')
    .option('--keep <columns>', 'columns of the file that are put beside the answers', names)
    .option(
      '--top <n>',
      'the n likeliest classes or labels, best candidates, or most alike texts (5)',
      wholeNumber(1, 100_000),
    )
    .option('--out <file>', 'write JSON lines to a new file')
    .option('--batch <n>', 'texts that are worked on at once (default: 32)', wholeNumber(1, 1024))
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(deviceOption())
    .addHelpText(
      'after',
      `
Examples:
  attune predict --model sentiment "很好吃" "came cold" --top 2
  attune predict --model sentiment --texts reviews.csv.gz --text review --keep id --out answers.jsonl
  attune predict --model classify-2026-03-01-1 - --json < questions.txt
  attune predict --model search --query "red shoes" --texts products.csv --text title --top 10
  attune predict --model similar --with faq.csv --with-text question "包裹在哪里"
  attune predict --model clicks --rows impressions.parquet --out chances.jsonl`,
    )
    .action(action(predict))
  const json = predicting.options.find(({ long }) => long === '--json')
  if (json) json.description = 'print a line of JSON for each text; with --out, what was written'
  return predicting
}
