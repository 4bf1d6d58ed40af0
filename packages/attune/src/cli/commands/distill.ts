import type { WantedDevice } from '@attune/learn'
import { type Command, Option } from 'commander'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, command, numberWithin, wholeNumber } from '../options.ts'
import { runTraining } from '../run-training.ts'
import { absolute, settingsOf, type TrainingOptions, withTrainingOptions } from '../training-options.ts'

interface DistillOptions extends TrainingOptions {
  readonly teacher: string
  readonly texts: string
  readonly test?: string
  readonly from?: string
  readonly device: WantedDevice
}

async function distill(options: DistillOptions): Promise<void> {
  const { from, ...settings } = settingsOf(options)
  await runTraining(
    {
      kind: 'distill',
      settings: {
        ...settings,
        teacher: absolute(options.teacher),
        texts: absolute(options.texts),
        test: absolute(options.test),
        out: absolute(options.out),
        device: await deviceFor(options.device),
        start: from,
      },
      keepEvery: options.keepEvery,
    },
    options,
  )
}

/** `attune distill`: a small classifier that learns from a large one. */
export function distillCommand(): Command {
  const task = command('distill', 'teach a small classifier what a large one says of texts')
    .requiredOption('--teacher <folder>', 'a classifier that “attune finetune classify” has written')
    .requiredOption(
      '--texts <file>',
      'texts to learn on, with labels or without: CSV, TSV, JSON lines or Parquet, gzip too',
    )
    .requiredOption('--text <column>', 'column of the texts')
    .option('--label <column>', 'column of the classes, where they count too')
    .option('--test <file>', 'labelled texts to try both on')
    .requiredOption('--layers <n>', 'layers of the student', wholeNumber(1, 48))
    .option('--width <n>', 'numbers of a vector (default: the teacher’s)', wholeNumber(8, 4096))
    .option('--heads <n>', 'heads of attention (default: as wide as the teacher’s)', wholeNumber(1, 64))
    .addOption(
      new Option('--from <start>', 'begin with every k-th layer of the teacher, or from nothing').choices([
        'teacher',
        'scratch',
      ]),
    )
    .option('--temperature <t>', 'the higher, the more unlikely classes tell', numberWithin(0.1, 100), 2)
    .option('--hard-share <share>', 'how much labels count beside the teacher', numberWithin(0, 0.99), 0.3)
    .option('--vector-share <share>', 'how much the teacher’s vectors count; 0: not at all', numberWithin(0, 1000), 1)
    .addOption(deviceOption())
  return withTrainingOptions(task, {
    epochs: 5,
    batch: 32,
    rate: '2e-4, or 1e-3 from nothing',
    of: 'texts',
  }).action(action(distill))
}
