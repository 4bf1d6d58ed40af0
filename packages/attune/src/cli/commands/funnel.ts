import { type Command, Option } from 'commander'
import type { Funnel, FunnelStep } from '../../api/schemas/behaviour.ts'
import { terminalTexts, waitText } from '../../behaviour/terminal-texts.ts'
import { type BehaviourOptions, behaviourOptions, parseBreakdown, rangeOf, stepOf } from '../behaviour-options.ts'
import { bar, estimateText, percent } from '../figures.ts'
import { action, command, numberWithin } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

/** A dash where it is not told: of whom it would tell is few, not always the count itself. */
const toldText = (people: number | null): string => (people === null ? '–' : people.toLocaleString('en'))

interface FunnelOptions extends BehaviourOptions {
  readonly windowHours: number
  readonly order: 'loose' | 'strict'
  readonly by?: string
}

async function funnel(steps: readonly string[], options: FunnelOptions): Promise<void> {
  const body = {
    steps: steps.map(stepOf),
    ...rangeOf(options),
    windowHours: options.windowHours,
    order: options.order,
    ...(options.by === undefined ? {} : { by: parseBreakdown(options.by) }),
  }
  await tell(
    options,
    (api) => api.request<Funnel>('POST', '/v1/behaviour/funnel', body),
    (answer) => print(answer, options.lang),
  )
}

function print({ from, to, steps, groups, warnings }: Funnel, lang: 'en' | 'zh'): void {
  const t = terminalTexts[lang]
  say(`${t.range(from.slice(0, 10), to.slice(0, 10))}\n`)
  const table = (own: readonly FunnelStep[]) =>
    printTable(
      t.funnel.map((title, at) => ({ title, ...(at > 0 && at < 6 ? { align: 'right' as const } : {}) })),
      own.map((step, at) => [
        `${at + 1}. ${step.label[lang]}`,
        toldText(step.people),
        estimateText(step.ofFirst, percent),
        at === 0 ? '' : estimateText(step.ofPrevious, percent),
        at === 0 ? '' : toldText(step.lost),
        step.fromPrevious === null ? '' : waitText(step.fromPrevious.medianMs, lang),
        bar(step.ofFirst?.value ?? 0),
      ]),
    )
  table(steps)
  for (const group of groups ?? []) {
    say(`\n${group.name ?? t.rest}\n`)
    table(group.steps)
  }
  for (const warning of warnings) say(`\n${warning[lang]}`)
}

/** `attune funnel`: how far people get. */
export function funnelCommand(): Command {
  return behaviourOptions(command('funnel', 'how many people get from step to step, and where they are lost'))
    .argument(
      '<steps...>',
      'two to ten steps, each in quotes: viewed, carted category "tea", did event "Plan Chosen", 加购, or JSON with properties',
    )
    .option('--window-hours <number>', 'from the first step to the last', numberWithin(1 / 3600, 8784), 168)
    .addOption(
      new Option('--order <order>', 'loose: other things may be done in between; strict: nothing else')
        .choices(['loose', 'strict'])
        .default('loose'),
    )
    .option('--by <what>', 'break down by trait:NAME, segments:ID,ID, device or channel')
    .action(action(funnel))
}
