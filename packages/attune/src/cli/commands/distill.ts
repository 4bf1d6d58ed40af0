import { basename } from 'node:path'
import { encodeSafetensors, type WantedDevice } from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type DistilSettings, distilIntoStudent } from '../../distil/distil-into-student.ts'
import { studentCard } from '../../distil/student-card.ts'
import { attuneError } from '../../errors.ts'
import { openClassifier } from '../../finetune/open-classifier.ts'
import { readLabelledTexts } from '../../finetune/read-labelled-texts.ts'
import { asJson, refuseFolderThatExists, writeFolder } from '../../finetune/write-folder.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { readTexts, type TextFiles } from '../../pretrain/read-texts.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, progress } from '../output.ts'

interface DistillOptions extends CommonOptions, Omit<DistilSettings, 'start' | 'device'> {
  readonly teacher: string
  readonly texts: string
  readonly text: string
  readonly label?: string
  readonly test?: string
  readonly from?: 'teacher' | 'scratch'
  readonly out: string
  readonly device: WantedDevice
}

async function distill(options: DistillOptions): Promise<void> {
  const { out, text, label, test } = options
  refuseFolderThatExists(out)
  if (test !== undefined && label === undefined)
    throw attuneError('bad-parameter', 'With --test, say which column holds the labels: --label.', {
      details: { field: 'label' },
    })
  const teacher = openClassifier(options.teacher)
  const labelled = label === undefined ? undefined : await readLabelledTexts(options.texts, { text, label })
  const data = labelled ?? (await readTexts([options.texts], text))
  const texts = labelled ? labelled.rows.map((row) => row.text) : (data as TextFiles).texts
  for (const reason of data.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const tried =
    test === undefined || label === undefined ? {} : { test: (await readLabelledTexts(test, { text, label })).rows }
  const settings: DistilSettings = {
    layers: options.layers,
    width: options.width,
    heads: options.heads,
    start: options.from,
    temperature: options.temperature,
    hardShare: options.hardShare,
    vectorShare: options.vectorShare,
    epochs: options.epochs,
    batch: options.batch,
    learningRate: options.learningRate,
    seed: options.seed,
    threads: options.threads,
    device: await deviceFor(options.device),
  }
  const bar = progress({ title: `Distilling on ${texts.length} texts`, total: 1 })
  const student = await distilIntoStudent(
    teacher,
    { texts, ...(labelled ? { labels: labelled.rows.map((row) => row.label) } : {}), ...tried },
    settings,
    {
      clock: () => performance.now(),
      onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
    },
  )
  bar.stop(`Distilled in ${Math.round(student.seconds)} s`)
  const { scores, shape, labels, longest, parameters, trainableParameters, teacherParameters, seconds, start } = student
  const report = {
    ...(scores
      ? {
          accuracy: { teacher: scores.teacher.accuracy, student: scores.student.accuracy },
          macroF1: { teacher: scores.teacher.macroF1, student: scores.student.macroF1 },
        }
      : {}),
    parameters: { teacher: teacherParameters, student: trainableParameters },
    start,
    seconds,
  }
  const arrays = new Map([...parameters].map(([name, array]) => [name, { shape: [array.length], data: array }]))
  writeFolder(out, {
    'model.safetensors': encodeSafetensors(arrays, { format: 'attune-classifier-1' }),
    'classifier.json': asJson({
      format: 'attune-classifier-1',
      shape,
      labels,
      settings: { ...settings, method: 'full', rank: 1, longest, teacher: basename(options.teacher) },
      trainableParameters,
      seconds,
      ...(scores ? { report: scores.student } : {}),
      distilled: report,
    }),
    'tokenizer.json': JSON.stringify(student.tokenizerJson),
    'README.md': studentCard(student, settings, {
      teacher: basename(options.teacher),
      texts: texts.length,
      file: basename(options.texts),
      labelled: label !== undefined,
      test: test === undefined ? null : basename(test),
    }),
  })
  if (options.json) {
    printJson(report)
    return
  }
  if (scores)
    process.stdout.write(
      `accuracy: teacher ${scores.teacher.accuracy.toFixed(4)}, student ${scores.student.accuracy.toFixed(4)}\n`,
    )
  process.stdout.write(
    `${trainableParameters.toLocaleString('en-US')} parameters in the place of ${teacherParameters.toLocaleString('en-US')}. Written to ${out}, with a model card.\n`,
  )
}

const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!(text.trim() !== '' && value >= low && value <= high))
      throw new InvalidArgumentError(`a number from ${low} to ${high}`)
    return value
  }

/** `attune distill`: a small classifier that learns from a large one. */
export function distillCommand(): Command {
  return command('distill', 'teach a small classifier what a large one says of texts')
    .requiredOption('--teacher <folder>', 'a classifier that “attune finetune classify --out” has written')
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
    .option('--temperature <t>', 'the higher, the more unlikely classes tell', number(0.1, 100), 2)
    .option('--hard-share <share>', 'how much labels count beside the teacher', number(0, 0.99), 0.3)
    .option('--vector-share <share>', 'how much the teacher’s vectors count; 0: not at all', number(0, 1000), 1)
    .option('--epochs <n>', 'times that all texts are seen', wholeNumber(1, 1000), 5)
    .option('--batch <n>', 'texts in a batch', wholeNumber(1, 1024), 32)
    .option('--learning-rate <rate>', 'highest learning rate (default: 2e-4, or 1e-3 from nothing)', number(1e-9, 10))
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(deviceOption())
    .requiredOption('--out <folder>', 'write the student and its card to a new folder')
    .action(action(distill))
}
