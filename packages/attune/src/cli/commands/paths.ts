import { type Command, Option } from 'commander'
import type { Paths } from '../../api/schemas/behaviour.ts'
import { terminalTexts } from '../../behaviour/terminal-texts.ts'
import { type BehaviourOptions, behaviourOptions, rangeOf, stepOf } from '../behaviour-options.ts'
import { bar, estimateText, percent } from '../figures.ts'
import { action, command, numberWithin, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface PathsOptions extends BehaviourOptions {
  readonly direction: 'from' | 'to'
  readonly steps: number
  readonly breadth: number
  readonly pauseHours: number
  readonly repeats?: boolean
}

async function paths(anchor: string | undefined, options: PathsOptions): Promise<void> {
  const { direction, steps, breadth, pauseHours, repeats = false } = options
  const body = {
    ...(anchor === undefined ? {} : { anchor: stepOf(anchor) }),
    ...rangeOf(options),
    ...{ direction, steps, breadth, pauseHours, repeats },
  }
  await tell(
    options,
    (api) => api.request<Paths>('POST', '/v1/behaviour/paths', body),
    (answer) => print(answer, options),
  )
}

function print({ from, to, nodes, warnings }: Paths, { lang, direction }: PathsOptions): void {
  const t = terminalTexts[lang]
  say(`${t.range(from.slice(0, 10), to.slice(0, 10))}\n`)
  const nameOf = { other: t.other, end: direction === 'from' ? t.end : t.noneBefore, event: '' }
  const sign = direction === 'from' ? '+' : '−'
  printTable(
    t.paths.map((title, at) => ({ title, ...(at === 2 || at === 3 ? { align: 'right' as const } : {}) })),
    nodes.map((node) => [
      node.step === 0 ? '0' : `${sign}${node.step}`,
      node.name ?? nameOf[node.kind],
      node.people.toLocaleString('en'),
      estimateText(node.share, percent),
      bar(node.share.value),
    ]),
  )
  for (const warning of warnings) say(`\n${warning[lang]}`)
}

/** `attune paths`: which ways people go. */
export function pathsCommand(): Command {
  return behaviourOptions(command('paths', 'what people do after something, or did before it'))
    .argument('[anchor]', 'after or before what, in quotes, such as: did event "Signed Up" (default: the first thing)')
    .addOption(new Option('--direction <direction>', 'after it or before it').choices(['from', 'to']).default('from'))
    .option('--steps <number>', 'how far', wholeNumber(1, 8), 4)
    .option('--breadth <number>', 'names told apart at each step', wholeNumber(1, 12), 6)
    .option('--pause-hours <number>', 'after so long without anything a path is over', numberWithin(0.01, 8784), 24)
    .option('--repeats', 'the same thing twice in a row is two steps')
    .action(action(paths))
}
