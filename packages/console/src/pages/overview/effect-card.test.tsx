import type { Effect, Overview } from 'attune/api-types'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LocaleProvider } from '../../texts/locale.tsx'
import type { Language } from '../../texts/text.ts'
import { EffectCard } from './effect-card.tsx'

const effect = (lift: Effect['lift'], verdict: Effect['verdict']): Effect => ({
  metric: 'clicksPerPerson',
  treatment: 0.4,
  control: 0.3,
  lift,
  verdict,
})
const shown = (effects: readonly Effect[] | null, { language = 'en' as Language, p = 0.6 } = {}) => {
  const overview = {
    days: 28,
    effect: effects && {
      placement: 'home',
      treatment: 'personalised',
      control: 'popular',
      persons: { treatment: 900, control: 100 },
      sampleRatioP: p,
      effects,
    },
  } as unknown as Overview
  const html = renderToStaticMarkup(
    <LocaleProvider initial={language} now={() => 0} timeZone="UTC">
      <EffectCard overview={overview} />
    </LocaleProvider>,
  )
  return html.replaceAll('\u2060', '').replaceAll('\u00a0', ' ')
}

describe('the answer of the overview', () => {
  const good = effect({ value: 0.38, low: 0.31, high: 0.45 }, 'better')
  test('says how much, how sure, and against whom', () => {
    const html = shown([good])
    expect(html).toContain('Personalised vs popular')
    expect(html).toContain('People who saw personalised results clicked 38% more.')
    expect(html).toContain('The 95% interval is 31–45%; it leaves no room for zero.')
    expect(html).toContain('placement home, random control arm 10%')
    expect(html).toContain('1,000 people (100 in the control arm)')
    expect(html).toContain('class="headline good"')
  })
  test('says the same in Chinese', () => {
    const html = shown([good], { language: 'zh' })
    expect(html).toContain('看到个性化结果的人多点击 38%。')
    expect(html).toContain('95% 区间为 31%～45%，不含零。')
  })
  test('a harm is said as a harm', () => {
    const html = shown([effect({ value: -0.09, low: -0.12, high: -0.06 }, 'worse')])
    expect(html).toContain('People in “Personalised” clicked 9.0% less.')
    expect(html).toContain('class="headline bad"')
  })
  test('no verdict before the evidence, only the distance to one', () => {
    // Half-width 10 points, estimate 5: a quarter of the evidence, three more times 28 days.
    const html = shown([effect({ value: 0.05, low: -0.05, high: 0.15 }, 'undecided')])
    expect(html).toContain('No verdict yet. The 95% interval is −5% to +15% and still holds zero.')
    expect(html).toContain('25% of the evidence · about 84 more days at this pace')
    expect(html).toContain('class="headline soft"')
    expect(html).not.toContain('clicked')
  })
  test('arms of the wrong size cast doubt on everything', () => {
    expect(shown([good], { p: 0.0001 })).toContain('The arms do not have the sizes that were asked for.')
    expect(shown([good], { p: 0.01 })).not.toContain('sizes')
  })
  test('without a control arm it says why there is nothing, and where to go', () => {
    const html = shown(null)
    expect(html).toContain('No control arm yet')
    expect(html).toContain('href="#/placements"')
  })
})
