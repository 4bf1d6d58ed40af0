import type { AttributionView } from 'attune/api-types'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LocaleProvider } from '../../texts/locale.tsx'
import type { Language } from '../../texts/text.ts'
import { CreditsCard } from './credits-card.tsx'
import { methods } from './methods.ts'
import { TruthCard } from './truth-card.tsx'

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half })
const report = (by: AttributionView['by'], increments: AttributionView['increments']) =>
  ({
    by,
    currency: 'CNY',
    total: { conversions: 200, value: 9_000 },
    unattributed: { conversions: 50, value: 1_000 },
    channels: [
      {
        channel: by === 'channel' ? 'email' : 'home',
        credits: Object.fromEntries(methods.map((method, k) => [method, { conversions: 20 * (k + 1), value: 1 }])),
        removalEffect: 0.31,
      },
    ],
    increments,
    closest: increments.length === 0 ? null : 'markov',
    comparison:
      increments.length === 0
        ? []
        : [
            {
              method: 'markov',
              error: 12,
              channels: [
                { channel: 'home', credited: 120, incremental: estimate(108, 9), ratio: 1.1, verdict: 'too-much' },
              ],
            },
          ],
  }) as unknown as AttributionView

const shown = (card: typeof CreditsCard, given: AttributionView, language: Language = 'en') => {
  const Card = card
  return renderToStaticMarkup(
    <LocaleProvider initial={language} now={() => 0} timeZone="UTC">
      <Card report={given} />
    </LocaleProvider>,
  )
    .replaceAll('\u2060', '')
    .replaceAll('\u00a0', ' ')
}
const measured = [
  { channel: 'home', treatment: 'b', control: 'a', persons: 900, conversions: estimate(108, 9), value: null },
]

describe('attribution', () => {
  test('a cell is shaded by its share of all orders, and says it', () => {
    const html = shown(CreditsCard, report('channel', []))
    expect(html).toContain('title="Markov chain: 60.0% of the orders" style="--share:27%"')
    expect(html).toContain('<th scope="row">E-mail</th>')
    expect(html).toContain('50 orders (25%) had no touch before them.')
    expect(html).not.toContain('>Experiment<')
  })
  test('where an experiment measured, its interval stands beside, and the closest method is named', () => {
    expect(shown(CreditsCard, report('placement', measured), 'zh')).toContain('+108<small>+99～+117</small>')
    const html = shown(TruthCard, report('placement', measured))
    expect(html).toContain('“Markov chain” comes closest to what experiments measured.')
    expect(html).toContain('aria-label="home: +108, 95% interval +99 to +117"')
    expect(html).toContain('<small>too much</small>')
    // All methods said the same: none is praised.
    expect(shown(TruthCard, { ...report('placement', measured), closest: null })).not.toContain('comes closest')
  })
  test('where none did, it says what to do instead of praising a method', () => {
    expect(shown(TruthCard, report('placement', []))).toContain('Give a placement a control.')
    expect(shown(TruthCard, report('channel', []), 'zh')).toContain('请按推荐位查看对比')
  })
})
