import { type Command, Option } from 'commander'
import { type Clusters, type ClustersInput, clusterMethods } from '../../api/schemas/clusters.ts'
import { statementText } from '../../clusters/cluster-texts.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ClustersOptions extends CommonOptions {
  readonly method?: Clusters['method']
  readonly k?: number
  readonly last?: boolean
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    columns: ['#', 'name', 'people', 'share', 'more than others'],
    none: 'No groups were found yet: leave out --last to find some.',
    head: (people: string, among: string, silhouette: string) =>
      `${people} of ${among} people who allow a portrait · silhouette ${silhouette}`,
    tried: (k: number, silhouette: string, stability: string) =>
      `  ${k} groups: silhouette ${silhouette}, stability ${stability}`,
    separator: ', ',
    rules: 'As segments:',
    fit: (precision: string, recall: string) =>
      `${precision} of those whom the rule selects are of the group; it finds ${recall} of the group`,
  },
  zh: {
    columns: ['#', '名称', '人数', '占比', '与众不同之处'],
    none: '还没有分组：去掉 --last 即可开始划分。',
    head: (people: string, among: string, silhouette: string) =>
      `允许画像的 ${among} 人中的 ${people} 人 · 轮廓系数 ${silhouette}`,
    tried: (k: number, silhouette: string, stability: string) =>
      `  ${k} 组：轮廓系数 ${silhouette}，稳定性 ${stability}`,
    separator: '，',
    rules: '作为人群：',
    fit: (precision: string, recall: string) => `规则选中的人中 ${precision} 属于该组；覆盖该组的 ${recall}`,
  },
}

async function clusters({ method = 'kmeans', k, last, lang: language, ...options }: ClustersOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const input: ClustersInput = { method, language, ...(k === undefined ? {} : { k }) }
    const result = last
      ? (await api.request<{ result: Clusters | null }>('GET', '/v1/clusters')).result
      : await api.request<Clusters>('POST', '/v1/clusters', input)
    if (options.json) printJson(result)
    else if (result === null) process.stdout.write(`${texts[language].none}\n`)
    else print(result, language)
  } finally {
    await api.close()
  }
}

function print(
  { people, among, silhouette, reasonText, trials, clusters: found }: Clusters,
  language: 'en' | 'zh',
): void {
  const t = texts[language]
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const whole = (value: number): string => value.toLocaleString(language)
  say(t.head(whole(people), whole(among), silhouette.toFixed(2)))
  say(reasonText[language])
  for (const trial of trials) say(t.tried(trial.clusters, trial.silhouette.toFixed(2), trial.stability.toFixed(2)))
  printTable(
    t.columns.map((title, at) => ({ title, ...(at === 2 || at === 3 ? { align: 'right' as const } : {}) })),
    found.map(({ number, name, written, people: own, share, statements }) => [
      String(number),
      written?.name ?? name[language],
      whole(own),
      `${(100 * share).toFixed(1)} %`,
      statements
        .slice(0, 4)
        .map((one) => `${statementText(one)[language]} ×${one.lift.toFixed(1)}`)
        .join(t.separator),
    ]),
  )
  const rules = found.filter(({ segment }) => segment !== null)
  if (rules.length > 0) say(t.rules)
  const share = (one: { share: number; low: number; high: number }): string =>
    `${(100 * one.share).toFixed(0)} % (${(100 * one.low).toFixed(0)}–${(100 * one.high).toFixed(0)} %)`
  for (const { number, segment } of rules) {
    say(`  ${number}: ${segment?.text[language]}`)
    if (segment?.fit) say(`     ${t.fit(share(segment.fit.precision), share(segment.fit.recall))}`)
  }
}

/** `attune clusters`: groups of people who are alike. */
export function clustersCommand(): Command {
  return command('clusters', 'find groups of people who are alike, and say what is special about each')
    .addOption(new Option('--method <method>', 'how they are found').choices([...clusterMethods]).default('kmeans'))
    .option('--k <number>', 'how many; without it the number is chosen and explained', wholeNumber(2, 20))
    .option('--last', 'show those found last, without finding new ones')
    .addOption(languageOption('language of names and reasons'))
    .action(action(clusters))
}
