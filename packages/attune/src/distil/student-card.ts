import type { DistilSettings, Student } from './distil-into-student.ts'

/** The model card of a distilled classifier, in Markdown. */
export function studentCard(
  { shape, start, scores, trainableParameters, teacherParameters, labels, seconds, longest }: Student,
  { temperature, hardShare, vectorShare, epochs, batch, seed }: DistilSettings,
  {
    teacher,
    texts,
    file,
    labelled,
    test,
  }: {
    readonly teacher: string
    readonly texts: number
    readonly file: string
    readonly labelled: boolean
    readonly test: string | null
  },
): string {
  const number = (value: number): string => value.toLocaleString('en-US')
  const share = (of: number | undefined): string => (of === undefined ? '–' : of.toFixed(4))
  const counted = [
    `the teacher's probabilities at temperature ${temperature}`,
    ...(labelled && hardShare > 0 ? [`the labels (${hardShare})`] : []),
    ...(vectorShare > 0 ? [`the teacher's vectors (${vectorShare})`] : []),
  ]
  return `# Text classifier, distilled

| | student | teacher (${teacher}) |
|---|---|---|
| parameters | ${number(trainableParameters)} | ${number(teacherParameters)} |
| accuracy${test === null ? '' : ` on ${test}`} | ${share(scores?.student.accuracy)} | ${share(scores?.teacher.accuracy)} |
| macro F1 | ${share(scores?.student.macroF1)} | ${share(scores?.teacher.macroF1)} |

${shape.layers} layers of width ${shape.width}, begun from ${start === 'teacher' ? 'every k-th layer of the teacher' : 'nothing'}. Learnt from ${counted.join(', ')} on ${number(texts)} texts of ${file}:
${epochs} epochs, batches of ${batch}, ${longest} tokens at most, seed ${seed}, ${Math.round(seconds)} s.

Intended for texts like those it learnt from, to sort them into ${labels.length} classes. It makes the teacher's mistakes, and its own. Not for decisions about
persons without somebody who looks at them.
`
}
