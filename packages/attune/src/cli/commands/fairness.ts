import { type Command, Option } from 'commander'
import { type Fairness, fairnessColumns, fairnessMerits } from '../../api/schemas/fairness.ts'
import { restTexts } from '../../fairness/fairness-texts.ts'
import { countText, estimateText, percent, queryText } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface FairnessOptions extends CommonOptions {
  readonly by: string
  readonly merit: string
  readonly trait?: string
  readonly placement?: string
  readonly from?: string
  readonly to?: string
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    head: (from: string, to: string) => `${from} to ${to}, 95% intervals`,
    by: { brand: 'brand', category: 'category', supplier: 'supplier' },
    columns: ['items', 'share of exposure', 'share merited', 'exposure ÷ merit'],
    treatment: (ratio: string) => `Least over most, of those large enough: ${ratio} (1 is parity)`,
    measures: { personalised: 'got something personalised', clicked: 'clicked, of those who saw something' },
    people: ['people', 'share'],
    ratio: (ratio: string, difference: string) => `least over most ${ratio}, difference ${difference}`,
    fine: 'Nothing here is beyond its limit.',
  },
  zh: {
    head: (from: string, to: string) => `${from} 至 ${to}，95% 区间`,
    by: { brand: '品牌', category: '类目', supplier: '供应商' },
    columns: ['商品数', '曝光占比', '应得占比', '曝光 ÷ 应得'],
    treatment: (ratio: string) => `数量足够的分组中，最低与最高之比：${ratio}（1 为均等）`,
    measures: { personalised: '获得个性化结果', clicked: '看到后点击' },
    people: ['人数', '比例'],
    ratio: (ratio: string, difference: string) => `最低与最高之比 ${ratio}，差 ${difference}`,
    fine: '没有超出界限的项目。',
  },
} as const

const plain = (value: number): string => value.toFixed(2)

async function fairness({ by, merit, trait, placement, from, to, lang, ...options }: FairnessOptions): Promise<void> {
  await tell(
    options,
    (api) => api.request<Fairness>('GET', `/v1/fairness${queryText({ by, merit, trait, placement, from, to })}`),
    (answer) => print(answer, lang),
  )
}

function print({ from, to, by, exposure, people, alarms, warnings }: Fairness, lang: 'en' | 'zh'): void {
  const t = texts[lang]
  const right = (titles: readonly string[]) => titles.map((title) => ({ title, align: 'right' as const }))
  say(`${t.head(from.slice(0, 10), to.slice(0, 10))}\n`)
  if (exposure) {
    printTable(
      [{ title: t.by[by] }, ...right(t.columns)],
      exposure.groups.map(({ group, items, exposureShare, meritShare, ratio }) => [
        group ?? restTexts[lang],
        countText(items),
        estimateText(exposureShare, percent),
        percent(meritShare),
        estimateText(ratio, plain),
      ]),
    )
    say(`\n${t.treatment(estimateText(exposure.treatmentRatio, plain))}`)
  }
  for (const { measure, groups, ratio, difference } of people?.measures ?? []) {
    say(`\n${t.measures[measure]}\n`)
    printTable(
      [{ title: people?.trait ?? '' }, ...right(t.people)],
      groups.map(({ group, people: own, rate }) => [group, countText(own), estimateText(rate, percent)]),
    )
    say(t.ratio(estimateText(ratio, plain), estimateText(difference, percent)))
  }
  say('')
  for (const alarm of alarms) say(`! ${alarm[lang]}`)
  if (alarms.length === 0) say(t.fine)
  for (const warning of warnings) say(warning[lang])
}

/** `attune fairness`: whether what is shown is shared fairly. */
export function fairnessCommand(): Command {
  return command('fairness', 'whether exposure follows merit, and whether groups of people are served alike')
    .addOption(new Option('--by <what>', 'groups of items').choices([...fairnessColumns]).default('brand'))
    .addOption(
      new Option('--merit <what>', 'what exposure should follow').choices([...fairnessMerits]).default('orders'),
    )
    .option('--trait <name>', 'also compare people by a trait that they gave; sensitive ones are refused')
    .option('--placement <id>', 'only this placement')
    .option('--from <day>', 'first day, such as 2026-03-01, or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .addOption(languageOption())
    .action(action(fairness))
}
