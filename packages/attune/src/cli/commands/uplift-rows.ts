import type { Command } from 'commander'
import { refuseFileThatExists } from '../../predict/answer-file.ts'
import { timeRange } from '../../report/time-range.ts'
import { experimentRows } from '../../uplift/experiment-rows.ts'
import { experimentColumns } from '../../uplift/experiment-rows-sql.ts'
import { upliftTexts } from '../../uplift/uplift-texts.ts'
import { writeRows } from '../../uplift/write-rows.ts'
import { languageOption } from '../language-option.ts'
import { openLocal } from '../open.ts'
import { action, command, numberWithin } from '../options.ts'
import { printJson } from '../output.ts'
import { say } from '../tell.ts'
import type { UpliftOptions } from './uplift-options.ts'

interface RowsOptions extends UpliftOptions {
  readonly placement: string
  readonly experiment?: string
  readonly metric?: string
  readonly treatment?: string
  readonly control?: string
  readonly from?: string
  readonly to?: string
  readonly days: number
  readonly out: string
}

async function rows(options: RowsOptions): Promise<void> {
  const { placement, experiment, metric, treatment, control, from, to, days, out, json, lang } = options
  refuseFileThatExists(out)
  const attune = await openLocal(options)
  try {
    const range = timeRange({ from, to }, attune.clock(), 90)
    const { workspace } = attune.config
    const of = experiment === undefined ? { placement } : { experiment }
    const { rows: people } = await experimentRows(attune, {
      workspace,
      of,
      treatment,
      control,
      range,
      days,
      metric,
    })
    const columns = experimentColumns.filter((column) => column !== 'metric' || metric !== undefined)
    writeRows(
      out,
      columns,
      people.map((row) => columns.map((column) => row[column] ?? null)),
    )
    const treated = people.filter((row) => row.treated === 1).length
    if (json) return printJson({ out, treated, control: people.length - treated })
    say(upliftTexts[lang].rows(treated, people.length - treated))
    say(upliftTexts[lang].written(out))
  } finally {
    await attune.close()
  }
}

/** `attune uplift rows` */
export function upliftRowsCommand(): Command {
  return command('rows', 'people who were divided by an experiment, with what they did before and ordered afterwards')
    .option('--experiment <id>', 'an experiment by person, from its start to its end')
    .option('--placement <id>', 'the arms of a placement, where no experiment is named', 'home')
    .option('--metric <id>', 'a metric to be told beside the orders, in a column “metric”')
    .option('--treatment <name>', 'the arm that treats (default: the largest beside the control)')
    .option('--control <name>', 'the other (default: the control)')
    .option('--from <day>', 'first day of a placement, such as 2026-03-01 (default: 90 days ago)')
    .option('--to <day>', 'end of a placement, not included (default: now)')
    .option('--days <n>', 'orders so many days after they saw it are the outcome', numberWithin(0.1, 365), 14)
    .requiredOption('--out <file>', 'a new CSV, for “attune uplift train”')
    .addOption(languageOption())
    .action(action(rows))
}
