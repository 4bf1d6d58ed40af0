import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { FitProgress } from '@attune/learn'
import { z } from 'zod'
import { replaceDurably } from '../store/durable-files.ts'
import { halve } from './thin.ts'

const pointSchema = z.object({
  /** The last of the steps that it stands for. */
  step: z.int(),
  steps: z.int(),
  /** Mean over those steps. */
  loss: z.number(),
  learningRate: z.number(),
  stepsPerSecond: z.number(),
  /** Worked until then, over all times that the run was taken up. */
  seconds: z.number(),
  secondsLeft: z.number(),
})
const judgementSchema = z.object({ step: z.int(), judgement: z.number() })

export type ProgressPoint = z.infer<typeof pointSchema>
export type Judgement = z.infer<typeof judgementSchema>

export interface Progress {
  readonly points: readonly ProgressPoint[]
  readonly judgements: readonly Judgement[]
}

/** Lines of each of the two kinds, which there are fewer of; even. A file of twice as many is some hundred kilobytes. */
const mostLines = 1000

/** Two points as one: of the later step, with the mean loss. */
export const mergePoints = (earlier: ProgressPoint, later: ProgressPoint): ProgressPoint => ({
  ...later,
  loss: (earlier.loss + later.loss) / 2,
})

/** Reads `progress.jsonl`; a line that a kill cut in two is left out. No file is no progress. */
export function readProgress(path: string): Progress {
  const points: ProgressPoint[] = []
  const judgements: Judgement[] = []
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const value = parsed(line)
    if (typeof value !== 'object' || value === null) continue
    if ('judgement' in value) {
      const judgement = judgementSchema.safeParse(value)
      if (judgement.success) judgements.push(judgement.data)
    } else {
      const point = pointSchema.safeParse(value)
      if (point.success) points.push(point.data)
    }
  }
  return { points, judgements }
}

export interface ProgressLog {
  /**
   * Takes in what `fit` says of a step.
   *
   * @param seconds worked until then
   * @returns what was written of it, for others who keep a log: a point every few steps, and each judgement
   */
  add(progress: FitProgress, seconds: number): { readonly point?: ProgressPoint; readonly judgement?: Judgement }
  /** Writes the steps that have no line yet. */
  close(): void
}

/**
 * The curve of a run as a file of JSON lines, bounded however many steps there are: when there are too many lines neighbours are
 * merged, and from then on a line stands for twice as many steps. It goes on after `step`; what the file says of later steps is
 * dropped, for they are made again.
 */
export function openProgressLog(path: string, step: number, most = mostLines): ProgressLog {
  const known = readProgress(path)
  let points = known.points.filter((point) => point.step <= step)
  let judgements = known.judgements.filter((one) => one.step <= step)
  /** Steps of a line. */
  let stride = points.length > 1 ? (points[1] as ProgressPoint).step - (points[0] as ProgressPoint).step : 1
  let waiting: ProgressPoint[] = []
  // A line that a kill cut in two must not become the beginning of the next.
  if (existsSync(path)) rewrite()

  function rewrite(): void {
    const lines = [...points, ...judgements].sort((a, b) => a.step - b.step).map((one) => `${JSON.stringify(one)}\n`)
    replaceDurably(path, Buffer.from(lines.join('')))
  }
  function bound(): boolean {
    const [manyPoints, manyJudgements] = [points.length >= most, judgements.length >= most]
    if (manyPoints) {
      points = halve(points, mergePoints)
      stride *= 2
    }
    if (manyJudgements) judgements = halve(judgements, (_, later) => later)
    return manyPoints || manyJudgements
  }
  function flush(): ProgressPoint | undefined {
    const last = waiting.at(-1)
    if (!last) return undefined
    const point = { ...last, loss: waiting.reduce((sum, { loss }) => sum + loss, 0) / waiting.length }
    waiting = []
    points.push(point)
    return point
  }
  return {
    add({ step: at, steps, loss, learningRate, stepsPerSecond, secondsLeft, judgement: value }, seconds) {
      waiting.push({ step: at, steps, loss, learningRate, stepsPerSecond, seconds, secondsLeft })
      const point = waiting.length >= stride || at === steps ? flush() : undefined
      const judgement = value === undefined ? undefined : { step: at, judgement: value }
      if (judgement) judgements.push(judgement)
      if (bound()) rewrite()
      else
        for (const line of [point, judgement])
          if (line) appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 })
      return { ...(point ? { point } : {}), ...(judgement ? { judgement } : {}) }
    },
    close() {
      const point = flush()
      if (point) appendFileSync(path, `${JSON.stringify(point)}\n`, { mode: 0o600 })
    },
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
