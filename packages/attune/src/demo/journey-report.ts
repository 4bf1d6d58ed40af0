import { printTable } from '../cli/output.ts'
import type { DataJourney } from './data-journey.ts'
import type { JourneyTexts } from './journey-texts.ts'

/** The one JSON document of `attune demo --data DIR --json`. */
export function journeyDocument({ report, models, examples, seconds }: DataJourney, data: string): object {
  return {
    data,
    import: report,
    models: models.map(({ name, version, live, metrics, seconds: took }) => ({
      name,
      version,
      live,
      metrics,
      seconds: took,
    })),
    examples,
    seconds: Math.round(seconds * 10) / 10,
  }
}

const whole = new Intl.NumberFormat('en')

export function printJourney({ report, models, examples, seconds }: DataJourney, texts: JourneyTexts): void {
  const { rows, imported, evaluated, list } = texts
  const setAside = report.quarantined.reduce((sum, { count }) => sum + count, 0)
  const facts: readonly (readonly [string, number])[] = [
    [rows.read, report.read],
    [rows.stored, report.stored],
    [rows.duplicates, report.duplicates.inSource + report.duplicates.alreadyStored],
    [rows.setAside, setAside],
    [rows.persons, report.persons],
    [rows.items, report.items.stored],
  ]
  process.stdout.write('\n')
  printTable(
    [{ title: imported }, { title: '', align: 'right' }],
    facts.map(([name, count]) => [name, whole.format(count)]),
  )
  process.stdout.write('\n')
  printTable(
    evaluated.map((title) => ({ title })),
    models.map(({ name, version, metrics }) => {
      const ndcg = metrics?.['ndcg@10']
      const figure = ndcg ? `${ndcg.value.toFixed(4)} [${ndcg.low.toFixed(4)}, ${ndcg.high.toFixed(4)}]` : ''
      return [`${name} ${version}`, figure]
    }),
  )
  for (const { userId, last, recommended } of examples) {
    process.stdout.write(`\n${texts.person(userId)}\n${texts.liked(last)}\n`)
    printTable(
      list.map((title) => ({ title })),
      recommended.map(({ title, reason }, at) => [String(at + 1), title, reason ?? '']),
    )
  }
  process.stdout.write(`\n${texts.done(seconds.toFixed(1))}\n`)
}
