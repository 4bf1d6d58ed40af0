import { Command } from 'commander'
import type { Metric } from '../../api/schemas/metrics.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printTable } from '../output.ts'
import { readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

const pathOf = (id: string): string => `/v1/metrics/${encodeURIComponent(id)}`

interface LanguageOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    columns: ['metric', 'title', 'kind', 'better', 'after the exposure', 'limit'],
    better: { up: 'up', down: 'down' },
    from: (hour: number) => `from ${hour} h`,
    within: (from: number, to: number) => `${from} to ${to} h`,
    days: (from: number, to: number) => `days ${from} to ${to}`,
    percentile: (place: number) => `percentile ${place}`,
    set: (id: string, kind: string) => `${id} is a ${kind}; experiments can name it now.`,
    removed: (id: string) => `${id} is removed.`,
  },
  zh: {
    columns: ['指标', '名称', '类型', '方向', '曝光之后', '上限'],
    better: { up: '越高越好', down: '越低越好' },
    from: (hour: number) => `${hour} 小时起`,
    within: (from: number, to: number) => `${from}～${to} 小时`,
    days: (from: number, to: number) => `第 ${from}～${to} 天`,
    percentile: (place: number) => `第 ${place} 百分位`,
    set: (id: string, kind: string) => `${id} 已保存（${kind}），实验现在可以引用它。`,
    removed: (id: string) => `${id} 已删除。`,
  },
} as const

function windowWords(metric: Metric, lang: 'en' | 'zh'): string {
  const t = texts[lang]
  if (metric.kind === 'retention') return t.days(metric.fromDay, metric.toDay)
  const { delayHours, windowHours } = metric
  return windowHours === null ? t.from(delayHours) : t.within(delayHours, delayHours + windowHours)
}

const list = (options: LanguageOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ metrics: Metric[] }>('GET', '/v1/metrics'),
    ({ metrics }) =>
      printTable(
        texts[options.lang].columns.map((title) => ({ title })),
        metrics.map((metric) => [
          metric.id,
          metric.title,
          metric.kind,
          texts[options.lang].better[metric.better],
          windowWords(metric, options.lang),
          metric.cap === null ? '' : texts[options.lang].percentile(Number((metric.cap * 100).toPrecision(6))),
        ]),
      ),
  )

const set = (id: string, options: LanguageOptions & { readonly file: string }): Promise<void> =>
  tell(
    options,
    (api) => api.request<Metric>('PUT', pathOf(id), readJson(options.file)),
    ({ kind }) => say(texts[options.lang].set(id, kind)),
  )

const remove = (id: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(texts[options.lang].removed(id)),
  )

/** `attune metrics` */
export function metricsCommand(): Command {
  const of = (name: string, words: string): Command =>
    command(name, words).argument('<id>', 'metric').addOption(languageOption())
  return new Command('metrics')
    .description('what experiments are judged by, defined once from events')
    .addCommand(command('list', 'all metrics').addOption(languageOption()).action(action(list)), { isDefault: true })
    .addCommand(
      of('set', 'create or replace a metric')
        .requiredOption('--file <json>', 'its definition; - for standard input')
        .action(action(set)),
    )
    .addCommand(of('delete', 'remove a metric of your own').action(action(remove)))
}
