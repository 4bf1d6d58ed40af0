import type { RunOutcome } from '../runs/run-kind.ts'
import type { UpliftSettings } from './uplift-settings.ts'
import { outcomeText } from './uplift-texts.ts'

/** What is said of a model of uplift on its card. */
export function upliftCard({
  treatment,
  control,
  outcome,
  metric,
  days,
}: Pick<UpliftSettings, 'treatment' | 'control' | 'outcome' | 'metric' | 'days'>): RunOutcome['card'] {
  const what = outcomeText(outcome, metric)
  return {
    task: { en: 'Whom a treatment moves', zh: '处理对谁有效' },
    facts: [
      {
        name: { en: 'treatment', zh: '处理' },
        value: { en: `“${treatment}” against “${control}”`, zh: `“${treatment}”对比“${control}”` },
      },
      {
        name: { en: 'outcome', zh: '结果' },
        value: { en: `${what.en}, ${days} days from the first exposure`, zh: `首次曝光后 ${days} 天内的${what.zh}` },
      },
    ],
    intended: {
      en: 'choosing whom to treat in the same way again, at a cost and a value, among people like those of the experiment.',
      zh: '按成本与价值，从与实验人群相似的人中选择再次投放的对象。',
    },
    limits: {
      en: 'another treatment, another time of the year, or decisions about single people: it orders many, and is uncertain about each.',
      zh: '其他处理、其他时期，或针对个人的决定：它适合对多数人排序，对单个人并不确定。',
    },
  }
}
