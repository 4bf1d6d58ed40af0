import { createKernels } from '@attune/kernels'
import { type Command, Option } from 'commander'
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
import { printJson, printTable, progress } from '../output.ts'
import { say } from '../tell.ts'
import { printJudgement } from '../uplift-tables.ts'
import { tellLeftOut, type UpliftOptions } from './uplift-options.ts'

interface TrainOptions extends UpliftOptions {
  readonly rows: string
  readonly treatment: string
  readonly outcome: string
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
  readonly out: string
}

async function train(options: TrainOptions): Promise<void> {
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
  printJudgement(judgement, effect, lang)
  if (refutation)
    printTable(
      [{ title: texts.refutation }, { title: texts.effect, align: 'right' }, { title: '' }],
      refutation.tests.map((test) => [texts.tests[test.name], test.effect.toFixed(4), texts.passed[`${test.passed}`]]),
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
  return command('train', 'learn from rows of people of whom some were treated')
    .requiredOption('--rows <file>', 'people, one a row: CSV, TSV, JSON lines or Parquet, gzip too')
    .requiredOption('--treatment <column>', 'column that says who was treated')
    .requiredOption('--outcome <column>', 'column of what came of it: 0 and 1, or an amount')
    .option('--treated <value>', 'value of those who were treated (default: 1)')
    .option('--control <value>', 'value of those who were not (default: 0)')
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
    .requiredOption('--out <folder>', 'new folder of the model')
    .addOption(languageOption())
    .action(action(train))
}
