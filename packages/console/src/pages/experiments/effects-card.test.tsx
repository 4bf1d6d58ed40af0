import type { ExperimentResultsView } from 'attune/api-types'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LocaleProvider } from '../../texts/locale.tsx'
import type { Language } from '../../texts/text.ts'
import { EffectsCard } from './effects-card.tsx'

const effect = (value: number, half: number | null) => ({
  value,
  low: half === null ? null : value - half,
  high: half === null ? null : value + half,
  standardError: 0.01,
  p: 0.2,
})

const results = (relative: ReturnType<typeof effect> | null, verdict: string, better: 'up' | 'down' = 'up') =>
  ({
    metrics: [
      {
        metric: 'buyers',
        title: 'People who order · 下单的人',
        role: 'goal',
        margin: null,
        adjustedP: { b: 0.0002 },
        novelty: { b: null },
        analysis: {
          kind: 'proportion',
          level: 0.9,
          better,
          control: { variation: 'a', units: 1_000, value: 0.1 },
          treatments: [
            {
              variation: 'b',
              units: 1_010,
              value: 0.12,
              relative,
              absolute: effect(0.02, 0.01),
              scale: 'relative',
              chanceToWin: 0.993,
              varianceReduction: null,
              verdict,
            },
          ],
        },
      },
    ],
  }) as unknown as ExperimentResultsView

const shown = (given: ExperimentResultsView, language: Language = 'en', query: Record<string, string> = {}) =>
  renderToStaticMarkup(
    <LocaleProvider initial={language} now={() => 0} timeZone="UTC">
      <EffectsCard results={given} route={{ path: ['experiments', 'x'], query: new Map(Object.entries(query)) }} />
    </LocaleProvider>,
  )
    .replaceAll('\u2060', '')
    .replaceAll('\u00a0', ' ')

describe('effects of an experiment', () => {
  test('say how much, how sure at which level, and against how many', () => {
    const html = shown(results(effect(0.2, 0.12), 'better'))
    expect(html).toContain('aria-label="b: +20%, 90% interval +8% to +32%"')
    expect(html).toContain('tone-good')
    expect(html).toContain('<small>better</small>')
    expect(html).toContain('99.3%')
    expect(html).toContain('&lt; 0.001')
  })
  test('say the same in Chinese, absolute ones in percentage points', () => {
    const html = shown(results(effect(0.2, 0.12), 'better'), 'zh', { scale: 'absolute' })
    expect(html).toContain('下单的人')
    expect(html).toContain('aria-label="b: +2.0 个百分点, 90% 区间 +1.0～+3.0 个百分点"')
  })
  test('of what should fall are bad when they rise', () => {
    expect(shown(results(effect(0.2, 0.12), 'worse', 'down'))).toContain('tone-bad')
  })
  test('without an interval are not drawn, and no NaN is shown', () => {
    for (const none of [null, effect(0.2, null)]) {
      const html = shown(results(none, 'unknown'))
      expect(html).toContain('No interval can be given yet')
      expect(html).not.toMatch(/class="iv tone|NaN|null/)
    }
  })
})
