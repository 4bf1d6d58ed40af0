import type { Estimate } from '../api/schemas/common.ts'
import type { UpliftReport, UpliftSummary } from '../api/schemas/uplift.ts'
import { outcomeText, upliftTexts, upliftWarnings } from '../uplift/uplift-texts.ts'
import { estimateText, percent } from './figures.ts'
import { printTable } from './output.ts'
import { say } from './tell.ts'

const withInterval = (interval: Estimate | null): string => estimateText(interval, (value) => value.toFixed(4))

type Judged = Pick<UpliftReport, 'scikitUplift' | 'causalml'> & {
  readonly upliftAt: readonly { readonly share: number; readonly uplift: Estimate | null }[]
  readonly best30: { readonly overRandom: Estimate }
}

/** Both definitions of both areas by their names, the uplift of the best, and what a policy wins. */
export function printJudgement(
  { scikitUplift, causalml, upliftAt, best30 }: Judged,
  effect: Estimate,
  judgedOn: string,
  lang: 'en' | 'zh',
): void {
  const texts = upliftTexts[lang]
  printTable(
    [{ title: texts.measure }, { title: texts.value, align: 'right' }],
    [
      [texts.effect, withInterval(effect)],
      ['Qini (scikit-uplift)', withInterval(scikitUplift.qini)],
      ['AUUC (scikit-uplift)', withInterval(scikitUplift.auuc)],
      ['Qini (causalml)', withInterval(causalml.qini)],
      ['AUUC (causalml)', withInterval(causalml.auuc)],
      ...upliftAt.map(({ share, uplift }) => [texts.uplift(share), withInterval(uplift)]),
      [texts.overRandom, withInterval(best30.overRandom)],
    ],
  )
  say(`\n${judgedOn}`)
  if (scikitUplift.qini && scikitUplift.qini.low <= 0) say(`\n${upliftWarnings['not-above-noise'][lang]}`)
}

/** What was tried to refute the effect, and whether it stands. */
export function printRefutation(
  tests: readonly { readonly text: string; readonly effect: number; readonly passed: boolean }[],
  lang: 'en' | 'zh',
): void {
  const texts = upliftTexts[lang]
  printTable(
    [{ title: texts.refutation }, { title: texts.effect, align: 'right' }, { title: '' }],
    tests.map(({ text, effect, passed }) => [text, effect.toFixed(4), texts.passed[`${passed}`]]),
  )
}

/** Models of the workspace, one a line. */
export function printUpliftModels(models: readonly UpliftSummary[], lang: 'en' | 'zh'): void {
  const texts = upliftTexts[lang]
  printTable(
    texts.modelColumns.map((title) => ({ title })),
    models.map(({ id, state, of, treatment, control, outcome, metric, days, people, qini }) => [
      id,
      of.id,
      `${treatment} / ${control}`,
      texts.within(outcomeText(outcome, metric)[lang], days),
      state === 'finished' ? withInterval(qini) : texts.states[state],
      people === null ? '' : people.toLocaleString('en'),
    ]),
  )
}

/** What was found of a model of the workspace. */
export function printUpliftReport(report: UpliftReport, lang: 'en' | 'zh'): void {
  const texts = upliftTexts[lang]
  printJudgement(report, report.effect, texts.judgedOnPeople(report.people.judgedOn), lang)
  printTable(
    texts.groupColumns.map((title, at) => (at === 0 ? { title } : { title, align: 'right' as const })),
    report.groups.map(({ group, people, predicted, uplift }) => [
      String(group),
      people.toLocaleString('en'),
      predicted.toFixed(4),
      withInterval(uplift),
    ]),
  )
  const all = report.drivers.reduce((sum, { change }) => sum + change, 0)
  if (all > 0) say(`\n${texts.drivers}`)
  for (const { text, change } of report.drivers.slice(0, 5))
    if (change > 0) say(`  ${percent(change / all, 0)} ${text[lang]}`)
  printRefutation(
    report.refutation.map(({ text, ...test }) => ({ ...test, text: text[lang] })),
    lang,
  )
  for (const { code, text } of report.warnings) if (code !== 'not-above-noise') say(`\n${text[lang]}`)
}
