import { Command } from 'commander'
import type { ModelList, ModelVersion } from '../../api/schemas/models.ts'
import type { UpliftList } from '../../api/schemas/uplift.ts'
import { listEncoders } from '../../encoders/encoder-record.ts'
import { attuneError } from '../../errors.ts'
import { printEncoders } from '../encoder-table.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'
import { printUpliftModels } from '../uplift-tables.ts'
import { cardCommand } from './models-card.ts'
import { pullCommand } from './models-pull.ts'

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const answer = await api.request<ModelList>('GET', '/v1/models')
    const { models: uplift } = await api.request<UpliftList>('GET', '/v1/uplift')
    const encoders = listEncoders((await configFor(options)).config.dataDir)
    if (options.json) {
      printJson({ ...answer, uplift, encoders })
      return
    }
    const rows = answer.models.flatMap(({ name, versions }) => versions.map((version) => [name, ...rowOf(version)]))
    if (rows.length === 0) process.stdout.write('There is no model yet: run “attune train”.\n')
    else {
      printTable(
        versionTitles.map((title) => ({ title })),
        rows,
      )
    }
    if (uplift.length > 0) {
      process.stdout.write('\n')
      printUpliftModels(uplift, 'en')
    }
    if (encoders.length > 0) process.stdout.write('\n')
    printEncoders(encoders)
  } finally {
    await api.close()
  }
}

async function show(name: string, options: CommonOptions): Promise<void> {
  const { config } = await configFor(options)
  const encoder = listEncoders(config.dataDir).find((one) => one.name === name)
  if (encoder) {
    if (options.json) printJson(encoder)
    else printEncoders([encoder])
    return
  }
  const api = await apiClient(options)
  try {
    const { models } = await api.request<ModelList>('GET', '/v1/models')
    const model = models.find((one) => one.name === name)
    if (!model)
      throw attuneError(
        'unknown-model',
        `There is no model or encoder “${name}”: “attune models list” says which there are.`,
      )
    if (options.json) printJson(model)
    else
      printTable(
        versionTitles.map((title) => ({ title })),
        model.versions.map((version) => [name, ...rowOf(version)]),
      )
  } finally {
    await api.close()
  }
}

const versionTitles = ['model', 'version', 'kind', 'state', 'NDCG@10', 'made', 'note']

function rowOf(version: ModelVersion): string[] {
  const ndcg = version.metrics?.['ndcg@10']
  return [
    String(version.version),
    version.kind,
    version.live ? 'live' : version.previous ? 'previous' : version.status,
    ndcg ? `${ndcg.value.toFixed(4)} [${ndcg.low.toFixed(4)}, ${ndcg.high.toFixed(4)}]${ofWhich(version)}` : '',
    version.createdAt.slice(0, 16).replace('T', ' '),
    version.note?.en ?? '',
  ]
}

/** Figures of a version that people were forgotten in since are those of the version before. */
const ofWhich = ({ metricsFrom }: ModelVersion): string => (metricsFrom === null ? '' : ` of version ${metricsFrom}`)

async function change(
  name: string,
  verb: 'promote' | 'rollback',
  body: object | undefined,
  options: CommonOptions,
): Promise<void> {
  const api = await apiClient(options)
  try {
    const version = await api.request<ModelVersion>('POST', `/v1/models/${encodeURIComponent(name)}/${verb}`, body)
    if (options.json) printJson(version)
    else process.stdout.write(`Version ${version.version} of ${version.name} is live.\n`)
  } finally {
    await api.close()
  }
}

/** `attune models` */
export function modelsCommand(): Command {
  // The options belong to what is done: of `models promote … --json` the parent must take nothing for itself.
  return new Command('models')
    .description('list models, pull encoders; promote a version or roll back')
    .addCommand(
      command('list', 'all versions of all models, models of uplift, and the encoders').action(action(list)),
      {
        isDefault: true,
      },
    )
    .addCommand(pullCommand())
    .addCommand(cardCommand())
    .addCommand(command('show', 'one model or encoder').argument('<name>', 'its name').action(action(show)))
    .addCommand(
      command('promote', 'make a version live')
        .argument('<name>', 'name of the model')
        .argument('<version>', 'its number', wholeNumber(1, 2 ** 31))
        .action(
          action((name: string, version: number, options: CommonOptions) =>
            change(name, 'promote', { version }, options),
          ),
        ),
    )
    .addCommand(
      command('rollback', 'make the version live that was live before')
        .argument('<name>', 'name of the model')
        .action(action((name: string, options: CommonOptions) => change(name, 'rollback', undefined, options))),
    )
}
