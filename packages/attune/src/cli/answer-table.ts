import type { Answer, AnsweredLine } from '../predict/answer-lines.ts'
import type { LikelyLabel, Predictor } from '../predict/predictor.ts'
import { type Column, displayWidth } from './output.ts'

export interface AnswerTable {
  readonly columns: readonly Column[]
  readonly cells: (line: AnsweredLine) => readonly string[]
}

/** How answers look to people. */
export function answerTable(kind: Predictor['kind'], label?: string): AnswerTable {
  const head: readonly Column[] =
    kind === 'chance'
      ? [{ title: 'line', align: 'right' }, { title: 'row' }]
      : [{ title: 'line', align: 'right' }, { title: 'text' }]
  const figures = (...titles: readonly string[]): readonly Column[] =>
    titles.map((title) => ({ title, align: 'right' as const }))
  const own: Readonly<Record<Predictor['kind'], readonly Column[]>> = {
    classify: [{ title: 'label' }, ...figures('probability', 'out of scope'), { title: 'likeliest' }],
    label: [{ title: 'labels' }, { title: 'likeliest' }],
    score: [{ title: 'second' }, ...figures('value')],
    tag: [{ title: 'entities' }],
    similar: [{ title: 'alike' }],
    rank: figures('score'),
    chance: figures(label ?? 'probability'),
  }
  return {
    columns: [...head, ...own[kind]],
    cells: (line) => [
      String(line.line),
      kind === 'chance' ? rowText(line) : shortened(line.text ?? ''),
      ...(line.answer ? cellsOf(line.answer, line) : ['(empty)']),
    ],
  }
}

function cellsOf(answer: Answer, { second }: AnsweredLine): readonly string[] {
  if ('outOfScope' in answer)
    return [answer.label, figure(answer.probability), figure(answer.outOfScope), likelyText(answer.top)]
  if ('labels' in answer) return [likelyText(answer.labels) || '–', likelyText(answer.top)]
  if ('value' in answer) return [shortened(second ?? ''), figure(answer.value)]
  if ('entities' in answer)
    return [
      answer.entities.map(({ start, end, label, text }) => `${text} [${start}–${end}] ${label}`).join(', ') || '–',
    ]
  if ('vector' in answer) {
    const first = Array.from(answer.vector.slice(0, 3), figure).join(', ')
    return [`${first}, … (${answer.vector.length} numbers; --json or --out has all)`]
  }
  if ('alike' in answer)
    return [answer.alike.map(({ text, cosine }) => `${shortened(text)} ${figure(cosine)}`).join(' · ')]
  return [figure('score' in answer ? answer.score : answer.probability)]
}

const figure = (value: number): string => value.toFixed(4)
const likelyText = (list: readonly LikelyLabel[] = []): string =>
  list.map(({ label, probability }) => `${label} ${figure(probability)}`).join(', ')
const rowText = ({ row = {} }: AnsweredLine): string =>
  shortened(
    Object.values(row)
      .map((value) => String(value ?? ''))
      .join(', '),
  )

const widest = 48

/** One line, at most so many columns of a terminal. */
function shortened(text: string): string {
  const flat = text
    .slice(0, 4 * widest)
    .replace(/\s+/g, ' ')
    .trim()
  if (displayWidth(flat) <= widest) return flat
  let cut = ''
  let width = 1
  for (const character of flat) {
    width += displayWidth(character)
    if (width > widest) break
    cut += character
  }
  return `${cut}…`
}
