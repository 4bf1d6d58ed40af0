import { parseArgs } from 'node:util'
import { type AccuracyFigure, amazonFigures, movielensFigures } from './accuracy-figures.ts'
import { servingFigures } from './accuracy-speed.ts'
import type { Bench } from './figure.ts'

const title = 'Accuracy of recommendations on public data'

/** Every figure of accuracy, with the time of a fit and of an answer. Needs the data sets (ATTUNE_TEST_DATA). */
export async function run(options: { readonly progress?: (text: string) => void } = {}): Promise<AccuracyFigure[]> {
  const progress = options.progress ?? ((text: string) => console.error(text))
  const resamples = 1000
  return [
    ...(await movielensFigures({ progress, resamples })),
    ...(await amazonFigures({ progress, resamples })),
    ...(await servingFigures()),
  ]
}

/** @throws Error naming the figures of quality that miss what is asked; times are not judged */
export async function check(): Promise<void> {
  const options = { progress: () => {}, resamples: 0 }
  const missed = [...(await movielensFigures(options)), ...(await amazonFigures(options))].filter(
    ({ met, unit }) => met === false && unit === '',
  )
  if (missed.length > 0) throw new Error(`Missed: ${missed.map(line).join('; ')}`)
}

export const bench: Bench = { name: 'accuracy', title, data: ['movielens-1m', 'amazon-sequences'], run, check }

function line({ measure, value, unit, low, high, asked, met }: AccuracyFigure): string {
  const digits = unit === '' ? 4 : 2
  const interval = low === undefined || high === undefined ? '' : ` [${low.toFixed(4)}, ${high.toFixed(4)}]`
  const verdict = asked === undefined ? '' : `, asked ${asked}: ${met ? 'met' : 'missed'}`
  return `${measure}: ${value.toFixed(digits)}${unit && ` ${unit}`}${interval}${verdict}`
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, check: { type: 'boolean' } } })
  if (values.check) {
    await check()
    console.log('accuracy: every floor is reached')
  } else {
    const figures = await run()
    console.log(values.json ? JSON.stringify(figures, null, 2) : figures.map(line).join('\n'))
    if (figures.some(({ met }) => met === false)) process.exitCode = 1
  }
}
