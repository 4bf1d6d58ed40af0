import { basename } from 'node:path'
import { sizeFact } from '../encoders/network-facts.ts'
import { persons } from '../finetune/text-card.ts'
import type { Card } from '../runs/run-record.ts'
import { runTexts } from '../runs/run-texts.ts'
import type { DistilSettings, Student } from './distil-into-student.ts'

interface Lessons extends Pick<DistilSettings, 'temperature' | 'hardShare' | 'vectorShare'> {
  /** Folder of the teacher. */
  readonly teacher: string
  /** Column of the labels, where they count. */
  readonly label: string | null
}

/** What a student is, from whom it learnt, and what it is for. */
export function studentCard({ shape, start, teacherParameters, labels, longest }: Student, settings: Lessons): Card {
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
