import type { ScopeKind } from '@attune/learn'
import { type Command, Option } from 'commander'
import { readLabelledTexts } from '../../finetune/read-labelled-texts.ts'
import { readRows, textOf } from '../../finetune/read-rows.ts'
import { trainClassifier } from '../../finetune/train-classifier.ts'
import { trainLabeller } from '../../finetune/train-labeller.ts'
import { action } from '../options.ts'
import { type FinetuneOptions, figure, finetune, finetuneTask } from './finetune-options.ts'
import { printClasses } from './print-classes.ts'

interface ClassifyOptions extends FinetuneOptions {
  readonly text: string
  readonly label: string
  readonly multi?: boolean
  readonly scope?: ScopeKind
  readonly outOfScope?: string
}

async function classify(options: ClassifyOptions): Promise<void> {
  const { text, label, scope, outOfScope } = options
  if (options.multi) return labels(options)
  await finetune(options, {
    read: (path) => readLabelledTexts(path, { text, label }),
    keyOf: (row) => row.text,
    train: (files, settings, hooks) => trainClassifier(files, { ...settings, scope, outOfScope }, hooks),
    print(report, test) {
      const { outOfScopeTexts = 0, outOfScopeAuc } = report
      process.stdout.write(
        `accuracy ${figure(report.accuracy)}, macro F1 ${figure(report.macroF1)} on ${test.rows.length - outOfScopeTexts} texts\n`,
      )
      if (outOfScopeAuc !== undefined)
        process.stdout.write(
          `texts of no class: AUC ${figure(outOfScopeAuc)} on ${outOfScopeTexts}; they are in no other figure\n`,
        )
      printClasses(report.perClass)
    },
  })
}

/** With `--multi`: any number of labels, also none. */
async function labels(options: ClassifyOptions): Promise<void> {
  const { text, label } = options
  await finetune(options, {
    read: (path) =>
      readRows(path, { text, label }, (values) => {
        const own = textOf(values, 'text')
        if (typeof own !== 'string') return own
        return { text: own, labels: labelsOf(values.label) }
      }),
    keyOf: (row) => row.text,
    train: trainLabeller,
    print(report, test) {
      process.stdout.write(
        `micro F1 ${figure(report.microF1)}, macro F1 ${figure(report.macroF1)}, all labels right ${figure(report.exact)} on ${test.rows.length} texts\n`,
      )
      printClasses(report.perClass)
    },
  })
}

/** A list, or names with | between them. */
function labelsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split('|')
  return [...new Set(list.map((one) => one.trim()).filter((one) => one !== ''))]
}

export const classifyCommand = (): Command =>
  finetuneTask('classify', 'sort texts into classes: sentiment, intents, topics', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption('--label <column>', 'column of the classes')
      .option('--multi', 'a text has any number of labels, with | between them or as a list')
      .option(
        '--out-of-scope <label>',
        'texts with this label belong to none of the classes (default: labels that --train lacks)',
      )
      .addOption(
        new Option(
          '--scope <score>',
          'how it is told that a text belongs to none of the classes (default: distance; energy with --privacy-noise)',
        ).choices(['softmax', 'energy', 'distance', 'nearest']),
      ),
  ).action(action(classify))
