import { type Command, InvalidArgumentError } from 'commander'
import type { ModelList, ModelVersion } from '../../api/schemas/models.ts'
import { attuneError } from '../../errors.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'

type Parameter = number | string | boolean

interface TrainCommandOptions extends CommonOptions {
  readonly kind?: string
  readonly param: Readonly<Record<string, Parameter>>
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

async function train(name: string, options: TrainCommandOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const body = {
      ...(options.kind === undefined ? {} : { kind: options.kind }),
      parameters: options.param,
      promote: options.promote,
    }
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
  process.stdout.write(
    `\nNext: ${model.live ? 'attune recommend <person>' : `attune models promote ${model.name} ${model.version}`}\n`,
  )
}

function parameter(text: string, before: Readonly<Record<string, Parameter>>): Readonly<Record<string, Parameter>> {
  const match = /^(\w+)=(.+)$/.exec(text)
  if (!match) throw new InvalidArgumentError('write name=value, for example neighbours=100')
  const [, name = '', raw = ''] = match
  const number = Number(raw)
  const value = raw === 'true' ? true : raw === 'false' ? false : Number.isFinite(number) ? number : raw
  return { ...before, [name]: value }
}

/** `attune train` */
export function trainCommand(): Command {
  return command('train', 'train a model on what is stored, judge it, and promote it when it is no worse')
    .argument('[name]', 'name of the model', 'recencyItemKnn')
    .option('--kind <kind>', 'kind of recommender (default: that of the last version, or the name)')
    .option('--param <name=value>', 'a parameter of the kind; may be repeated', parameter, {})
    .option('--no-promote', 'do not promote it, however good')
    .action(action(train))
}
