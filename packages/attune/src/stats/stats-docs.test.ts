import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { analyses } from './analyses.ts'
import { experimentAnalyses } from './experiment-analyses.ts'
import { analysisNamed, runAnalysis } from './run-analysis.ts'

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs')
const read = (file: string): string => readFileSync(join(docs, file), 'utf8')

/** Inputs of a page, by the analysis under whose heading they stand. */
const inputsIn = (text: string): readonly (readonly [string, string])[] =>
  text.split(/^### /m).flatMap((section, i) => {
    const [name = ''] = section.split('\n', 1)
    return i === 0 ? [] : [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => [name, json] as const)
  })

describe.each(['stats.md', 'stats.zh-CN.md'])('%s', (file) => {
  test.each(inputsIn(read(file)))('the input under %s works', (name, json) => {
    expect(runAnalysis(analysisNamed(name), json)).toBeTypeOf('object')
  })

  test('names every analysis, and shows an input of each of experiments', () => {
    const text = read(file)
    for (const { name } of analyses) expect(text).toContain(`\`${name}\``)
    const shown = new Set(inputsIn(text).map(([name]) => name))
    for (const { name } of experimentAnalyses) expect(shown).toContain(name)
  })
})

test('both languages show the same inputs', () => {
  const same = (file: string) => inputsIn(read(file)).map(([name, json]) => [name, JSON.parse(json)])
  expect(same('stats.md')).toEqual(same('stats.zh-CN.md'))
})

test('the public experiment of the page comes out as published', () => {
  const [, cookieCats = ''] = inputsIn(read('stats.md')).filter(([name]) => name === 'proportion')[1] ?? []
  const { pooled } = runAnalysis(analysisNamed('proportion'), cookieCats) as {
    readonly pooled: readonly [
      { readonly p: number; readonly difference: Readonly<Record<'value' | 'low' | 'high', number>> },
    ]
  }
  expect(pooled[0].difference.value).toBeCloseTo(-0.0082, 4)
  expect(pooled[0].difference.low).toBeCloseTo(-0.0133, 4)
  expect(pooled[0].difference.high).toBeCloseTo(-0.0031, 4)
  expect(pooled[0].p).toBeCloseTo(0.001554, 6)
})
