import type { Estimate } from '../api/schemas/common.ts'
import type { Comparison } from '../api/schemas/evaluations.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import { type ModelCardTexts, modelCardTexts } from './model-card-texts.ts'

export interface ModelCardParts {
  readonly version: ModelVersion
  readonly placements: readonly string[]
  /** Saved comparisons, newest first. */
  readonly evaluations: readonly { readonly name: string; readonly at: string; readonly comparison: Comparison }[]
}

/**
 * A model card (Mitchell et al. 2019, "Model cards for model reporting") in Markdown: what the model is, what it is for, what it
 * learnt from, how well it does with intervals, what it must not be used for. Only what is kept of the version stands in it.
 */
export function modelCard({ version, placements, evaluations }: ModelCardParts, language: 'en' | 'zh'): string {
  const t = modelCardTexts[language]
  const mentioned = evaluations.filter(({ comparison }) => comparison.models.some(({ kind }) => kind === version.kind))
  return [
    `# ${t.title(version.name, version.version)}`,
    table(t.facts, [
      [t.kind, version.kind],
      [t.state, version.live ? t.live : t.states[version.status]],
      [t.made, day(version.createdAt)],
      [t.trainedIn, version.seconds === null ? t.unknown : t.seconds(version.seconds)],
      [t.shownIn, placements.length === 0 ? t.nowhere : placements.join(t.separator)],
    ]),
    section(t.use, `${t.intended}\n\n${t.notIntended}`),
    section(t.data, dataOf(version, t)),
    section(t.figures, figuresOf(version, t)),
    ...(mentioned.length === 0
      ? []
      : [section(t.comparisons, mentioned.map((one) => comparisonOf(one, version, t)).join('\n\n'))]),
    section(t.parameters, parametersOf(version, t)),
    section(t.people, t.rights),
    ...(version.note === null ? [] : [section(t.note, version.note[language])]),
  ].join('\n\n')
}

const day = (iso: string): string => iso.slice(0, 10)
const section = (title: string, body: string): string => `## ${title}\n\n${body}`
/** A bar would end a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

function dataOf({ data }: ModelVersion, t: ModelCardTexts): string {
  if (data === null) return t.noData
  const { persons, items, interactions, from, to, hash } = data
  const span = from === null || to === null ? '' : ` ${t.between(day(from), day(to))}`
  return `${t.learnt(count(persons), count(items), count(interactions))}${span}\n\n${t.hash}: \`${hash}\``
}

const count = (n: number): string => n.toLocaleString('en')
const estimate = ({ value, low, high }: Estimate): readonly string[] => [
  value.toFixed(4),
  `${low.toFixed(4)} – ${high.toFixed(4)}`,
]

function figuresOf({ metrics, metricsFrom }: ModelVersion, t: ModelCardTexts): string {
  if (metrics === null || Object.keys(metrics).length === 0) return t.notMeasured
  const rows = Object.entries(metrics).map(([name, of]) => [name, ...estimate(of)])
  return [t.protocol, table(t.figureHead, rows), ...(metricsFrom === null ? [] : [t.measuredOf(metricsFrom)])].join(
    '\n\n',
  )
}

function comparisonOf(
  { name, at, comparison }: ModelCardParts['evaluations'][number],
  version: ModelVersion,
  t: ModelCardTexts,
): string {
  const { metric, models, data, persons } = comparison
  const rows = models.map((model) => {
    const [low, high] = model.intervals[metric] ?? []
    const own = model.kind === version.kind ? ` ${t.thisKind}` : ''
    return [
      `${model.name}${own}`,
      model.metrics[metric]?.toFixed(4) ?? t.unknown,
      low === undefined || high === undefined ? t.unknown : `${low.toFixed(4)} – ${high.toFixed(4)}`,
    ]
  })
  return `**${name}** (${day(at)}): ${t.comparedOn(data, count(persons))}\n\n${table([t.model, metric, t.interval], rows)}`
}

function parametersOf({ parameters }: ModelVersion, t: ModelCardTexts): string {
  const rows = Object.entries(parameters).map(([name, value]) => [name, String(value)])
  return rows.length === 0 ? t.defaults : table([t.name, t.value], rows)
}
