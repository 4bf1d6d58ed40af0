import { Command } from 'commander'
import type { Metric } from '../../api/schemas/metrics.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printTable } from '../output.ts'
import { readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

const pathOf = (id: string): string => `/v1/metrics/${encodeURIComponent(id)}`

const windowWords = ({ delayHours, windowHours }: Metric): string =>
  windowHours === null ? `from ${delayHours} h` : `${delayHours} to ${delayHours + windowHours} h`

const list = (options: CommonOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ metrics: Metric[] }>('GET', '/v1/metrics'),
    ({ metrics }) =>
      printTable(
        ['metric', 'title', 'kind', 'better', 'after the exposure', 'limit'].map((title) => ({ title })),
        metrics.map((metric) => [
          metric.id,
          metric.title,
          metric.kind,
          metric.better,
          metric.kind === 'retention' ? `days ${metric.fromDay} to ${metric.toDay}` : windowWords(metric),
          metric.cap === null ? '' : `percentile ${metric.cap * 100}`,
        ]),
      ),
  )

const set = (id: string, options: CommonOptions & { readonly file: string }): Promise<void> =>
  tell(
    options,
    (api) => api.request<Metric>('PUT', pathOf(id), readJson(options.file)),
    ({ kind }) => say(`${id} is a ${kind}; experiments can name it now.`),
  )

const remove = (id: string, options: CommonOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(`${id} is removed.`),
  )

/** `attune metrics` */
export function metricsCommand(): Command {
  const of = (name: string, words: string): Command => command(name, words).argument('<id>', 'metric')
  return new Command('metrics')
    .description('what experiments are judged by, defined once from events')
    .addCommand(command('list', 'all metrics').action(action(list)), { isDefault: true })
    .addCommand(
      of('set', 'create or replace a metric')
        .requiredOption('--file <json>', 'its definition; - for standard input')
        .action(action(set)),
    )
    .addCommand(of('delete', 'remove a metric of your own').action(action(remove)))
}
