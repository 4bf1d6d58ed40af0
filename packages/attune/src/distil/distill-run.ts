import { basename, join } from 'node:path'
import { encodeSafetensors } from '@attune/learn'
import { z } from 'zod'
import { sizeFact } from '../encoders/network-facts.ts'
import { attuneError } from '../errors.ts'
import { persons, scoresIn } from '../finetune/finetune-run.ts'
import { openClassifier } from '../finetune/open-classifier.ts'
import { readLabelledTexts } from '../finetune/read-labelled-texts.ts'
import type { RowFile } from '../finetune/read-rows.ts'
import { asJson, refuseFolderThatExists, writeFolder } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { readTexts } from '../pretrain/read-texts.ts'
import { defineRun, deviceSetting, optional } from '../runs/run-kind.ts'
import type { Card } from '../runs/run-record.ts'
import { runTexts } from '../runs/run-texts.ts'
import { distilIntoStudent, type Student } from './distil-into-student.ts'

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
      card: cardOf(student, settings),
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

function cardOf({ shape, start, teacherParameters, labels, longest }: Student, settings: Settings): Card {
  const { temperature, hardShare, vectorShare } = settings
  const labelled = settings.label !== null && hardShare > 0
  const parameters = teacherParameters.toLocaleString('en-US')
  const name = basename(settings.teacher)
  return {
    task: runTexts.kinds.distill,
    facts: [
      sizeFact('encoder', shape),
      {
        name: { en: 'begun from', zh: '起点' },
        value:
          start === 'teacher'
            ? { en: 'every k-th layer of the teacher', zh: '教师模型每隔若干层取一层' }
            : { en: 'nothing, with the teacher’s vocabulary', zh: '从零开始，沿用教师模型的词表' },
      },
      {
        name: { en: 'teacher', zh: '教师模型' },
        value: { en: `${name}, ${parameters} parameters`, zh: `${name}，参数量 ${parameters}` },
      },
      {
        name: { en: 'learnt from', zh: '学习目标' },
        value: {
          en: [
            `the teacher’s probabilities at temperature ${temperature}`,
            ...(labelled ? [`the labels (${hardShare})`] : []),
            ...(vectorShare > 0 ? [`the teacher’s vectors (${vectorShare})`] : []),
          ].join(', '),
          zh: [
            `教师模型在温度 ${temperature} 下的概率`,
            ...(labelled ? [`标签（${hardShare}）`] : []),
            ...(vectorShare > 0 ? [`教师模型的向量（${vectorShare}）`] : []),
          ].join('、'),
        },
      },
      {
        name: { en: 'tokens of a text that are read', zh: '每条文本读取的词元数' },
        value: { en: `${longest} at most`, zh: `最多 ${longest}` },
      },
    ],
    examples: [],
    intended: {
      en: `texts like those it learnt from, to be sorted into ${labels.length} classes.`,
      zh: `与训练文本同类型的文本，把它们分到 ${labels.length} 个类别。`,
    },
    limits: {
      en: `texts that belong to none of the classes; it makes the teacher’s mistakes, and its own. Nor for ${persons.en}`,
      zh: `不属于任何类别的文本；教师模型会犯的错它也会犯，还会有自己的错误。${persons.zh}`,
    },
  }
}
