import type { Command } from 'commander'
import { judgeRows } from '../../uplift/judge-rows.ts'
import { judgeUplift } from '../../uplift/judge-uplift.ts'
import { loadUpliftModel } from '../../uplift/uplift-model.ts'
import { sentencesOf, upliftTexts } from '../../uplift/uplift-texts.ts'
import { languageOption } from '../language-option.ts'
import { action, command } from '../options.ts'
import { printJson } from '../output.ts'
import { say } from '../tell.ts'
import { printJudgement } from '../uplift-tables.ts'
import type { UpliftOptions } from './uplift-options.ts'

interface EvaluateOptions extends UpliftOptions {
  readonly model: string
  readonly rows?: string
}

async function evaluate({ model: folder, rows, json, lang }: EvaluateOptions): Promise<void> {
  const model = await loadUpliftModel(folder)
  const judgement = judgeUplift(rows === undefined ? model.judged : await judgeRows(model, rows))
  const warnings = sentencesOf(judgement.warnings)
  if (json) return printJson({ ...judgement, warnings })
  const { treated, control } = judgement.units
  printJudgement(judgement, judgement.averageEffect, upliftTexts[lang].judgedOn(treated, control), lang)
  for (const warning of warnings) say(`\n${warning[lang]}`)
}

/** `attune uplift evaluate` */
export function upliftEvaluateCommand(): Command {
  return command('evaluate', 'how well a model orders people by what the treatment does to them')
    .requiredOption('--model <folder>', 'folder that “attune uplift train” wrote')
    .option('--rows <file>', 'other people with treatment and outcome (default: those set aside in training)')
    .addOption(languageOption())
    .action(action(evaluate))
}
