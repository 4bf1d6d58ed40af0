import type { Fairness } from '../api/schemas/fairness.ts'
import { restName } from './group-items.ts'

/** What the groups put together are called. */
export const restTexts = { en: 'the others', zh: '其他' } as const

const percent = (value: number): string => `${Math.round(100 * value)}%`

type Alarm = Pick<Fairness['alarms'][number], 'measure' | 'certainty' | 'value' | 'limit'>

const measured = {
  exposure: {
    en: 'the group that is shown least for what it merits gets',
    zh: '相对其应得份额曝光最少的一组，只得到曝光最多一组的',
  },
  personalised: {
    en: 'the group of people with the least personal answers gets them',
    zh: '获得个性化结果最少的人群，其比例为最高人群的',
  },
  clicked: {
    en: 'the group of people that clicks least does so',
    zh: '点击最少的人群，其点击率为最高人群的',
  },
} as const

/** An alarm as a sentence. */
export function alarmText({ measure, certainty, value, limit }: Alarm): { readonly en: string; readonly zh: string } {
  const [ratio, least] = [percent(value.value), percent(limit)]
  const surely = certainty === 'certain'
  return {
    en: `${surely ? 'Surely' : 'Perhaps'} unequal: ${measured[measure].en} ${ratio} of what the other end gets; below ${least} it should be looked at.${surely ? '' : ' It may be chance: look again with more data.'}`,
    zh: `${surely ? '确实' : '可能'}不均衡：${measured[measure].zh} ${ratio}，低于 ${least} 就应当检查。${surely ? '' : '也可能是偶然，请在数据更多时再看。'}`,
  }
}

const warnings: Readonly<Record<string, (group: string) => { readonly en: string; readonly zh: string }>> = {
  'small-group': (group) => ({
    en: `“${group}” is too small to be compared.`,
    zh: `「${group}」数量太少，不参与比较。`,
  }),
  'no-merit': (group) => ({
    en: `“${group}” has no merit by this measure, so no exposure can be called its own.`,
    zh: `「${group}」在该口径下没有应得份额，无法比较。`,
  }),
  'too-few-groups': () => ({
    en: 'Fewer than two groups are large enough to be compared.',
    zh: '足够大的分组不足两个，无法比较。',
  }),
  'no-positives': () => ({
    en: 'It happened to nobody, so there is no ratio.',
    zh: '没有任何人发生该情况，因此没有比值。',
  }),
  'put-together': () => ({
    en: 'There are more groups than can be told apart; those that merit least are put together.',
    zh: '分组过多，无法逐一区分；应得最少的已合并为一组。',
  }),
  'nothing-seen': () => ({
    en: 'Nothing of these groups was seen in this time.',
    zh: '这段时间内没有展示过这些分组的商品。',
  }),
}

/** A warning with its sentence. */
export function fairnessWarning(code: string, group: string | null = null): Fairness['warnings'][number] {
  const rest = group === restName
  const [en, zh] = rest ? [restTexts.en, restTexts.zh] : [group ?? '', group ?? '']
  const said = (name: string) => warnings[code]?.(name) ?? { en: code, zh: code }
  return { code, group: rest ? null : group, en: said(en).en, zh: said(zh).zh }
}
