import type { Command } from 'commander'
import type { QualityCheck, QualityReport } from '../../api/schemas/quality.ts'
import { sections } from '../../quality/quality-checks.ts'
import { type QualityTexts, qualityTexts } from '../../quality/quality-texts.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface QualityOptions extends CommonOptions {
  readonly all?: boolean
  readonly source?: string
  readonly lang: 'en' | 'zh'
}

const count = new Intl.NumberFormat('en')

function valueText({ value, unit }: QualityCheck, { times }: QualityTexts): string {
  if (value === null) return '–'
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)}%`
    case 'seconds':
      return value < 120
        ? `${value.toFixed(1)} s`
        : value < 7200
          ? `${(value / 60).toFixed(0)} min`
          : `${(value / 3600).toFixed(1)} h`
    case 'times':
      return times(value.toFixed(1))
    case 'index':
      return value.toFixed(3)
  }
}

function printChecks(checks: readonly QualityCheck[], lang: 'en' | 'zh'): void {
  const texts = qualityTexts[lang]
  for (const section of sections) {
    const of = checks.filter((check) => check.section === section)
    if (of.length === 0) continue
    process.stdout.write(`\n${texts.sections[section]}\n\n`)
    printTable(
      texts.columns.map((title, at) => ({ title, align: at === 3 || at === 4 ? 'right' : 'left' })),
      of.map((check) => [
        check.name[lang],
        check.source ?? texts.everywhere,
        check.of ?? '',
        valueText(check, texts),
        count.format(check.rows),
        texts.verdicts[check.verdict],
      ]),
    )
    const toDo = of.filter(({ verdict }) => verdict === 'look' || verdict === 'bad')
    for (const [name, same] of Map.groupBy(toDo, (check) => check.name[lang])) {
      const examples = same.flatMap((check) => check.examples).slice(0, 5)
      process.stdout.write(
        `\n${name}: ${same[0]?.advice[lang] ?? ''}${examples.length > 0 ? ` (${examples.join(', ')})` : ''}`,
      )
    }
    if (toDo.length > 0) process.stdout.write('\n')
  }
}

async function quality(options: QualityOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const report = await api.request<QualityReport>('GET', '/v1/quality')
    const { source, all, lang } = options
    const wanted = report.checks.filter((check) => source === undefined || check.source === source)
    if (options.json) return printJson({ ...report, checks: wanted })
    const texts = qualityTexts[lang]
    const { bad, look, ok, 'too-few': tooFew } = report.verdicts
    process.stdout.write(`${texts.summary(bad, look, ok, tooFew)}\n`)
    const shown = wanted.filter(({ verdict }) => all === true || verdict === 'bad' || verdict === 'look')
    if (shown.length === 0) process.stdout.write(`${texts.allWell}\n`)
    printChecks(shown, lang)
    if (shown.length < wanted.length) process.stdout.write(`\n${texts.more}\n`)
  } finally {
    await api.close()
  }
}

/** `attune quality`: how complete, fresh, free of duplicates and steady the data is, and what to do about it. */
export function qualityCommand(): Command {
  return command('quality', 'how complete, fresh, free of duplicates and steady the data is')
    .option('--source <name>', 'only what is measured of this source')
    .option('--all', 'also what is in order and what has too few data')
    .addOption(languageOption())
    .action(action(quality))
}
