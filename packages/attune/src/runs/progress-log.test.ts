import { appendFileSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProgressLog, readProgress } from './progress-log.ts'

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'attune-progress-')), 'progress.jsonl')
const said = (step: number, steps: number, judgement?: number) => ({
  step,
  steps,
  loss: step,
  learningRate: 0.1,
  stepsPerSecond: 2,
  secondsLeft: steps - step,
  ...(judgement === undefined ? {} : { judgement }),
})

test('a curve of any length stays small, covers the whole, and its points are means of equally many steps', () => {
  const path = newFile()
  const log = openProgressLog(path, 0, 100)
  const steps = 10_000
  for (let step = 1; step <= steps; step++) log.add(said(step, steps, step % 10 === 0 ? step / steps : undefined), step)
  log.close()
  const { points, judgements } = readProgress(path)
  expect(points.length).toBeGreaterThan(50)
  expect(points.length).toBeLessThanOrEqual(100)
  expect(judgements.length).toBeLessThanOrEqual(100)
  expect(statSync(path).size).toBeLessThan(30_000)
  expect(points.at(-1)).toMatchObject({ step: steps, seconds: steps, secondsLeft: 0 })
  expect(judgements.at(-1)).toEqual({ step: steps, judgement: 1 })
  // The loss of step n is n, so a point over steps a to b is their middle.
  const whole = points.slice(0, -1)
  for (const [i, { step, loss }] of whole.entries())
    expect(loss).toBeCloseTo(((whole[i - 1]?.step ?? 0) + 1 + step) / 2, 9)
})

test('what is said after the last whole line stays for the end', () => {
  const path = newFile()
  const log = openProgressLog(path, 0, 4)
  for (let step = 1; step <= 7; step++) log.add(said(step, 100), step)
  expect(readProgress(path).points.at(-1)?.step).toBe(6)
  log.close()
  expect(readProgress(path).points.at(-1)).toMatchObject({ step: 7, loss: 7 })
})

test('gone on with, it forgets the steps that are made again, and a line that was cut in two', () => {
  const path = newFile()
  const first = openProgressLog(path, 0)
  for (let step = 1; step <= 5; step++) first.add(said(step, 9, step), step)
  appendFileSync(path, '{"step":6,"ste')
  const second = openProgressLog(path, 3)
  for (let step = 4; step <= 9; step++) second.add({ ...said(step, 9), loss: 100 + step }, step)
  second.close()
  const { points, judgements } = readProgress(path)
  expect(points.map(({ loss }) => loss)).toEqual([1, 2, 3, 104, 105, 106, 107, 108, 109])
  expect(judgements.map(({ step }) => step)).toEqual([1, 2, 3])
  expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true)
})
