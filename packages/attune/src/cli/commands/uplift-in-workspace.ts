import type { UpliftSegment, UpliftTargets } from '../../api/schemas/uplift.ts'
import { upliftTexts } from '../../uplift/uplift-texts.ts'
import { estimateText, percent } from '../figures.ts'
import { say, tell } from '../tell.ts'
import type { UpliftOptions } from './uplift-options.ts'

export interface InWorkspaceOptions extends UpliftOptions {
  readonly model: string
  readonly value: number
  readonly cost: number
  readonly seenWithin?: number
  readonly purpose?: 'advertising' | 'personalisation'
  readonly segment?: string
  readonly title?: string
}

const usualDays = 90

/** Whom it pays to treat among people there are now, by a model of the workspace; kept as a segment where one is named. */
export async function targetInWorkspace(options: InWorkspaceOptions): Promise<void> {
  const { model, value, cost, seenWithin: seenWithinDays, purpose, segment, title, lang } = options
  const path = `/v1/uplift/${encodeURIComponent(model)}`
  const economics = { value, cost, seenWithinDays, purpose }
  await tell(
    options,
    async (api) => {
      const targets = await api.request<UpliftTargets>('POST', `${path}/targets`, economics)
      const kept =
        segment === undefined
          ? null
          : await api.request<UpliftSegment>('POST', `${path}/segment`, {
              ...economics,
              segment,
              title: title ?? segment,
            })
      return { ...targets, kept }
    },
    ({ share, profit, profitOfEverybody, people, chosen, expected, warnings, kept }) => {
      const texts = upliftTexts[lang]
      const money = (of: typeof profit, digits: number): string => estimateText(of, (one) => one.toFixed(digits))
      say(texts.treat(percent(share.value), `${percent(share.low)} – ${percent(share.high)}`))
      say(texts.profit(money(profit, 4), money(profitOfEverybody, 4)))
      say(texts.among(chosen, people, seenWithinDays ?? usualDays))
      say(texts.expected(money(expected.chosen, 0), money(expected.random, 0), money(expected.everybody, 0)))
      if (kept) say(texts.kept(kept.segment, kept.members))
      for (const { text } of warnings) say(`\n${text[lang]}`)
    },
  )
}
