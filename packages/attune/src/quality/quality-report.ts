import type { QualityCheck, QualityReport } from '../api/schemas/quality.ts'
import type { Attune } from '../attune.ts'
import { measureDeclared } from './measure-declared.ts'
import { measureDrift } from './measure-drift.ts'
import { measureEvents } from './measure-events.ts'
import { measureFreshness } from './measure-freshness.ts'
import { measureItems } from './measure-items.ts'
import { measurePeople } from './measure-people.ts'
import { type Measured, qualityChecks, sections, verdictOf, verdicts } from './quality-checks.ts'
import { qualityTexts } from './quality-texts.ts'
import { whyTexts } from './why-texts.ts'

const windowMs = 28 * 86_400_000
/** The worst first. */
const severity = ['bad', 'look', 'ok', 'too-few'] as const

/**
 * How good the data of a workspace is: completeness, freshness, duplicates and drift, each with a verdict and what to do
 * about it. One query runs after the other, over 35 days at most (the habit of sources: 90), and what has to be opened or
 * compared one by one is bounded.
 */
export async function qualityReport(
  source: Pick<
    Attune,
    'clock' | 'config' | 'embeddings' | 'events' | 'identity' | 'items' | 'sources' | 'state' | 'vault'
  >,
  workspace: string,
): Promise<QualityReport> {
  const now = source.clock()
  const since = now - windowMs
  const measured = [
    ...(await measureEvents(source, workspace, since)),
    ...(await measureDeclared(source, workspace, since)),
    ...(await measureItems(source, workspace, since)),
    ...(await measurePeople(source, workspace)),
    ...(await measureFreshness(source, workspace, now, since)),
    ...(await measureDrift(source, workspace, now)),
  ]
  const checks = measured
    .map(checked)
    .toSorted(
      (a, b) =>
        sections.indexOf(a.section) - sections.indexOf(b.section) ||
        severity.indexOf(a.verdict) - severity.indexOf(b.verdict),
    )
  const count = (verdict: QualityCheck['verdict']) => checks.filter((check) => check.verdict === verdict).length
  return {
    at: new Date(now).toISOString(),
    verdicts: Object.fromEntries(verdicts.map((verdict) => [verdict, count(verdict)])) as QualityReport['verdicts'],
    checks,
  }
}

function checked(measured: Measured): QualityCheck {
  const { check, source, of, value, rows, at, examples = [] } = measured
  const { section, unit } = qualityChecks[check]
  const verdict = verdictOf(measured)
  const name = { en: qualityTexts.en.checks[check].name, zh: qualityTexts.zh.checks[check].name }
  const toDo = verdict === 'look' || verdict === 'bad'
  const advice = (lang: 'en' | 'zh'): string =>
    toDo ? qualityTexts[lang].checks[check].advice : qualityTexts[lang][verdict]
  return {
    section,
    check,
    name,
    source,
    of,
    value,
    unit,
    rows,
    lastEventAt: at === undefined ? null : new Date(at).toISOString(),
    examples: toDo ? [...examples] : [],
    verdict,
    why: whyTexts[check],
    advice: { en: advice('en'), zh: advice('zh') },
  }
}
