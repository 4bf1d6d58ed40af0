import type { Interval } from '@attune/measure'
import type { UpliftJudgement } from '../uplift/judge-uplift.ts'
import { upliftTexts, upliftWarnings } from '../uplift/uplift-texts.ts'
import { estimateText } from './figures.ts'
import { printTable } from './output.ts'
import { say } from './tell.ts'

const withInterval = (interval: Interval | null): string => estimateText(interval, (value) => value.toFixed(4))

/** Both definitions of both areas by their names, the uplift of the best, and what a policy wins. */
export function printJudgement(judgement: UpliftJudgement, effect: Interval, lang: 'en' | 'zh'): void {
  const texts = upliftTexts[lang]
  const { scikitUplift, causalml, upliftAt, best30, units } = judgement
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
  say(`\n${texts.judgedOn(units.treated, units.control)}`)
  if (scikitUplift.qini && scikitUplift.qini.low <= 0) say(`\n${upliftWarnings['not-above-noise'][lang]}`)
}
