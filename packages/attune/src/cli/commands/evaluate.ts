import { existsSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createKernels } from '@attune/kernels'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Comparison, EvaluatedModel } from '../../api/schemas/evaluations.ts'
import { evaluationNameSchema } from '../../api/schemas/evaluations.ts'
import { attuneError } from '../../errors.ts'
import { compareModels, mainMetricOf } from '../../evaluations/compare-models.ts'
import { comparisonSvg } from '../../evaluations/comparison-svg.ts'
import { comparisonSentence, type Language } from '../../evaluations/comparison-texts.ts'
import { prepareExam } from '../../evaluations/prepare-exam.ts'
import type { LoadedEvaluation } from '../../import/load-evaluation.ts'
import { leftOut, tellingRefused } from '../../import/telling-refused.ts'
import { comparisonTables } from '../comparison-tables.ts'
import { addEvaluationOptions, type EvaluationOptions, readEvaluationData } from '../evaluation-options.ts'
import { languageOption } from '../language-option.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, progress } from '../output.ts'
import { checkModels, type ParametersByKind, parseParams } from '../parse-params.ts'

interface EvaluateCommandOptions extends EvaluationOptions, CommonOptions {
  readonly data: string
  readonly k: readonly number[]
  readonly parameters: ParametersByKind
  readonly svg?: string
  readonly lang: Language
  readonly save?: string
}

async function evaluate(given: EvaluateCommandOptions): Promise<void> {
  const options = { ...given, params: { ...given.parameters, ...given.params } }
  const { models, params, protocol, save, svg } = options
  checkModels(models, params)
  if (save !== undefined && !evaluationNameSchema.safeParse(save).success) {
    throw attuneError('bad-parameter', '--save takes a name of 1 to 64 characters.', { details: { field: 'save' } })
  }
  if (svg !== undefined && !existsSync(dirname(resolve(svg)))) {
    const message = `There is no folder ${dirname(resolve(svg))} for the picture.`
    throw attuneError('no-folder', message, { details: { field: 'svg' } })
  }
  // Before the work, so that it is not in vain.
  if (save !== undefined) await throughApi(options, (api) => api.request('GET', '/v1/evaluations'))
  const data = await readEvaluationData(options.data, options)
  const { exam, itemTexts, size } = await tellingRefused(data.quarantined, () =>
    prepareExam(data, Object.fromEntries(models.map((kind) => [kind, params[kind] ?? {}])), options),
  )
  await using kernels = await createKernels()
  let bar = progress({ title: models[0] ?? '', total: 1 })
  let current = models[0]
  const measured = await tellingRefused(data.quarantined, () =>
    compareModels({
      exam,
      contestants: models.map((kind) => ({ name: kind, kind, parameters: params[kind] ?? {} })),
      cutoffs: options.k,
      ties: options.ties,
      seed: options.seed,
      itemTexts,
      kernels,
      onProgress(name, share, stage) {
        if (name !== current) {
          current = name
          bar = progress({ title: name, total: 1 })
        }
        bar.update(share, stage)
      },
      onModel: ({ name, persons }) => bar.stop(`Evaluated ${name} on ${persons} persons`),
    }),
  )
  const comparison: Comparison = {
    data: data.name,
    protocol,
    ...(protocol === 'leave-one-out' ? { matrix: options.matrix } : {}),
    ...(protocol === 'kfold' || protocol === 'ratings' ? { folds: options.folds } : {}),
    ...(protocol === 'ncf' ? { ties: options.ties } : {}),
    order: data.order,
    seed: options.seed,
    ...size,
    ...mainMetricOf(exam.of, options.k),
    models: [...measured] as EvaluatedModel[],
  }
  if (svg !== undefined) writeFileSync(svg, comparisonSvg(comparison, options.lang))
  if (save !== undefined) {
    const path = `/v1/evaluations/${encodeURIComponent(save)}`
    await throughApi(options, (api) => api.request('PUT', path, comparison))
  }
  if (options.json) printJson({ ...comparison, quarantined: data.quarantined })
  else print(comparison, data, options)
}

async function throughApi(options: CommonOptions, work: (api: ApiClient) => Promise<unknown>): Promise<void> {
  const api = await apiClient(options)
  try {
    await work(api)
  } finally {
    await api.close()
  }
}

function print(comparison: Comparison, data: LoadedEvaluation, options: EvaluateCommandOptions): void {
  const { protocol, models } = comparison
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  say(`${headingOf(comparison, data, options)}\n`)
  say(comparisonTables(comparison, options.k))
  if (models.length > 1) say(`\n${comparisonSentence(comparison, options.lang)}${options.lang === 'zh' ? '。' : '.'}`)
  if (protocol === 'ncf') say(`\nTies among the candidates: ${options.ties}.`)
  for (const reason of data.quarantined) say(`\n${leftOut(reason)}`)
  if (options.svg !== undefined) say(`\nPicture: ${resolve(options.svg)}`)
  if (options.save !== undefined) say(`\nSaved as “${options.save}”: see Models in the console.`)
}

/** What was measured on what, as `ratings.csv · leave-one-out, trained on all-but-two · 40 persons, 9 items, 40 cases`. */
function headingOf(comparison: Comparison, data: LoadedEvaluation, options: EvaluateCommandOptions): string {
  const { protocol, persons, items, cases } = comparison
  const how = {
    'leave-one-out': `, trained on ${options.matrix}`,
    kfold: `, ${options.folds} folds`,
    ratings: `, ${options.folds} folds`,
    time: data.cases ? ', as the data divides it' : `, trained on the first ${options.trainShare}`,
    ncf: '',
  }
  const asked = protocol === 'ratings' ? 'ratings' : 'cases'
  return `${comparison.data} · ${protocol}${how[protocol]} · ${persons} persons, ${items} items, ${cases} ${asked}`
}

function lengths(text: string): readonly number[] {
  const values = text.split(',').map(Number)
  if (values.some((k) => !Number.isInteger(k) || k < 1))
    throw new InvalidArgumentError('whole numbers from 1, such as 10,20')
  return values
}

/** `attune evaluate` */
export function evaluateCommand(): Command {
  return addEvaluationOptions(
    command(
      'evaluate',
      'measure recommenders offline on a data set or file, without touching the stores',
    ).requiredOption(
      '--data <dir|file|name>',
      'folder of a data set, its name, a sequence file, or a file with columns',
    ),
    ['popularity', 'recencyItemKnn'],
  )
    .option('--k <lengths>', 'lengths of the lists', lengths, [10, 20])
    .option('--svg <file>', 'draw the comparison as a picture')
    .addOption(languageOption('language of the picture and its sentence'))
    .option('--save <name>', 'keep the comparison in the data folder, for the console')
    .addOption(
      new Option('--parameters <values>', 'older name of --params').argParser(parseParams).default({}).hideHelp(),
    )
    .action(action(evaluate))
}
