import { createKernels } from '@attune/kernels'
import { type Evaluation, evaluate as evaluateModel, recommenderKinds, type Split } from '@attune/recommend'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { attuneError } from '../../errors.ts'
import { eventFields, parseColumns } from '../../import/files/map-columns.ts'
import type { FileFormat } from '../../import/files/open-records.ts'
import { type LoadedEvaluation, loadEvaluation } from '../../import/load-evaluation.ts'
import { type Protocol, protocols, sizeOf, splitFor } from '../../import/split-for.ts'
import { leftOut, tellingRefused } from '../../import/telling-refused.ts'
import { action, command, wholeNumber } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'

interface EvaluateCommandOptions {
  readonly data: string
  readonly from?: string
  readonly models: readonly string[]
  readonly protocol: Protocol
  readonly columns?: string
  readonly format?: FileFormat
  readonly delimiter?: string
  readonly encoding?: string
  readonly header: boolean
  readonly k: readonly number[]
  readonly matrix: 'all-but-two' | 'all-but-one'
  readonly folds: number
  readonly ties: 'mid-rank' | 'smaller-id' | 'target-first'
  readonly trainShare: number
  readonly minRating?: number
  readonly seed: number
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly json?: boolean
}

async function evaluate(options: EvaluateCommandOptions): Promise<void> {
  const columns = options.columns === undefined ? undefined : parseColumns(options.columns, eventFields)
  const reading = progress({ title: 'Reading', total: 1 })
  const data = await loadEvaluation(options.data, {
    ...options,
    columns,
    header: options.header ? undefined : false,
  })
  reading.stop(`Read ${data.name}`)
  const split = await tellingRefused(data.quarantined, () => splitFor(data, options))
  const { ties } = options
  const models: { name: string; result: Evaluation }[] = []
  await using kernels = await createKernels()
  for (const name of options.models) {
    const bar = progress({ title: name, total: 1 })
    const measure = () =>
      evaluateModel({
        split,
        model: name,
        parameters: options.parameters[name] ?? {},
        context: { kernels },
        cutoffs: options.k,
        ties,
        seed: options.seed,
        now: () => performance.now(),
        onProgress: ({ stage, done, total }) => bar.update(total > 0 ? done / total : 0, stage),
      })
    const result = await tellingRefused(data.quarantined, measure)
    bar.stop(`Evaluated ${name} on ${result.persons} persons`)
    models.push({ name, result })
  }
  const { quarantined, order, name } = data
  if (options.json) {
    printJson({
      data: name,
      protocol: options.protocol,
      ...(options.protocol === 'leave-one-out' ? { matrix: options.matrix } : {}),
      ...(options.protocol === 'kfold' ? { folds: options.folds } : {}),
      ...(options.protocol === 'ncf' ? { ties } : {}),
      order,
      seed: options.seed,
      ...sizeOf(split),
      quarantined,
      models: models.map(({ name: model, result }) => modelJson(model, result, options.parameters[model] ?? {})),
    })
    return
  }
  process.stdout.write(`${headingOf(data, split, options)}\n\n`)
  printTables(models, options.k)
  if (options.protocol === 'ncf') process.stdout.write(`\nTies among the candidates: ${ties}.\n`)
  for (const reason of quarantined) process.stdout.write(`\n${leftOut(reason)}\n`)
}

/** What was measured on what, as `ratings.csv · leave-one-out, trained on all-but-two · 40 persons, 9 items, 40 cases`. */
function headingOf(data: LoadedEvaluation, split: Split, options: EvaluateCommandOptions): string {
  const { protocol, matrix, folds, trainShare } = options
  const how = {
    'leave-one-out': `, trained on ${matrix}`,
    kfold: `, ${folds} folds`,
    time: data.cases ? ', as the data divides it' : `, trained on the first ${trainShare}`,
    ncf: '',
  }
  const { persons, items, cases } = sizeOf(split)
  return `${data.name} · ${protocol}${how[protocol]} · ${persons} persons, ${items} items, ${cases} cases`
}

function modelJson(name: string, result: Evaluation, parameters: Readonly<Record<string, number>>) {
  const measures = Object.entries(result.metrics)
  return {
    name,
    parameters,
    metrics: Object.fromEntries(measures.map(([key, { value }]) => [key, value])),
    intervals: Object.fromEntries(
      measures.flatMap(([key, { low, high }]) => (low === null ? [] : [[key, [low, high]]])),
    ),
    persons: result.persons,
    skipped: result.skipped,
    fitSeconds: result.fitSeconds,
    evaluateSeconds: result.evaluateSeconds,
  }
}

function printTables(models: readonly { name: string; result: Evaluation }[], cutoffs: readonly number[]): void {
  for (const k of cutoffs) {
    const rows = Object.keys(models[0]?.result.metrics ?? {}).filter((key) => key.endsWith(`@${k}`))
    printTable(
      [{ title: `lists of ${k}` }, ...models.map(({ name }) => ({ title: name }))],
      rows.map((key) => [
        key,
        ...models.map(({ result }) => {
          const { value, low, high } = result.metrics[key] ?? { value: Number.NaN, low: null, high: null }
          return `${value.toFixed(4)}${low === null || high === null ? '' : ` [${low.toFixed(4)}, ${high.toFixed(4)}]`}`
        }),
      ]),
    )
    process.stdout.write('\n')
  }
  printTable(
    [
      { title: 'model' },
      { title: 'persons', align: 'right' },
      { title: 'fit, s', align: 'right' },
      { title: 'evaluate, s', align: 'right' },
    ],
    models.map(({ name, result }) => [
      name,
      String(result.persons),
      result.fitSeconds.toFixed(2),
      result.evaluateSeconds.toFixed(2),
    ]),
  )
}

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

function lengths(text: string): readonly number[] {
  const values = text.split(',').map(Number)
  if (values.some((k) => !Number.isInteger(k) || k < 1))
    throw new InvalidArgumentError('whole numbers from 1, such as 10,20')
  return values
}

function share(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('a number between 0 and 1')
  return value
}

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number')
  return value
}

/** `recencyItemKnn.decay=0.7,popularity.halfLifeDays=0` */
function modelParameters(text: string, before: EvaluateCommandOptions['parameters']) {
  const result: Record<string, Record<string, number>> = Object.fromEntries(
    Object.entries(before).map(([model, parameters]) => [model, { ...parameters }]),
  )
  for (const part of text.split(',')) {
    const match = /^\s*(\w+)\.(\w+)=(.+)$/.exec(part)
    const value = Number(match?.[3])
    if (!match || !Number.isFinite(value))
      throw new InvalidArgumentError('Write model.name=number, for example recencyItemKnn.decay=0.7.')
    const [, model = '', name = ''] = match
    result[model] = { ...result[model], [name]: value }
  }
  return result
}

async function checked(options: EvaluateCommandOptions): Promise<void> {
  const unknown = [...options.models, ...Object.keys(options.parameters)].find(
    (model) => !Object.hasOwn(recommenderKinds, model),
  )
  if (unknown !== undefined) {
    const known = Object.keys(recommenderKinds).join(', ')
    throw attuneError('unknown-kind', `There is no model “${unknown}”; there are ${known}.`, {
      details: { field: 'models' },
    })
  }
  const unused = Object.keys(options.parameters).find((model) => !options.models.includes(model))
  if (unused !== undefined) {
    throw attuneError('bad-parameter', `--parameters names ${unused}, which is not among --models.`, {
      details: { field: 'parameters' },
    })
  }
  await evaluate(options)
}

/** `attune evaluate` */
export function evaluateCommand(): Command {
  return command('evaluate', 'measure recommenders offline on a data set or file, without touching the stores')
    .requiredOption('--data <dir|file|name>', 'folder of a data set, its name, a sequence file, or a file with columns')
    .option('--from <dir>', 'folder that holds the data set, or folders of data sets')
    .option('--models <names>', `of ${Object.keys(recommenderKinds).join(', ')}`, names, [
      'popularity',
      'recencyItemKnn',
    ])
    .addOption(new Option('--protocol <name>', 'how the data is divided').choices(protocols).default('leave-one-out'))
    .option('--columns <mapping>', 'field=column,… (user, item, rating, time, event, …)')
    .addOption(
      new Option('--format <format>', 'default: by the name of the file').choices(['csv', 'tsv', 'jsonl', 'parquet']),
    )
    .option('--delimiter <text>', 'between columns (default: the one the first line uses)')
    .option('--encoding <name>', 'utf-8, latin-1, gb18030, … (default: UTF-8, and latin-1 for lines that are none)')
    .option('--no-header', 'the first line is data; columns are 1, 2, 3, …')
    .option('--k <lengths>', 'lengths of the lists', lengths, [10, 20])
    .addOption(
      new Option(
        '--matrix <part>',
        'leave-one-out: what is trained on of each sequence s, s[:-2] or s[:-1]; asked is always with s[:-1]',
      )
        .choices(['all-but-two', 'all-but-one'])
        .default('all-but-two'),
    )
    .addOption(
      new Option('--ties <rule>', 'ncf: who goes first among equal scores; mid-rank counts each tie as half a place')
        .choices(['mid-rank', 'smaller-id', 'target-first'])
        .default('mid-rank'),
    )
    .option('--folds <n>', 'kfold: number of folds', wholeNumber(2, 100), 5)
    .option('--train-share <share>', 'time: share of the interactions that is trained on', share, 0.8)
    .option('--min-rating <stars>', 'leave ratings below this out (default: all count)', number)
    .option('--seed <n>', 'of folds, shuffles and intervals', wholeNumber(0, 2 ** 31), 1)
    .option('--parameters <values>', 'model.name=number,…', modelParameters, {})
    .action(action(checked))
}
