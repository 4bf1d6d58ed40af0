import { Command } from 'commander'
import type { ModelList, ModelVersion } from '../../api/schemas/models.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const answer = await api.request<ModelList>('GET', '/v1/models')
    if (options.json) {
      printJson(answer)
      return
    }
    const rows = answer.models.flatMap(({ name, versions }) => versions.map((version) => [name, ...rowOf(version)]))
    if (rows.length === 0) process.stdout.write('There is no model yet: run “attune train”.\n')
    else {
      const titles = ['model', 'version', 'kind', 'state', 'NDCG@10', 'made', 'note']
      printTable(
        titles.map((title) => ({ title })),
        rows,
      )
    }
  } finally {
    await api.close()
  }
}

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
    .description('list models; promote one or roll back')
    .addCommand(command('list', 'all versions of all models').action(action(list)), { isDefault: true })
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
