import { recommenderKinds } from '@attune/recommend'
import { type Command, InvalidArgumentError } from 'commander'
import type { ModelList, ModelVersion } from '../../api/schemas/models.ts'
import { attuneError } from '../../errors.ts'
import { type KindParameters, type Parameter, readKindParameters, readParameter } from '../kind-parameters.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'
import { trainRankerCommand } from './train-ranker.ts'

interface TrainCommandOptions extends CommonOptions {
  readonly kind?: string
  readonly param?: Readonly<Record<string, Parameter>>
  readonly params?: KindParameters
  readonly promote: boolean
}

const pollMs = 200

/** Waits until a version is trained and judged. */
async function finished(api: ApiClient, name: string, version: number): Promise<ModelVersion> {
  const bar = progress({ title: `Training ${name} version ${version}`, total: 1 })
  for (;;) {
    const { models } = await api.request<ModelList>('GET', '/v1/models')
    const found = models.find((model) => model.name === name)?.versions.find((one) => one.version === version)
    if (!found) throw attuneError('unknown-model', `Version ${version} of ${name} is gone.`, { status: 404 })
    if (found.status !== 'training') {
      bar.stop()
      return found
    }
    const { progress: at } = found
    if (at) bar.update(at.total > 0 ? at.done / at.total : 0, at.stage)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

const usualModel = 'recencyItemKnn'

async function train(given: string | undefined, options: TrainCommandOptions): Promise<void> {
  const { param, params, promote } = options
  const name = given ?? params?.kind ?? usualModel
  const kind = kindOf(name, options)
  const api = await apiClient(options)
  try {
    const body = { ...(kind === undefined ? {} : { kind }), parameters: { ...params?.parameters, ...param }, promote }
    const path = `/v1/models/${encodeURIComponent(name)}/train`
    const { version } = await api.request<{ version: number }>('POST', path, body)
    const trained = await finished(api, name, version)
    if (options.json) printJson(trained)
    else print(trained)
    if (trained.status === 'failed') process.exitCode = 1
  } finally {
    await api.close()
  }
}

function print(model: ModelVersion): void {
  const { data, metrics } = model
  const rows = [
    ['model', `${model.name} version ${model.version} (${model.kind})`],
    ['state', model.live ? 'live' : model.status],
    ...(data
      ? [['learnt from', `${data.interactions} interactions of ${data.persons} persons with ${data.items} items`]]
      : []),
    ...(model.seconds === null ? [] : [['seconds', model.seconds.toFixed(1)]]),
    ...Object.entries(metrics ?? {}).map(([key, { value, low, high }]) => [
      key,
      `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`,
    ]),
    ...(model.note ? [['note', model.note.en]] : []),
  ]
  printTable([{ title: 'training' }, { title: '' }], rows)
  if (model.status === 'failed') return
  process.stdout.write(
    `\nNext: ${model.live ? 'attune recommend <person>' : `attune models promote ${model.name} ${model.version}`}\n`,
  )
}

/**
 * The kind that the words on the command line agree on; undefined where they leave it to the model's last version.
 *
 * @throws AttuneError `invalid-command-line` when they do not agree
 */
function kindOf(name: string, { kind, params }: TrainCommandOptions): string | undefined {
  if (params?.kind === undefined) return kind
  const wanted = kind ?? (Object.hasOwn(recommenderKinds, name) ? name : undefined)
  if (wanted === undefined || wanted === params.kind) return params.kind
  throw attuneError(
    'invalid-command-line',
    `--params is for ${params.kind}, and the kind to train is ${wanted}: give parameters of ${wanted}.`,
    { details: { field: 'params' } },
  )
}

function addParams(text: string, before: KindParameters | undefined): KindParameters {
  const { kind, parameters } = readKindParameters(text)
  if (before?.kind !== undefined && kind !== undefined && before.kind !== kind)
    throw new InvalidArgumentError(`a training has one kind; this names ${before.kind} and ${kind}`)
  return { kind: kind ?? before?.kind, parameters: { ...before?.parameters, ...parameters } }
}

/** The kinds with what they do, one a line. */
function kindLines(): string {
  const kinds = Object.values(recommenderKinds)
  const width = Math.max(...kinds.map(({ kind }) => kind.length))
  const lines = kinds.map(({ kind, description }) => `  ${kind.padEnd(width)}  ${description.en}`)
  return `\nKinds:\n${lines.join('\n')}\n`
}

/** `attune train` */
export function trainCommand(): Command {
  return command('train', 'train a model on what is stored, judge it, and promote it when it is no worse')
    .argument('[name]', `name of the model; where it is new, its kind too (default: ${usualModel})`)
    .option('--kind <kind>', 'kind of recommender (default: that of the last version, or the name)')
    .option(
      '--params <json>',
      'parameters of the kind: \'{"factors":192}\', or with the kind: \'ials:{"factors":192}\'',
      addParams,
    )
    .option(
      '--param <name=value>',
      'one parameter; may be repeated, and wins over --params',
      (text: string, before: Readonly<Record<string, Parameter>> | undefined) => ({
        ...before,
        ...readParameter(text),
      }),
    )
    .option('--no-promote', 'do not promote it, however good')
    .addHelpText('after', kindLines)
    .action(action(train))
    .addCommand(trainRankerCommand())
}
