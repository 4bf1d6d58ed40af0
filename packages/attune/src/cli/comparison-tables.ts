import type { Comparison, EvaluatedModel } from '../api/schemas/evaluations.ts'
import { tableText } from './output.ts'

/** Measures of all models side by side with their intervals, differences to the first, and what each took. */
export function comparisonTables({ models, protocol, metric }: Comparison, cutoffs: readonly number[]): string {
  const lists = protocol !== 'ratings'
  const tables = lists
    ? cutoffs.map((k) => valuesTable(models, `lists of ${k}`, `@${k}`))
    : [valuesTable(models, 'ratings', '')]
  if (models.length > 1) {
    const table = differencesTable(models, lists ? metric : 'rmse')
    tables.push(table.includes(' ?') ? `${table}\n? the interval holds zero: undecided` : table)
  }
  tables.push(
    tableText(
      [
        { title: 'model' },
        { title: 'persons', align: 'right' },
        { title: 'fit, s', align: 'right' },
        { title: 'evaluate, s', align: 'right' },
      ],
      models.map(({ name, persons, fitSeconds, evaluateSeconds }) => [
        name,
        String(persons),
        fitSeconds.toFixed(2),
        evaluateSeconds.toFixed(2),
      ]),
    ),
  )
  return tables.join('\n\n')
}

function valuesTable(models: readonly EvaluatedModel[], title: string, ending: string): string {
  const keys = [...new Set(models.flatMap(({ metrics }) => Object.keys(metrics)))].filter((key) => key.endsWith(ending))
  return tableText(
    [{ title }, ...models.map(({ name }) => ({ title: name }))],
    keys.map((key) => [
      key,
      ...models.map(({ metrics, intervals }) => {
        const value = metrics[key]?.toFixed(4) ?? '–'
        const ends = intervals[key]
        return ends ? `${value} [${ends[0].toFixed(4)}, ${ends[1].toFixed(4)}]` : value
      }),
    ]),
  )
}

/** Differences to the first model at the length of the main metric, drawn over persons with what both did for them. */
function differencesTable(models: readonly EvaluatedModel[], metric: string): string {
  const [first, ...others] = models
  const ending = metric.replace(/^[a-z]+/, '')
  const keys = Object.keys(others[0]?.differences ?? {}).filter((key) => ending === '' || key.endsWith(ending))
  return tableText(
    [{ title: `less ${first?.name}` }, ...others.map(({ name }) => ({ title: name }))],
    keys.map((key) => [
      key,
      ...others.map(({ differences }) => {
        const { value = Number.NaN, low = Number.NaN, high = Number.NaN } = differences[key] ?? {}
        const sign = value > 0 ? '+' : ''
        return `${sign}${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]${low > 0 || high < 0 ? '' : ' ?'}`
      }),
    ]),
  )
}
