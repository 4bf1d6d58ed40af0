import { basename, join } from 'node:path'
import { encodeSafetensors } from '@attune/learn'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { openClassifier } from '../finetune/open-classifier.ts'
import { readLabelledTexts } from '../finetune/read-labelled-texts.ts'
import type { RowFile } from '../finetune/read-rows.ts'
import { asJson, refuseFolderThatExists, writeFolder } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { readTexts } from '../pretrain/read-texts.ts'
import { defineRun, deviceSetting, optional } from '../runs/run-kind.ts'
import { scoresIn } from '../runs/scores-in.ts'
import { distilIntoStudent, type Student } from './distil-into-student.ts'
import { studentCard } from './student-card.ts'

const settingsSchema = z.strictObject({
  /** Folder of a classifier. */
  teacher: z.string(),
  texts: z.string(),
  /** Column of the texts. */
  text: z.string(),
  /** Column of the classes; null: only the teacher is heard. */
  label: optional(z.string()),
  /** Null: it is not tried. */
  test: optional(z.string()),
  layers: z.int().min(1).max(48),
  /** Null: the teacher's. */
  width: optional(z.int().min(8).max(4096)),
  heads: optional(z.int().min(1).max(64)),
  /** Null: with the teacher's layers where they fit. */
  start: optional(z.enum(['teacher', 'scratch'])),
  temperature: z.number().min(0.1).max(100),
  hardShare: z.number().min(0).max(0.99),
  vectorShare: z.number().min(0).max(1000),
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(1024),
  learningRate: optional(z.number().positive().max(10)),
  seed: z.int().min(0),
  threads: z.int().min(1).max(64),
  device: deviceSetting,
  /** A folder; null: that of the run. */
  out: optional(z.string()),
})
type Settings = z.infer<typeof settingsSchema>

const scores = ['accuracy', 'macroF1'] as const

/** `attune distill` */
export const distillRun = defineRun({
  settings: settingsSchema,
  files: ({ texts, test, teacher }) => [
    texts,
    ...(test === null ? [] : [test]),
    ...['classifier.json', 'tokenizer.json', 'model.safetensors'].map((file) => join(teacher, file)),
  ],
  async work(settings, context) {
    const { label, test: testFile } = settings
    const folder = settings.out ?? context.folder
    refuseFolderThatExists(folder)
    if (testFile !== null && label === null)
      throw attuneError('bad-parameter', 'With --test, say which column holds the labels: --label.', {
        details: { field: 'label' },
      })
    const teacher = openClassifier(settings.teacher)
    const { texts, labels, told } = await readLessons(settings)
    const test =
      testFile === null || label === null ? null : await readLabelledTexts(testFile, { text: settings.text, label })
    context.describe({
      counts: {
        trainTexts: texts.length,
        ...(test ? { testTexts: test.rows.length } : {}),
        classes: teacher.labels.length,
      },
      leftOut: [...told, ...(test?.leftOut ?? [])].map(leftOut),
      samplesPerStep: settings.batch,
    })
    const student = await distilIntoStudent(
      teacher,
      { texts, ...(labels ? { labels } : {}), ...(test ? { test: test.rows } : {}) },
      {
        ...settings,
        width: settings.width ?? undefined,
        heads: settings.heads ?? undefined,
        start: settings.start ?? undefined,
        learningRate: settings.learningRate ?? undefined,
      },
      context,
    )
    const figures = figuresOf(student)
    return {
      scores: scoresIn(student.scores?.student ?? {}, scores),
      ...(student.scores
        ? { baseline: { of: 'teacher', scores: { ...scoresIn(student.scores.teacher, scores) } } }
        : {}),
      ...(student.scores ? { perClass: { ...student.scores.student.perClass } } : {}),
      figures,
      trainableParameters: student.trainableParameters,
      card: studentCard(student, settings),
      model: folder,
      save: (card) => saveStudent(folder, student, settings, card),
    }
  },
})

async function readLessons({ texts, text, label }: Settings): Promise<{
  readonly texts: readonly string[]
  readonly labels?: readonly string[]
  readonly told: RowFile<unknown>['leftOut']
}> {
  if (label === null) {
    const { rows, leftOut: told } = await readTexts([texts], text)
    return { texts: rows, told }
  }
  const { rows, leftOut: told } = await readLabelledTexts(texts, { text, label })
  return { texts: rows.map((row) => row.text), labels: rows.map((row) => row.label), told }
}

function figuresOf({ scores: found, trainableParameters, teacherParameters, start }: Student) {
  return {
    ...(found
      ? {
          accuracy: { teacher: found.teacher.accuracy, student: found.student.accuracy },
          macroF1: { teacher: found.teacher.macroF1, student: found.student.macroF1 },
        }
      : {}),
    parameters: { teacher: teacherParameters, student: trainableParameters },
    start,
  }
}

function saveStudent(folder: string, student: Student, settings: Settings, card: string): void {
  const { shape, labels, longest, parameters, trainableParameters, seconds } = student
  const { texts: _, test: __, out: ___, ...kept } = settings
  const arrays = new Map([...parameters].map(([name, array]) => [name, { shape: [array.length], data: array }]))
  writeFolder(folder, {
    'model.safetensors': encodeSafetensors(arrays, { format: 'attune-classifier-1' }),
    'classifier.json': asJson({
      format: 'attune-classifier-1',
      shape,
      labels,
      settings: { ...kept, method: 'full', rank: 1, longest, teacher: basename(settings.teacher) },
      trainableParameters,
      seconds,
      ...(student.scores ? { report: student.scores.student } : {}),
      distilled: figuresOf(student),
    }),
    'tokenizer.json': JSON.stringify(student.tokenizerJson),
    'README.md': card,
  })
}
