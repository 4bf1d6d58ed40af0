import { expect, test } from 'vitest'
import { openStateStore } from '../../store/open-state-store.ts'
import { createConsent } from './create-consent.ts'
import { purposes, purposeTexts, type RegimeSetting, regimeNames } from './purposes.ts'

const state = openStateStore(':memory:')
let workspaces = 0

/** A workspace of its own; `merged` persons stand for one. */
function open(regime: RegimeSetting = 'open', merged: readonly string[] = []) {
  const workspace = `w${workspaces++}`
  const identity = {
    resolve: (_: string, id: string) => (merged.includes(id) ? (merged[0] as string) : id),
    aliasesOf: (_: string, id: string) => (merged.includes(id) ? merged : [id]),
  }
  const make = () => createConsent({ state, identity, clock: () => 5, regime })
  const consent = make()
  return {
    workspace,
    consent,
    again: make,
    ask: (id: string, purpose: (typeof purposes)[number]) => consent.allowed(workspace, id, purpose),
  }
}

test('who has said nothing is treated as the law of the place says', () => {
  const allowed = Object.fromEntries(
    regimeNames.map((regime) => {
      const { ask } = open(regime)
      return [regime, purposes.filter((purpose) => ask('p', purpose)).join(' ')]
    }),
  )
  expect(allowed).toEqual({
    gdpr: 'storage',
    pipl: 'storage',
    ccpa: 'storage analytics personalisation advertising profiling training thirdParties',
    open: 'storage analytics personalisation advertising profiling training',
  })
})

test('a person’s newest word counts, on each purpose alone, and survives a restart', () => {
  const { workspace, consent, again, ask } = open('gdpr')
  consent.state({
    workspace,
    personId: 'p',
    purposes: { personalisation: true, advertising: true },
    at: 1,
    source: 'banner',
  })
  consent.state({ workspace, personId: 'p', purposes: { advertising: false }, at: 2, source: 'preferences' })
  expect([
    ask('p', 'personalisation'),
    ask('p', 'advertising'),
    ask('p', 'analytics'),
    ask('q', 'personalisation'),
  ]).toEqual([true, false, false, false])
  const later = again()
  expect(later.allowed(workspace, 'p', 'personalisation')).toBe(true)
  expect(later.allowed(workspace, 'p', 'advertising')).toBe(false)
  expect(later.allowed('another', 'p', 'personalisation')).toBe(false)
  expect(later.lines(workspace, ['p'])).toEqual([
    { purpose: 'personalisation', granted: true, at: 1, source: 'banner', textVersion: null },
    { purpose: 'advertising', granted: true, at: 1, source: 'banner', textVersion: null },
    { purpose: 'advertising', granted: false, at: 2, source: 'preferences', textVersion: null },
  ])
})

test('saying the same again writes nothing', () => {
  const { workspace, consent } = open()
  const say = () => consent.state({ workspace, personId: 'p', purposes: { analytics: false }, at: 1, source: 'banner' })
  expect([say(), say()]).toEqual([1, 0])
})

test('saying the same again to a newer text is written down: it is another proof', () => {
  const { workspace, consent, again } = open()
  for (const version of ['v1', 'v2']) consent.putText(workspace, version, 'en', `We count (${version}).`)
  const say = (on: ReturnType<typeof again>, textVersion: string) =>
    on.state({ workspace, personId: 'p', purposes: { analytics: true }, at: 1, source: 'banner', textVersion })
  expect([say(consent, 'v1'), say(consent, 'v1'), say(again(), 'v1'), say(consent, 'v2')]).toEqual([1, 0, 0, 1])
  // Said without a text it proves nothing new.
  const plain = { workspace, personId: 'p', purposes: { analytics: true }, at: 2, source: 'api' }
  expect(consent.state(plain)).toBe(0)
  expect(consent.lines(workspace, ['p']).map(({ textVersion }) => textVersion)).toEqual(['v1', 'v2'])
})

test('a word under one identity counts for all that are one person, the newest of them', () => {
  const { workspace, consent, ask } = open('open', ['user', 'visitor'])
  consent.state({ workspace, personId: 'visitor', purposes: { profiling: false }, at: 1, source: 'banner' })
  expect(ask('user', 'profiling')).toBe(false)
  consent.state({ workspace, personId: 'user', purposes: { profiling: true }, at: 2, source: 'preferences' })
  expect([ask('user', 'profiling'), ask('visitor', 'profiling')]).toEqual([true, true])
  expect(consent.exceptions(workspace, 'profiling')).toEqual({ allowedByDefault: true, personIds: [] })
})

test('a browser’s signal says no until the person says yes, and never takes back what they said', () => {
  const { workspace, consent, ask } = open('ccpa')
  consent.signal(workspace, 'p', 'gpc', 1)
  expect([ask('p', 'advertising'), ask('p', 'thirdParties'), ask('p', 'personalisation')]).toEqual([false, false, true])
  expect(consent.answers(workspace, 'p').advertising).toEqual({ allowed: false, because: 'signal' })
  consent.state({ workspace, personId: 'p', purposes: { advertising: true }, at: 2, source: 'preferences' })
  consent.signal(workspace, 'p', 'gpc', 3)
  expect(ask('p', 'advertising')).toBe(true)
  consent.signal(workspace, 'child', 'child', 4)
  expect([ask('child', 'profiling'), ask('child', 'sensitive'), ask('child', 'storage')]).toEqual([false, false, true])
})

test('the regime that came with a word counts for what was left unsaid', () => {
  const { workspace, consent, ask } = open('open')
  consent.state({
    workspace,
    personId: 'eu',
    purposes: { personalisation: true },
    at: 1,
    source: 'banner',
    regime: 'gdpr',
  })
  expect([ask('eu', 'personalisation'), ask('eu', 'analytics'), ask('other', 'analytics')]).toEqual([true, false, true])
})

test('exceptions are those who differ from what holds for everybody', () => {
  const { workspace, consent } = open('gdpr')
  consent.state({ workspace, personId: 'yes', purposes: { training: true }, at: 1, source: 'banner' })
  consent.state({ workspace, personId: 'no', purposes: { training: false }, at: 1, source: 'banner' })
  expect(consent.exceptions(workspace, 'training')).toEqual({ allowedByDefault: false, personIds: ['yes'] })
  expect(consent.exceptions(workspace, 'storage')).toEqual({ allowedByDefault: true, personIds: [] })
})

const nowhere = { country: undefined, timezone: undefined }

test('who was seen at a source with a law of its own is treated by it, everywhere and after a restart', () => {
  const { workspace, consent, again, ask } = open('open')
  consent.seen(workspace, 'eu', 'gdpr', nowhere)
  consent.flush()
  expect([ask('eu', 'analytics'), ask('other', 'analytics')]).toEqual([false, true])
  const later = again()
  expect(later.allowed(workspace, 'eu', 'personalisation')).toBe(false)
  expect(later.exceptions(workspace, 'training')).toEqual({ allowedByDefault: true, personIds: ['eu'] })
  expect(later.answers(workspace, 'eu').training).toEqual({ allowed: false, because: 'regime' })
  later.state({ workspace, personId: 'eu', purposes: { training: true }, at: 1, source: 'banner' })
  expect(later.allowed(workspace, 'eu', 'training')).toBe(true)
  later.forget(workspace, ['eu'])
  expect(again().regimesOf(workspace, ['eu'])).toEqual([])
})

test('of several laws a person was seen under, what one forbids is forbidden, whichever of their ids it was', () => {
  const { workspace, consent, ask } = open('gdpr', ['user', 'visitor'])
  consent.seen(workspace, 'visitor', 'ccpa', nowhere)
  expect([ask('user', 'analytics'), ask('user', 'thirdParties')]).toEqual([true, true])
  consent.seen(workspace, 'user', 'open', nowhere)
  expect([ask('visitor', 'analytics'), ask('visitor', 'thirdParties')]).toEqual([true, false])
  // Where the source says nothing, that of the configuration counts, and holds from then on too.
  consent.seen(workspace, 'user', undefined, nowhere)
  expect([ask('visitor', 'analytics'), consent.regimesOf(workspace, ['user', 'visitor'])]).toEqual([
    false,
    ['gdpr', 'ccpa', 'open'],
  ])
})

test('nothing is held of who is only seen where the same holds for everybody', () => {
  const { workspace, consent } = open('gdpr')
  consent.seen(workspace, 'p', undefined, { country: 'US', timezone: undefined })
  expect(consent.regimesOf(workspace, ['p'])).toEqual([])
})

test('by region each person is treated by the law of where their events say they are', () => {
  const { workspace, consent, ask } = open('byRegion')
  consent.seen(workspace, 'li', undefined, { country: undefined, timezone: 'Asia/Shanghai' })
  consent.seen(workspace, 'bob', undefined, { country: 'US', timezone: 'Europe/Berlin' })
  consent.seen(workspace, 'who', undefined, nowhere)
  expect(['li', 'bob', 'who'].map((id) => ask(id, 'personalisation'))).toEqual([false, true, false])
  expect(['li', 'bob', 'who'].map((id) => consent.regimesOf(workspace, [id]))).toEqual([['pipl'], ['ccpa'], []])
})

test('a text can be proved: it must be there before somebody agrees to it, and a version is never changed', () => {
  const { workspace, consent } = open()
  const agree = () =>
    consent.state({
      workspace,
      personId: 'p',
      purposes: { analytics: true },
      at: 1,
      source: 'banner',
      textVersion: '2026-03',
    })
  expect(agree).toThrow(expect.objectContaining({ code: 'unknown-text' }))
  consent.putText(workspace, '2026-03', 'en', 'We count.')
  consent.putText(workspace, '2026-03', 'zh', '我们统计。')
  consent.putText(workspace, '2026-03', 'en', 'We count.')
  expect(() => consent.putText(workspace, '2026-03', 'en', 'We sell.')).toThrow(
    expect.objectContaining({ code: 'text-exists' }),
  )
  agree()
  expect(consent.lines(workspace, ['p'])).toMatchObject([{ textVersion: '2026-03' }])
  expect(consent.texts(workspace).map(({ language }) => language)).toEqual(['en', 'zh'])
})

test('forgetting somebody removes their lines and brings the default back', () => {
  const { workspace, consent, again, ask } = open()
  consent.state({ workspace, personId: 'p', purposes: { analytics: false }, at: 1, source: 'banner' })
  consent.forget(workspace, ['p'])
  expect(ask('p', 'analytics')).toBe(true)
  expect(again().lines(workspace, ['p'])).toEqual([])
})

test('every purpose is told in both languages', () => {
  for (const purpose of purposes)
    for (const text of [purposeTexts[purpose].title, purposeTexts[purpose].description]) {
      expect(text.en).toMatch(/^[A-Z]/)
      expect(text.zh).toMatch(/\p{Script=Han}/u)
    }
})
