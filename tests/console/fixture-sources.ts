import type { EncoderStatus, QualityCheck, QualityReport, SourceList, SourceView } from 'attune/api-types'
import { type CheckName, qualityChecks } from '../../packages/attune/src/quality/quality-checks.ts'
import { qualityTexts } from '../../packages/attune/src/quality/quality-texts.ts'
import { whyTexts } from '../../packages/attune/src/quality/why-texts.ts'

/** Made-up sources, and how good what they send is. */
export function createSourceFixtures(at: (ms: number) => string, empty: boolean) {
  const list: SourceList = {
    rules: {
      join: empty ? [] : ['email', 'phone'],
      atMost: 20,
      traits: empty
        ? []
        : [
            { trait: 'city', keep: 'mostTrusted', trust: ['crm', 'web'] },
            { trait: 'points', keep: 'highest', trust: [] },
          ],
    },
    sources: empty
      ? []
      : [
          {
            name: 'crm',
            title: 'Customer system',
            from: 'config',
            regime: 'pipl',
            keys: ['key_2'],
            events: 4_120,
            lastEventAt: at(9 * 60_000),
            dropped: 212,
          },
          {
            name: 'http',
            title: '',
            from: null,
            regime: null,
            keys: [],
            events: 812_004,
            lastEventAt: at(2_000),
            dropped: 0,
          },
        ],
  }
  const crm: SourceView = {
    name: 'crm',
    from: 'config',
    updatedAt: null,
    declaration: {
      title: 'Customer system',
      why: 'Members and their points',
      standard: true,
      undeclared: 'refuse',
      regime: 'pipl',
      events: { 'Points Booked': { properties: { points: 'number', shop: { type: 'text', keep: 'sealed' } } } },
      traits: { city: 'text', email: { type: 'text', keep: 'sealed' } },
      groupTraits: {},
      context: {},
    },
    keys: ['key_2'],
    dropped: [
      { event: 'Points Booked', field: 'properties.cashier', reason: 'undeclared', count: 188, lastAt: at(60_000) },
      { event: null, field: 'traits.birthday', reason: 'wrong-type', count: 24, lastAt: at(86_400_000) },
    ],
  }
  const check = (
    name: CheckName,
    value: number | null,
    verdict: QualityCheck['verdict'],
    more: Partial<QualityCheck> = {},
  ): QualityCheck => ({
    section: qualityChecks[name].section,
    check: name,
    name: { en: qualityTexts.en.checks[name].name, zh: qualityTexts.zh.checks[name].name },
    source: null,
    of: null,
    value,
    unit: qualityChecks[name].unit,
    rows: value === null ? 0 : 1200,
    lastEventAt: null,
    examples: [],
    verdict,
    why: whyTexts[name],
    advice: { en: qualityTexts.en.checks[name].advice, zh: qualityTexts.zh.checks[name].advice },
    ...more,
  })
  const checks = empty
    ? [check('item-text', null, 'too-few')]
    : [
        check('item-known', 0.71, 'bad', { source: 'http', examples: ['tea-990', 'tea-991'] }),
        check('item-text', 0.62, 'look', { examples: ['tea-102'] }),
        check('item-category', 0.98, 'ok'),
        check('item-brand', 0.41, 'look'),
        check('item-price', 1, 'ok'),
        check('item-vector', null, 'too-few'),
        check('last-event', 4.2, 'look', { source: 'crm', of: 'Points Booked', lastEventAt: at(3 * 86_400_000) }),
        check('lag-median', 2.4, 'ok', { source: 'http' }),
        check('repeated-message', 0.004, 'ok', { source: 'http' }),
        check('drift-categories', 0.31, 'bad', { source: 'http' }),
      ]
  const count = (verdict: QualityCheck['verdict']) => checks.filter((one) => one.verdict === verdict).length
  const quality: QualityReport = {
    at: at(0),
    verdicts: { ok: count('ok'), look: count('look'), bad: count('bad'), 'too-few': count('too-few') },
    checks,
  }
  const encoder: EncoderStatus = {
    from: 'own',
    encoder: empty ? null : 'own v2',
    items: empty ? 0 : 412,
    ready: empty ? 0 : 398,
    working: false,
    problem: null,
  }
  const http: SourceView = { ...crm, name: 'http', from: null, declaration: null, keys: [], dropped: [] }
  return {
    sources: (name: string) => (name === '' ? list : name === 'crm' ? crm : name === 'http' ? http : undefined),
    quality,
    encoder,
    all: () => ({ sources: list, source: [crm, http], quality, encoder }),
  }
}
