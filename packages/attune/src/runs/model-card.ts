import { basename, isAbsolute } from 'node:path'
import type { RunRecord } from './run-record.ts'
import { type RunLanguage, wordsFor } from './run-texts.ts'

const words = {
  en: {
    run: 'run',
    data: 'data',
    tried: 'tried on',
    aside: 'a part of the rows, set aside',
    settings: 'settings',
    changed: 'changed',
    afterStep: (step: string) => `after step ${step}`,
    parameters: 'parameters trained',
    took: 'time',
    seconds: 's',
    on: 'on',
    with: 'with',
    classHead: '| class | precision | recall | F1 | texts |',
    exampleHead: '| given | written |',
    beside: (score: string, baseline: string) => `${score}, ${baseline}`,
    intended: 'Meant for:',
    limits: 'Not for:',
  },
  zh: {
    run: '训练任务',
    data: '数据',
    tried: '测试数据',
    aside: '从数据中留出的一部分',
    settings: '参数',
    changed: '变更',
    afterStep: (step: string) => `第 ${step} 步之后`,
    parameters: '训练的参数量',
    took: '用时',
    seconds: '秒',
    on: '设备',
    with: '版本',
    classHead: '| 类别 | 精确率 | 召回率 | F1 | 文本数 |',
    exampleHead: '| 输入 | 生成 |',
    beside: (score: string, baseline: string) => `${score}（${baseline}）`,
    intended: '适用范围：',
    limits: '不适用：',
  },
} as const satisfies Readonly<Record<RunLanguage, object>>

/** Of a path only its last part: the rest says where this computer keeps things. */
function shownSetting(value: RunRecord['settings'][string]): string {
  if (Array.isArray(value)) return value.map(shownSetting).join(', ')
  return typeof value === 'string' && isAbsolute(value) ? basename(value) : String(value)
}

/** Names and values of the settings that are not left to the kind. */
export const givenSettings = (settings: RunRecord['settings']): readonly (readonly [string, string])[] =>
  Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [[name, shownSetting(value)] as const]))

const settingsText = (settings: RunRecord['settings']): string =>
  givenSettings(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' · ')

/** What was trained, on what, how well, and what for: Markdown, English above and Chinese below. */
export const modelCard = (record: RunRecord): string =>
  `${inLanguage(record, 'en')}\n---\n\n${inLanguage(record, 'zh')}`

function inLanguage(record: RunRecord, language: RunLanguage): string {
  const x = words[language]
  const { data, card, versions, device, scores, baseline } = record
  const number = (value: number): string => value.toLocaleString('en-US')
  const scored = (name: string): string => wordsFor('scores', name, language)
  const counts = Object.entries(data?.counts ?? {}).map(
    ([name, count]) => `${wordsFor('counts', name, language)} ${number(count)}`,
  )
  const files = data?.files.map(({ path, sha256 }) => `${basename(path)} (SHA-256 ${sha256.slice(0, 12)})`) ?? []
  const facts: readonly (readonly [string, string])[] = [
    [x.run, `${record.id}, ${record.createdAt.slice(0, 10)}`],
    ...(card?.facts ?? []).map(({ name, value }) => [name[language], value[language]] as const),
    [x.data, [...counts, ...files].join(' · ')],
    ...(wasSetAside(record) ? [[x.tried, x.aside] as const] : []),
    [x.settings, settingsText(record.settings)],
    ...record.changes.map(
      (change) => [x.changed, `${settingsText(change.settings)} (${x.afterStep(number(change.step))})`] as const,
    ),
    ...(record.trainableParameters === null ? [] : [[x.parameters, number(record.trainableParameters)] as const]),
    [x.took, `${Math.round(record.seconds)} ${x.seconds}`],
    [x.on, device.kind === 'cpu' ? device.name : `${device.kind} · ${device.name}`],
    [x.with, `Attune ${versions.attune} · ONNX Runtime ${versions.onnxRuntime} · Node ${versions.node}`],
    ...Object.entries(scores ?? {}).map(([name, value]) => [scored(name), value.toFixed(4)] as const),
    ...Object.entries(baseline?.scores ?? {}).map(
      ([name, value]) =>
        [x.beside(scored(name), wordsFor('baselines', baseline?.of ?? '', language)), value.toFixed(4)] as const,
    ),
  ]
  return [
    `# ${card?.task[language] ?? wordsFor('kinds', record.kind, language)}`,
    `| | |\n|---|---|\n${rows(facts)}`,
    ...(record.perClass ? [`${x.classHead}\n|---|---:|---:|---:|---:|\n${classRows(record.perClass)}`] : []),
    ...(card && card.examples.length > 0
      ? [`${x.exampleHead}\n|---|---|\n${rows(card.examples.map(({ given, made }) => [given, made]))}`]
      : []),
    ...(card ? [`**${x.intended}** ${card.intended[language]}`, `**${x.limits}** ${card.limits[language]}`] : []),
    '',
  ].join('\n\n')
}

/** Whether the data that it was tried on is of the files that it learnt from. */
const wasSetAside = ({ settings, data }: RunRecord): boolean =>
  settings.test === null && Object.keys(data?.counts ?? {}).some((name) => name.startsWith('test'))

const rows = (of: readonly (readonly [string, string])[]): string =>
  of.map(([first, second]) => `| ${cell(first)} | ${cell(second)} |`).join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')

function classRows(perClass: NonNullable<RunRecord['perClass']>): string {
  const share = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  return Object.entries(perClass)
    .map(
      ([name, { precision, recall, f1, support }]) =>
        `| ${[cell(name), share(precision), share(recall), share(f1), String(support)].join(' | ')} |`,
    )
    .join('\n')
}
