import { type Command, Option } from 'commander'
import { attuneError } from '../../errors.ts'
import { refuseFileThatExists } from '../../predict/answer-file.ts'
import { encodeFeatures } from '../../uplift/feature-plan.ts'
import { targetsOf } from '../../uplift/judge-uplift.ts'
import { readTable } from '../../uplift/read-table.ts'
import { loadUpliftModel, predictUplift } from '../../uplift/uplift-model.ts'
import { sentencesOf, upliftTexts } from '../../uplift/uplift-texts.ts'
import { type TargetRow, writeTargets } from '../../uplift/write-targets.ts'
import { estimateText, percent } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, command, numberWithin, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'
import { say } from '../tell.ts'
import { targetInWorkspace } from './uplift-in-workspace.ts'
import { tellLeftOut, type UpliftOptions } from './uplift-options.ts'

interface TargetOptions extends UpliftOptions {
  readonly model: string
  readonly rows?: string
  readonly id?: string
  readonly segment?: string
  readonly title?: string
  readonly seenWithin?: number
  readonly purpose?: 'advertising' | 'personalisation'
  readonly value: number
  readonly cost: number
  readonly out?: string
  readonly score?: string
  readonly ids: 'user' | 'person'
}

async function target(options: TargetOptions): Promise<void> {
  const { rows, id } = options
  const other = ['segment', 'title', 'seenWithin', 'purpose', 'out', 'score'] as const
  const wrong = other.find(
    (name) => options[name] !== undefined && (rows === undefined) === (name === 'out' || name === 'score'),
  )
  if (wrong !== undefined)
    throw attuneError('bad-option', `--${wrong} is ${rows === undefined ? 'for --rows' : 'not for --rows'}.`, {
      details: { field: wrong },
    })
  if (rows === undefined) return targetInWorkspace(options)
  if (id === undefined) throw attuneError('missing-option', 'Say with --id which column of the rows says who they are.')
  await targetInFile({ ...options, rows, id })
}

async function targetInFile(options: TargetOptions & { readonly rows: string; readonly id: string }): Promise<void> {
  const { rows, id, value, cost, out, score, json } = options
  if (out !== undefined) refuseFileThatExists(out)
  const model = await loadUpliftModel(options.model)
  const { curve: _, ...targets } = targetsOf(model.judged, { value, cost })
  const { threshold } = targets
  const table = await readTable(rows, [id])
  tellLeftOut(table)
  const uplift = await predictUplift(model, encodeFeatures(model.plan, table.rows, table.name))
  const people = table.rows.map((row, at): TargetRow => {
    const own = uplift[at] as number
    const treat = threshold !== null && own >= threshold
    return { id: String(row[id] ?? ''), uplift: own, expectedProfit: value * own - cost, treat }
  })
  const chosen = people.filter(({ treat }) => treat).length
  if (out !== undefined) writeTargets(out, id, people)
  if (score !== undefined) await putScores(options, score, people)
  const warnings = sentencesOf(targets.warnings)
  if (json) printJson({ ...targets, people: people.length, chosen, out, score, warnings })
  else print({ ...targets, warnings }, { people: people.length, chosen }, options)
}

type Said = Omit<ReturnType<typeof targetsOf>, 'curve' | 'warnings'> & {
  readonly warnings: ReturnType<typeof sentencesOf>
}

function print(
  { share, threshold, profit, profitOfEverybody, warnings }: Said,
  { people, chosen }: { readonly people: number; readonly chosen: number },
  { lang, out, score }: TargetOptions,
): void {
  const texts = upliftTexts[lang]
  const money = (of: typeof profit): string => estimateText(of, (value) => value.toFixed(4))
  say(texts.treat(percent(share.value), `${percent(share.low)} – ${percent(share.high)}`))
  say(texts.profit(money(profit), money(profitOfEverybody)))
  say(texts.chosen(chosen, people))
  if (out !== undefined) say(texts.written(out))
  if (score !== undefined && threshold !== null) say(texts.segment(score, String(threshold)))
  for (const warning of warnings) say(`\n${warning[lang]}`)
}

/** What the server takes at once. */
const scoresAtOnce = 10_000

async function putScores(options: TargetOptions, name: string, people: readonly TargetRow[]): Promise<void> {
  const key = options.ids === 'person' ? 'personId' : 'userId'
  const api = await apiClient(options)
  try {
    for (let from = 0; from < people.length; from += scoresAtOnce) {
      const scores = people.slice(from, from + scoresAtOnce).map(({ id, uplift }) => ({ [key]: id, value: uplift }))
      await api.request('PUT', `/v1/scores/${encodeURIComponent(name)}`, { scores, replace: from === 0 })
    }
  } finally {
    await api.close()
  }
}

/** `attune uplift target` */
export function upliftTargetCommand(): Command {
  return command('target', 'whom it pays to treat: the share with the most expected profit, and who is in it')
    .requiredOption('--model <folder>', 'folder that “attune uplift train” wrote, or a model of “attune uplift list”')
    .option(
      '--rows <file>',
      'people to choose from, with the columns that the model learnt from; default those there are now',
    )
    .option('--id <column>', 'column of the rows that says who they are')
    .requiredOption(
      '--value <amount>',
      'what one outcome is worth, such as the margin of an order',
      numberWithin(0, 1e12),
    )
    .requiredOption('--cost <amount>', 'what it costs to treat one person', numberWithin(0, 1e12))
    .option('--segment <id>', 'without rows: keep them as a segment')
    .option('--title <text>', 'what the segment is called (default: its id)')
    .option(
      '--seen-within <days>',
      'without rows: people who did something so lately (default: 90)',
      wholeNumber(1, 730),
    )
    .addOption(
      new Option('--purpose <name>', 'without rows: what people must have agreed to (default: advertising)').choices([
        'advertising',
        'personalisation',
      ]),
    )
    .option('--out <file>', 'write a new CSV: who, uplift, expected profit, whether to treat')
    .option('--score <name>', 'hand the uplift to the server as a score that segments can use')
    .addOption(
      new Option('--ids <kind>', 'what the ids are, for --score: those of “uplift rows” are persons')
        .choices(['user', 'person'])
        .default('user'),
    )
    .addOption(languageOption())
    .action(action(target))
}
