import { attributionMethods } from '@attune/measure'
import { type Command, Option } from 'commander'
import { type AttributionView, touchedBy } from '../../api/schemas/attribution.ts'
import { attributionTexts } from '../../attribution/attribution-texts.ts'
import { estimateText, percent, queryText } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, numberWithin, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

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

async function attribution(options: AttributionOptions): Promise<void> {
  const { by, touch, from, to, tz, lookback, halfLife, order } = options
  const numbers = { lookbackDays: String(lookback), halfLifeDays: String(halfLife), order: String(order) }
  await tell(
    options,
    (api) =>
      api.request<AttributionView>('GET', `/v1/attribution${queryText({ by, touch, from, to, tz, ...numbers })}`),
    (view) => print(view, options),
  )
}

function print(view: AttributionView, { lang, value }: AttributionOptions): void {
  const texts = attributionTexts[lang]
  const unit = value ? 'value' : 'conversions'
  say(`${texts.head(view.from, view.to, view.lookbackDays)}\n`)
  if (view.channels.length > 0) {
    const measured = view.increments.length > 0
    const effectOf = (channel: string | null): string => {
      const effect = view.increments.find((one) => one.channel === channel)?.[unit]
      return estimateText(effect ?? null, amount)
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
          removalEffect === null ? '–' : percent(removalEffect),
          ...(measured ? [effectOf(channel)] : []),
        ]),
        ...(view.unattributed.conversions > 0
          ? [[texts.unattributed, ...attributionMethods.map(() => amount(view.unattributed[unit])), ...blank]]
          : []),
      ],
    )
  }
  if (view.closest !== null) say(`\n${texts.closest(texts.methods[view.closest])}`)
  for (const warning of view.warnings) say(`\n${warning[lang]}`)
}

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
    .addOption(languageOption())
    .action(action(attribution))
}
