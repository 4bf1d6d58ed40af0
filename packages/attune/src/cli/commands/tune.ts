import { createKernels } from '@attune/kernels'
import { objectiveOf, recommenderKinds, type Trial, type Tuning } from '@attune/recommend'
import { type Command, InvalidArgumentError } from 'commander'
import { metricName, verdictOf } from '../../evaluations/comparison-texts.ts'
import { prepareExam } from '../../evaluations/prepare-exam.ts'
import { tellingRefused } from '../../import/telling-refused.ts'
import { noLedger, openLedger } from '../../tuning/ledger.ts'
import { type TunedKind, testNames, tuneKind } from '../../tuning/tune-kind.ts'
import { addEvaluationOptions, type EvaluationOptions, readEvaluationData } from '../evaluation-options.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, progress, tableText } from '../output.ts'
import { checkModels } from '../parse-params.ts'

interface TuneCommandOptions extends EvaluationOptions, CommonOptions {
  readonly data: string
  readonly metric?: string
  readonly trials: number
  readonly budget?: number
  /** False: keep none. */
  readonly ledger?: string | false
}

async function tune(options: TuneCommandOptions): Promise<void> {
  const { models, params, protocol, trials, seed, folds, trainShare } = options
  checkModels(models, params)
  const objective = objectiveOf(options.metric ?? (protocol === 'ratings' ? 'rmse' : 'ndcg@10'))
  const { metric } = objective
  const data = await readEvaluationData(options.data, options)
  const prepared = await tellingRefused(data.quarantined, () =>
    prepareExam(data, Object.fromEntries(models.map((kind) => [kind, params[kind] ?? {}])), options),
  )
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new Error('Stopped. The same command goes on where it stopped.'))
  process.once('SIGINT', interrupt)
  const path = options.ledger ?? `tune-${data.name}-${protocol}-${metric}.jsonl`.replaceAll(/[^\w.@-]/g, '_')
  const ledger = path === false ? noLedger() : openLedger(path)
  const results: TunedKind[] = []
  try {
    await using kernels = await createKernels()
    let spent = 0
    for (const [at, kind] of models.entries()) {
      const bar = progress({ title: `Tuning ${kind}`, total: 1 })
      const left = options.budget === undefined ? null : Math.max(1, (options.budget - spent) / (models.length - at))
      const result = await tuneKind({
        kind,
        prepared,
        search: {
          kind,
          data: data.name,
          protocol,
          setting: { order: data.order, ...settingOf(options) },
          metric,
          trials,
          seconds: left,
          seed,
          fixed: params[kind] ?? {},
        },
        objective,
        ties: options.ties,
        folds,
        trainShare,
        kernels,
        ledger,
        signal: stop.signal,
        onProgress: ({ rung, rungs, done, total, best }) =>
          bar.update(
            (rung + done / total) / rungs,
            `rung ${rung + 1} of ${rungs}, ${Math.floor(done)} of ${total}${best === null ? '' : `, ${metricName(metric)} ${best.toFixed(4)}`}`,
          ),
        onTest: (name, share) => bar.update(share, `test of ${name}`),
      })
      spent += result.tuning.seconds
      bar.stop(`Tuned ${kind}: ${result.tuning.trials.length} trials`)
      results.push(result)
    }
  } finally {
    process.off('SIGINT', interrupt)
    ledger.close()
  }
  if (options.json) printJson(jsonOf(results, { data: data.name, protocol, metric, seed, ledger: path || null }))
  else print(results, metric, path)
}

/** What changes how the data is divided, for the protocol at hand. */
function settingOf({ protocol, matrix, folds, ties, trainShare, minRating }: TuneCommandOptions) {
  const rating = minRating === undefined ? {} : { minRating }
  switch (protocol) {
    case 'leave-one-out':
      return { matrix, ...rating }
    case 'kfold':
    case 'ratings':
      return { folds, ...rating }
    case 'time':
      return { trainShare, ...rating }
    case 'ncf':
      return { ties }
  }
}

/** The best parameters that are not the defaults. */
function changedOf({ best, standard, kind }: Tuning): Trial['parameters'] {
  const usual = new Map(recommenderKinds[kind]?.parameters.map((one) => [one.name, one.default]))
  const all = best.trial === standard.trial ? standard.parameters : best.parameters
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => usual.get(name) !== value))
}

function jsonOf(results: readonly TunedKind[], head: Readonly<Record<string, unknown>>) {
  return {
    ...head,
    models: results.map(({ tuning, test }) => {
      const { kind, best, standard, trials, rungs, stoppedEarly, seconds } = tuning
      const [first, second] = test.models
      return {
        kind,
        best,
        default: standard,
        parameters: changedOf(tuning),
        rungs,
        stoppedEarly,
        seconds,
        test: { default: first, tuned: second ?? first },
        trials,
      }
    }),
  }
}

function print(results: readonly TunedKind[], metric: string, path: string | false): void {
  const name = metricName(metric)
  const figure = ({ score, low, high }: Trial): string =>
    score === null ? '–' : `${score.toFixed(4)} [${low?.toFixed(4)}, ${high?.toFixed(4)}]`
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  say(
    tableText(
      [
        { title: 'model' },
        { title: 'trials', align: 'right' },
        { title: 'seconds', align: 'right' },
        { title: `default, ${name} on validation` },
        { title: `best, ${name} on validation` },
      ],
      results.map(({ tuning: { kind, trials, seconds, standard, best, stoppedEarly } }) => [
        kind,
        `${trials.length}${stoppedEarly ? ' (time was out)' : ''}`,
        seconds.toFixed(1),
        figure(standard),
        figure(best),
      ]),
    ),
  )
  say('\nThe test part, looked at once, with what was chosen without it:\n')
  say(testTable(results, metric))
  for (const { tuning, test } of results) {
    const changed = changedOf(tuning)
    const [, tuned] = test.models
    if (tuned && verdictOf(tuned, objectiveOf(metric)) === 'bad') {
      say(
        `\n${tuning.kind}: on the test part this is reliably worse than the defaults; the best of many trials is partly luck.`,
      )
    }
    if (Object.keys(changed).length === 0) say(`\n${tuning.kind}: nothing was better than the defaults.`)
    else say(`\nattune train ${tuning.kind} --params '${JSON.stringify(changed)}'`)
  }
  if (path !== false) say(`\nLedger: ${path}`)
}

function testTable(results: readonly TunedKind[], metric: string): string {
  const interval = (value: number, [low, high]: readonly [number, number]): string =>
    `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
  return tableText(
    [{ title: 'model' }, { title: testNames.standard }, { title: testNames.best }, { title: 'difference' }],
    results.map(({ tuning, test }) => {
      const figures = test.models.map(({ metrics, intervals }) => {
        const value = metrics[metric] ?? Number.NaN
        return interval(value, intervals[metric] ?? [value, value])
      })
      const difference = test.models[1]?.differences[metric]
      return [
        tuning.kind,
        figures[0] ?? '–',
        figures[1] ?? 'the same',
        difference
          ? `${difference.value > 0 ? '+' : ''}${interval(difference.value, [difference.low, difference.high])}`
          : '',
      ]
    }),
  )
}

/** `10m`, `90s`, `1.5h`, `90`: in seconds. */
function duration(text: string): number {
  const [, amount, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(s|m|h)?\s*$/.exec(text) ?? []
  const seconds = Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN)
  if (!(seconds > 0)) throw new InvalidArgumentError('a duration such as 90s, 10m or 1h')
  return seconds
}

/** `attune tune` */
export function tuneCommand(): Command {
  return addEvaluationOptions(
    command('tune', 'search the parameters of recommenders on a data set or file, without touching the stores')
      .requiredOption(
        '--data <dir|file|name>',
        'folder of a data set, its name, a sequence file, or a file with columns',
      )
      .option('--metric <name>', 'what is to be best: ndcg@10, recall@20, hr@10, …; for ratings rmse or mae'),
    ['recencyItemKnn'],
  )
    .option('--trials <n>', 'sets of parameters to try, the defaults among them', wholeNumber(2, 10_000), 30)
    .option('--budget <time>', 'for all models together, such as 10m: nothing new is tried after it', duration)
    .option(
      '--ledger <file>',
      'where every trial is written; one that is there is gone on with (default: tune-….jsonl)',
    )
    .option('--no-ledger', 'keep none')
    .addHelpText(
      'after',
      '\nParameters given with --params are held; the rest are searched by random search with successive halving, inside the\ntraining part. Of several folds the first is the test.\n',
    )
    .action(action(tune))
}
