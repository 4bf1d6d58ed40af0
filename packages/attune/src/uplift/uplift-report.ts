import { armScores, type Interval, qiniBand, upliftGroups } from '@attune/measure'
import type { UpliftReport } from '../api/schemas/uplift.ts'
import { judgeUplift, typedUnits } from './judge-uplift.ts'
import type { TrainedUplift } from './train-uplift.ts'
import { featureText, sentencesOf, upliftTexts, type upliftWarnings } from './uplift-texts.ts'

/** What was found of a model, for whoever decides by it: figures alone, of groups of twenty people and more. */
export function upliftReport(trained: TrainedUplift, people: { readonly of: number }): UpliftReport {
  const { model, effect, balance, refutation, drivers } = trained
  const { judged } = model
  const units = typedUnits(judged)
  const judgement = judgeUplift(judged)
  const { scikitUplift, causalml, upliftAt, best30 } = judgement
  const treatedAside = judgement.units.treated
  const all = { treated: trained.units.treated, control: trained.units.control }
  const codes: { readonly code: keyof typeof upliftWarnings }[] = [
    ...judgement.warnings,
    ...balance.warnings,
    ...(refutation?.warnings ?? []),
    ...(scikitUplift.qini && scikitUplift.qini.low <= 0 ? [{ code: 'not-above-noise' as const }] : []),
    ...(people.of > all.treated + all.control ? [{ code: 'drawn' as const }] : []),
  ]
  return {
    people: {
      ...all,
      of: people.of,
      learntFrom: model.rows,
      judgedOn: treatedAside + judgement.units.control,
    },
    effect: plain(effect),
    scikitUplift: { qini: orNull(scikitUplift.qini), auuc: orNull(scikitUplift.auuc) },
    causalml: { qini: orNull(causalml.qini), auuc: orNull(causalml.auuc) },
    curve: qiniBand(units).map(({ share, gain, random }) => ({ share, gain: plain(gain), random })),
    groups: upliftGroups(units.scores, armScores(units, units)).map(({ group, units: count, predicted, uplift }) => ({
      group,
      people: count,
      predicted,
      uplift: plain(uplift),
    })),
    upliftAt: upliftAt.map(({ share, uplift }) => ({ share, uplift: orNull(uplift) })),
    best30: {
      overNobody: plain(best30.overNobody),
      overEverybody: plain(best30.overEverybody),
      overRandom: plain(best30.overRandom),
    },
    balance: {
      features: balance.features.map(({ feature, treated, control, standardisedDifference }) => ({
        feature,
        text: featureText(feature),
        treated,
        control,
        difference: standardisedDifference,
      })),
      overlap: balance.overlap,
    },
    refutation: (refutation?.tests ?? []).map((test) => ({
      ...test,
      text: { en: upliftTexts.en.tests[test.name], zh: upliftTexts.zh.tests[test.name] },
    })),
    drivers: drivers.map((driver) => ({ ...driver, text: featureText(driver.feature) })),
    warnings: sentencesOf(codes).map(({ code, en, zh }) => ({ code, text: { en, zh } })),
  }
}

const plain = ({ value, low, high }: Interval) => ({ value, low, high })
const orNull = (interval: Interval | null) => interval && plain(interval)
