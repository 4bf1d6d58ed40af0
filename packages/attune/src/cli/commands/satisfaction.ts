import { type Command, Option } from 'commander'
import type { Satisfaction, SatisfactionGroup } from '../../api/schemas/satisfaction.ts'
import { partNames } from '../../satisfaction/satisfaction-texts.ts'
import { countText, estimateText, percent, queryText } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface SatisfactionOptions extends CommonOptions {
  readonly by: string
  readonly from?: string
  readonly to?: string
  readonly limit?: string
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    by: { placement: 'placement', item: 'item', segment: 'segment' },
    columns: ['people', 'satisfaction (0–100%)', 'known'],
    all: 'all',
    parts: ['part', 'people', 'value', 'weight'],
    head: (from: string, to: string) => `${from} to ${to}, 95% intervals; 100% is satisfied`,
    cut: 'Only the newest 3,000 texts were judged.',
  },
  zh: {
    by: { placement: '推荐位', item: '商品', segment: '人群' },
    columns: ['人数', '满意度（0–100%）', '已知权重'],
    all: '全部',
    parts: ['组成', '人数', '数值', '权重'],
    head: (from: string, to: string) => `${from} 至 ${to}，95% 区间；100% 表示满意`,
    cut: '仅分析了最新的 3,000 条文本。',
  },
} as const

async function satisfaction({ by, from, to, limit, lang, ...options }: SatisfactionOptions): Promise<void> {
  await tell(
    options,
    (api) => api.request<Satisfaction>('GET', `/v1/satisfaction${queryText({ by, from, to, limit })}`),
    (answer) => print(answer, lang),
  )
}

function print({ from, to, by, all, groups, cut }: Satisfaction, lang: 'en' | 'zh'): void {
  const t = texts[lang]
  say(`${t.head(from.slice(0, 10), to.slice(0, 10))}\n`)
  printTable(
    t.parts.map((title, at) => ({ title, ...(at > 0 ? { align: 'right' as const } : {}) })),
    all.parts.map(({ part, n, estimate, share }) => [
      partNames[part][lang],
      countText(n),
      estimateText(estimate, percent),
      percent(share, 0),
    ]),
  )
  say('')
  const row = (name: string, { people, index, coverage }: SatisfactionGroup): string[] => [
    name,
    countText(people),
    estimateText(index, percent),
    percent(coverage, 0),
  ]
  printTable(
    [{ title: t.by[by] }, ...t.columns.map((title) => ({ title, align: 'right' as const }))],
    [row(t.all, all), ...groups.map((group) => row(group.title?.[lang] || group.key, group))],
  )
  for (const warning of all.warnings) say(`\n${warning[lang]}`)
  if (cut) say(`\n${t.cut}`)
}

/** `attune satisfaction`: how satisfied people are, and what tells it. */
export function satisfactionCommand(): Command {
  return command(
    'satisfaction',
    'how satisfied people are: ratings, CSAT, NPS, sentiment, returns and complaints in one',
  )
    .addOption(new Option('--by <what>', 'groups').choices(['placement', 'item', 'segment']).default('placement'))
    .option('--from <day>', 'first day, such as 2026-03-01, or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .option('--limit <number>', 'groups, those with most people first (default: 50)')
    .addOption(languageOption())
    .action(action(satisfaction))
}
