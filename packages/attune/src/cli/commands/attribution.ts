import { attributionMethods } from '@attune/measure'
import { type Command, Option } from 'commander'
import { type AttributionView, touchedBy } from '../../api/schemas/attribution.ts'
import type { Estimate } from '../../api/schemas/common.ts'
import { attributionTexts } from '../../attribution/attribution-texts.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, numberWithin, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface AttributionOptions extends CommonOptions {
  readonly by: string
  readonly touch: string
  readonly from?: string
  readonly to?: string
  readonly tz?: string
  readonly lookback: number
  readonly halfLife: number
  readonly order: number
  readonly value?: boolean
  readonly lang: 'en' | 'zh'
}

const amount = (value: number): string => value.toFixed(1)
const withInterval = ({ value, low, high }: Estimate): string => `${amount(value)} (${amount(low)} – ${amount(high)})`

async function attribution(options: AttributionOptions): Promise<void> {
  const { by, touch, from, to, tz, lookback, halfLife, order } = options
  const given = { by, touch, from, to, tz, lookbackDays: lookback, halfLifeDays: halfLife, order }
  const query = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  )
  const api = await apiClient(options)
  try {
    const view = await api.request<AttributionView>('GET', `/v1/attribution?${query}`)
    if (options.json) return printJson(view)
    print(view, options)
  } finally {
    await api.close()
  }
}

function print(view: AttributionView, { lang, value }: AttributionOptions): void {
  const texts = attributionTexts[lang]
  const unit = value ? 'value' : 'conversions'
  process.stdout.write(`${texts.head(view.from, view.to, view.lookbackDays)}\n\n`)
  if (view.channels.length > 0) {
    const measured = view.increments.length > 0
    const effectOf = (channel: string | null): string => {
      const effect = view.increments.find((one) => one.channel === channel)?.[unit]
      return effect ? withInterval(effect) : '–'
    }
    const right = (title: string) => ({ title, align: 'right' as const })
    const blank = [...(measured ? [''] : []), '']
    printTable(
      [
        { title: texts.touched[view.by] },
        ...attributionMethods.map((method) => right(texts.methods[method])),
        right(texts.removal),
        ...(measured ? [right(texts.effect)] : []),
      ],
      [
        ...view.channels.map(({ channel, credits, removalEffect }) => [
          channel ?? texts.rest(view.together),
          ...attributionMethods.map((method) => amount(credits[method][unit])),
          removalEffect === null ? '–' : `${(100 * removalEffect).toFixed(1)}%`,
          ...(measured ? [effectOf(channel)] : []),
        ]),
        ...(view.unattributed.conversions > 0
          ? [[texts.unattributed, ...attributionMethods.map(() => amount(view.unattributed[unit])), ...blank]]
          : []),
      ],
    )
  }
  const [closest] = view.comparison
  if (closest) process.stdout.write(`\n${texts.closest(texts.methods[closest.method])}\n`)
  for (const warning of view.warnings) process.stdout.write(`\n${warning[lang]}\n`)
}

const localeIsChinese = /^zh/i.test(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '')

/** `attune attribution`: which channels, campaigns or placements orders came through. */
export function attributionCommand(): Command {
  return command('attribution', 'what orders came through, by seven methods, beside what experiments measured')
    .addOption(new Option('--by <touches>', 'what a touch is called after').choices(touchedBy).default('channel'))
    .addOption(
      new Option('--touch <kind>', 'of placements: what counts as a touch')
        .choices(['click', 'exposure'])
        .default('click'),
    )
    .option('--from <day>', 'first day, such as 2026-03-01, or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .option('--tz <offset>', 'offset of the days from UTC, such as +08:00')
    .option('--lookback <days>', 'touches so long before an order count', numberWithin(0.01, 365), 30)
    .option('--half-life <days>', 'of the time decay', numberWithin(0.01, 365), 7)
    .option('--order <n>', 'touches that the Markov chain remembers', wholeNumber(1, 4), 1)
    .option('--value', 'credit in money instead of orders')
    .addOption(
      new Option('--lang <language>', 'language of the table')
        .choices(['en', 'zh'])
        .default(localeIsChinese ? 'zh' : 'en'),
    )
    .action(action(attribution))
}
