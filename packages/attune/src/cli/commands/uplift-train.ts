import { createKernels } from '@attune/kernels'
import { type Command, Option } from 'commander'
import { attuneError } from '../../errors.ts'
import { refuseFolderThatExists } from '../../finetune/write-folder.ts'
import { judgeUplift } from '../../uplift/judge-uplift.ts'
import { type BaseLearnerName, baseLearnerNames } from '../../uplift/learner-names.ts'
import { upliftMethodNames } from '../../uplift/method-names.ts'
import { readTable } from '../../uplift/read-table.ts'
import { trainUplift } from '../../uplift/train-uplift.ts'
import { saveUpliftModel } from '../../uplift/uplift-model.ts'
import { sentencesOf, upliftTexts } from '../../uplift/uplift-texts.ts'
import { languageOption } from '../language-option.ts'
import { action, command, numberBetween, numberWithin, wholeNumber } from '../options.ts'
import { printJson, progress } from '../output.ts'
import { say } from '../tell.ts'
import { printJudgement, printRefutation } from '../uplift-tables.ts'
import { trainFromExperiment } from './uplift-from-experiment.ts'
import { tellLeftOut, type UpliftOptions } from './uplift-options.ts'

interface TrainOptions extends UpliftOptions {
  readonly rows?: string
  readonly treatment?: string
  readonly outcome?: string
  readonly experiment?: string
  readonly placement?: string
  readonly metric?: string
  readonly days?: number
  readonly from?: string
  readonly to?: string
  readonly treated?: string
  readonly control?: string
  readonly method: string
  readonly base: BaseLearnerName
  readonly features?: readonly string[]
  readonly leave?: readonly string[]
  readonly propensity?: number
  readonly observed?: boolean
  readonly aside: number
  readonly refute?: boolean
  readonly seed: number
  readonly threads: number
  readonly out?: string
}

async function train(options: TrainOptions): Promise<void> {
  const { experiment, placement, rows, treatment, outcome, out } = options
  if (experiment !== undefined || placement !== undefined) {
    refuse(options, ofFiles, 'is for --rows: an experiment and a placement are learnt from as they are')
    return trainFromExperiment({ ...options, outcome: outcomeOf(outcome) })
  }
  refuse(options, ofExperiments, 'is for --experiment and --placement')
  if (rows === undefined || treatment === undefined || outcome === undefined || out === undefined)
    throw attuneError(
      'missing-option',
      'Give --experiment ID, or a file with --rows, --treatment, --outcome and a folder with --out.',
    )
  await trainFromFile({ ...options, rows, treatment, outcome, out })
}

const ofFiles = ['rows', 'treatment', 'features', 'leave', 'propensity', 'observed', 'out'] as const
const ofExperiments = ['metric', 'days', 'from', 'to'] as const

function refuse(options: TrainOptions, names: readonly (keyof TrainOptions)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined)
  if (given !== undefined) throw attuneError('bad-option', `--${given} ${why}.`, { details: { field: given } })
}

function outcomeOf(outcome: string | undefined): 'ordered' | 'revenue' | undefined {
  if (outcome === undefined || outcome === 'ordered' || outcome === 'revenue') return outcome
  throw attuneError('bad-option', '--outcome of an experiment is ordered or revenue; others are named with --metric.', {
    details: { field: 'outcome' },
  })
}

type FileOptions = TrainOptions & {
  readonly rows: string
  readonly treatment: string
  readonly outcome: string
  readonly out: string
}

async function trainFromFile(options: FileOptions): Promise<void> {
  const { rows, treatment, outcome, out, json, lang, threads } = options
  refuseFolderThatExists(out)
  const table = await readTable(rows, [treatment, outcome])
  tellLeftOut(table)
  const bar = progress({ title: 'Training', total: 1 })
  await using kernels = await createKernels({ threads })
  const trained = await trainUplift(table, { ...options, now: Date.now() }, kernels)
  const { model, effect, balance, refutation, neither } = trained
  bar.stop(`Trained on ${model.rows} rows`)
  const judgement = judgeUplift(model.judged)
  saveUpliftModel(out, model)
  const warnings = sentencesOf([...judgement.warnings, ...balance.warnings, ...(refutation?.warnings ?? [])])
  if (json) {
    const { method, base, rows: learnt } = model
    return printJson({ out, method, base, rows: learnt, neither, effect, judgement, balance, refutation, warnings })
  }
  const texts = upliftTexts[lang]
  if (neither > 0) say(texts.neither(neither))
  const { treated, control } = judgement.units
  printJudgement(judgement, effect, texts.judgedOn(treated, control), lang)
  if (refutation)
    printRefutation(
      refutation.tests.map((test) => ({ ...test, text: texts.tests[test.name] })),
      lang,
    )
  for (const warning of warnings) say(`\n${warning[lang]}`)
  say(`\n${texts.saved(out)}`)
}

const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** `attune uplift train` */
export function upliftTrainCommand(): Command {
  return command('train', 'learn from an experiment, or from rows of people of whom some were treated')
    .option('--experiment <id>', 'an experiment by person; the model is kept in the workspace')
    .option('--placement <id>', 'or the arms of a placement')
    .option('--metric <id>', 'of an experiment: a metric that is a number of each person as outcome')
    .option(
      '--days <n>',
      'of an experiment: what comes so many days after they saw it (default: 14)',
      numberWithin(0.1, 365),
    )
    .option('--from <day>', 'of a placement: first day (default: 90 days ago)')
    .option('--to <day>', 'of a placement: end, not included (default: now)')
    .option('--rows <file>', 'people, one a row: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--treatment <column>', 'column of the rows that says who was treated')
    .option(
      '--outcome <column>',
      'column of what came of it: 0 and 1, or an amount; of an experiment ordered or revenue',
    )
    .option('--treated <value>', 'value of those who were treated (default: 1), or the variation')
    .option('--control <value>', 'value of those who were not (default: 0), or the variation')
    .addOption(new Option('--method <name>', 'how effects are learnt').choices(upliftMethodNames).default('t'))
    .addOption(
      new Option('--base <learner>', 'what the method is built on').choices(baseLearnerNames).default('linear'),
    )
    .option('--features <columns>', 'only these columns', names)
    .option('--leave <columns>', 'not these: ids, and whatever was known only afterwards', names)
    .option('--propensity <p>', 'chance of being treated (default: the share of those who were)', numberBetween(0, 1))
    .option('--observed', 'people were not drawn by lot: estimate the chance of being treated from the features')
    .option('--aside <share>', 'share of the rows that judges', numberWithin(0.1, 0.9), 0.3)
    .option('--refute', 'try to refute the effect: placebo, random cause, subsets')
    .option('--seed <n>', 'equal seeds give equal models', wholeNumber(0, 2 ** 31), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .option('--out <folder>', 'new folder of a model of rows')
    .addOption(languageOption())
    .action(action(train))
}
