import { attuneError } from '../errors.ts'
import { analyses } from './analyses.ts'
import type { StatsAnalysis } from './stats-analysis.ts'

/** @throws AttuneError `unknown-analysis` */
export function analysisNamed(name: string): StatsAnalysis {
  const analysis = analyses.find((own) => own.name === name)
  if (analysis === undefined)
    throw attuneError(
      'unknown-analysis',
      `There is no such analysis. There are: ${analyses.map((own) => own.name).join(', ')}.`,
      {
        details: { field: 'analysis' },
      },
    )
  return analysis
}

/**
 * Runs an analysis on a JSON text. Bad input is thrown at once; of some analyses the result is a promise.
 *
 * @throws AttuneError `invalid-json`; `invalid-input` naming the fields that are wrong, never what stood in them;
 * MeasureError where the question itself makes no sense
 */
export function runAnalysis(analysis: StatsAnalysis, text: string): unknown {
  const parsed = analysis.input.safeParse(parse(text.replace(/^\uFEFF/, '')))
  if (!parsed.success) {
    const faults = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
    throw attuneError(
      'invalid-input',
      `${faults.join('; ')}. “attune stats ${analysis.name} --example” shows an input.`,
      {
        details: { fields: parsed.error.issues.slice(0, 20).map(({ path }) => path.join('.')) },
      },
    )
  }
  return analysis.run(parsed.data)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What the parser says repeats a piece of the text.
    throw attuneError('invalid-json', 'The input is not one valid JSON document.')
  }
}
