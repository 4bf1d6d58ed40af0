import { type Command, Option } from 'commander'
import type { Retention } from '../../api/schemas/behaviour.ts'
import { terminalTexts } from '../../behaviour/terminal-texts.ts'
import { type BehaviourOptions, behaviourOptions, parseBreakdown, rangeOf, stepOf } from '../behaviour-options.ts'
import { countText, percent } from '../figures.ts'
import { action, command, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface RetentionOptions extends BehaviourOptions {
  readonly period: 'day' | 'week' | 'month'
  readonly periods: number
  readonly mode: 'on' | 'from'
  readonly by?: string
}

async function retention(first: string, again: string | undefined, options: RetentionOptions): Promise<void> {
  const body = {
    first: stepOf(first),
    ...(again === undefined ? {} : { again: stepOf(again) }),
    ...rangeOf(options),
    period: options.period,
    periods: options.periods,
    mode: options.mode,
    ...(options.by === undefined ? {} : { cohorts: parseBreakdown(options.by) }),
  }
  await tell(
    options,
    (api) => api.request<Retention>('POST', '/v1/behaviour/retention', body),
    (answer) => print(answer, options),
  )
}

const shades = ['░', '▒', '▓', '█'] as const
const shade = (share: number): string => shades[Math.min(3, Math.floor(share * 4))] ?? '█'

function print({ from, to, cohorts, all, warnings }: Retention, { lang, period, by }: RetentionOptions): void {
  const t = terminalTexts[lang]
  say(`${t.range(from.slice(0, 10), to.slice(0, 10))}\n`)
  const cells = (own: Retention['all']): string[] =>
    own.map((cell) => (cell === null ? '' : `${percent(cell.share.value, 0)} ${shade(cell.share.value)}`))
  printTable(
    [
      { title: by === undefined ? t.cohorts[period] : t.cohorts.other },
      { title: t.people, align: 'right' },
      ...all.map((_, at) => ({ title: at === 0 ? `${t.after[period]} 0` : String(at), align: 'right' as const })),
    ],
    [
      ...cohorts.map(({ name, people, cells: own }) => [name ?? t.rest, countText(people), ...cells(own)]),
      [t.all, '', ...cells(all)],
    ],
  )
  for (const warning of warnings) say(`\n${warning[lang]}`)
}

/** `attune retention`: whether people come back. */
export function retentionCommand(): Command {
  return behaviourOptions(command('retention', 'how many people come back, by day, week or month'))
    .argument('<first>', 'what makes somebody a new one, in quotes, such as: bought')
    .argument('[again]', 'what counts as coming back (default: the same)')
    .addOption(new Option('--period <period>', 'of the calendar').choices(['day', 'week', 'month']).default('day'))
    .option('--periods <number>', 'how many to look at', wholeNumber(1, 60), 14)
    .addOption(
      new Option('--mode <mode>', 'on: back in that very period; from: in that one or later')
        .choices(['on', 'from'])
        .default('on'),
    )
    .option('--by <what>', 'cohorts by trait:NAME, segments:ID,ID, device or channel instead of time')
    .action(action(retention))
}
