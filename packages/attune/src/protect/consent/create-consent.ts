import type { Clock } from '../../clock.ts'
import type { Identity } from '../../collect/identity.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import type { Announcer } from '../../webhooks/webhooks.ts'
import type { Consent, ConsentLine } from './consent.ts'

import { type Purpose, purposes, type Regime, type RegimeSetting, regimes, signalDenies } from './purposes.ts'
import { regimesByRegion } from './regions.ts'
import { createSeenRegimes } from './seen-regimes.ts'
import { beats, isSignal, type Said, tallyConsent, type Word } from './tally-consent.ts'

/** Consent in the state store, its newest lines in memory: every event and every decision asks. */
export function createConsent(options: {
  readonly state: StateStore
  readonly identity: Pick<Identity, 'aliasesOf' | 'resolve'>
  readonly clock: Clock
  /** For persons of whom no regime is known. */
  readonly regime: RegimeSetting
  /** For `byRegion`; see regions.ts. */
  readonly regions?: Readonly<Record<string, Regime>>
  readonly webhooks?: Announcer | undefined
}): Consent {
  const { state, identity, clock, webhooks } = options
  const regions = regimesByRegion(options.regions ?? {})
  const byDefault = options.regime === 'byRegion' ? regions.elsewhere : options.regime
  const seen = createSeenRegimes(state, byDefault)
  const workspaces = new Map<string, Map<string, Said>>()
  const insert = state.raw.prepare(
    'INSERT INTO consents (workspace, person_id, purpose, granted, at, source, text_version, regime) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  for (const row of state.raw.prepare('SELECT * FROM consents ORDER BY id').iterate()) {
    const {
      workspace,
      person_id: id,
      purpose,
      granted,
      at,
      source,
      text_version: textVersion,
      regime,
    } = row as Record<string, string | number | null>
    remember(String(workspace), String(id), purpose as Purpose, {
      granted: granted === 1,
      at: Number(at),
      source: String(source),
      textVersion: textVersion as string | null,
    })
    if (regime !== null) saidBy(String(workspace), String(id)).regime = regime as Regime
  }

  function saidBy(workspace: string, personId: string): Said {
    const persons = workspaces.get(workspace) ?? new Map<string, Said>()
    workspaces.set(workspace, persons)
    const said = persons.get(personId) ?? { lines: new Map(), regime: undefined }
    persons.set(personId, said)
    return said
  }

  function remember(workspace: string, personId: string, purpose: Purpose, line: Word): void {
    const { lines } = saidBy(workspace, personId)
    const before = lines.get(purpose)
    if (before === undefined || beats(line, before)) lines.set(purpose, line)
  }

  /** The word that counts among all identities of a person, and what holds where there is none. */
  function wordOf(workspace: string, personId: string, purpose: Purpose) {
    const persons = workspaces.get(workspace)
    if ((persons === undefined || persons.size === 0) && !seen.anybody(workspace))
      return { line: undefined, unsaid: byRegime(byDefault, purpose) }
    const aliases = identity.aliasesOf(workspace, identity.resolve(workspace, personId))
    let line: Word | undefined
    let regime: Regime | undefined
    if (persons !== undefined && persons.size > 0)
      for (const alias of aliases) {
        const said = persons.get(alias)
        const own = said?.lines.get(purpose)
        if (own !== undefined && (line === undefined || beats(own, line))) line = own
        regime ??= said?.regime
      }
    if (line !== undefined) return { line, unsaid: false }
    if (regime !== undefined) return { line, unsaid: byRegime(regime, purpose) }
    return { line, unsaid: seen.allow(workspace, aliases, purpose) ?? byRegime(byDefault, purpose) }
  }

  const listeners: ((workspace: string, personIds: readonly string[]) => void)[] = []
  function tell(workspace: string, personIds: readonly string[]): void {
    for (const listener of listeners) listener(workspace, personIds)
  }

  const byRegime = (regime: Regime, purpose: Purpose): boolean =>
    (regimes[regime] as readonly Purpose[]).includes(purpose)

  return {
    byDefault,
    allowed(workspace, personId, purpose) {
      const { line, unsaid } = wordOf(workspace, personId, purpose)
      return line === undefined ? unsaid : line.granted
    },
    seen(workspace, personId, setting, place) {
      const rule = setting ?? options.regime
      const told = place.country !== undefined || place.timezone !== undefined
      const under =
        rule === 'byRegion'
          ? told || setting !== undefined
            ? regions.of(place)
            : undefined
          : setting === undefined
            ? undefined
            : rule
      if (seen.note(workspace, personId, under)) tell(workspace, [personId])
    },
    flush: seen.flush,
    regimesOf: (workspace, personIds) => seen.of(workspace, personIds),
    state({ workspace, personId, purposes: told, at, source, textVersion = null, regime }) {
      if (
        textVersion !== null &&
        !state.raw
          .prepare('SELECT 1 FROM consent_texts WHERE workspace = ? AND version = ?')
          .get(workspace, textVersion)
      )
        throw attuneError(
          'unknown-text',
          'There is no consent text of that version; put it first, so that it can be proved.',
          {
            details: { field: 'textVersion' },
          },
        )
      const said = saidBy(workspace, personId)
      const fresh = purposes.filter((purpose) => {
        const granted = told[purpose]
        if (granted === undefined) return false
        const before = said.lines.get(purpose)
        return (
          before === undefined ||
          before.granted !== granted ||
          (textVersion !== null && before.textVersion !== textVersion) ||
          isSignal(before.source) !== isSignal(source)
        )
      })
      state.transaction(() => {
        for (const purpose of fresh)
          insert.run(
            workspace,
            personId,
            purpose,
            told[purpose] ? 1 : 0,
            Math.round(at),
            source,
            textVersion,
            regime ?? null,
          )
        if (fresh.length === 0) return
        const news = Object.fromEntries(fresh.map((purpose) => [purpose, told[purpose] === true]))
        webhooks?.announce(
          workspace,
          { type: 'person.consentChanged', data: { personId, purposes: news } },
          { about: personId },
        )
      })
      for (const purpose of fresh)
        remember(workspace, personId, purpose, { granted: told[purpose] === true, at, source, textVersion })
      const isOtherRegime = regime !== undefined && regime !== said.regime
      if (regime !== undefined) said.regime = regime
      if (fresh.length > 0 || isOtherRegime) tell(workspace, [personId])
      return fresh.length
    },
    signal(workspace, personId, signal, at) {
      const source = `signal:${signal}`
      const denied = signalDenies[signal].filter(
        (purpose) => workspaces.get(workspace)?.get(personId)?.lines.get(purpose) === undefined,
      )
      if (denied.length > 0)
        this.state({
          workspace,
          personId,
          purposes: Object.fromEntries(denied.map((purpose) => [purpose, false])),
          at,
          source,
        })
    },
    regimeOf(workspace, personId, { asked, setting } = {}) {
      if (asked !== undefined) return asked
      const aliases = identity.aliasesOf(workspace, identity.resolve(workspace, personId))
      const persons = workspaces.get(workspace)
      const told = aliases.map((alias) => persons?.get(alias)?.regime).find((regime) => regime !== undefined)
      const before = seen.of(workspace, aliases)
      // As `seen` will note it; a place may be known already where the setting asks for one.
      const here = setting === 'byRegion' ? (before.length === 0 ? [regions.elsewhere] : []) : (setting ?? [])
      const strictest = before.concat(here).toSorted((a, b) => regimes[a].length - regimes[b].length)[0]
      return told ?? strictest ?? byDefault
    },
    answers: (workspace, personId, asked) =>
      Object.fromEntries(
        purposes.map((purpose) => {
          const { line, unsaid } = wordOf(workspace, personId, purpose)
          if (line === undefined) {
            const allowed = asked === undefined ? unsaid : byRegime(asked, purpose)
            return [purpose, { allowed, because: 'regime' as const }]
          }
          return [
            purpose,
            { allowed: line.granted, because: isSignal(line.source) ? ('signal' as const) : ('word' as const) },
          ]
        }),
      ) as ReturnType<Consent['answers']>,
    lines: (workspace, personIds) =>
      (
        state.raw
          .prepare(
            `SELECT purpose, granted, at, source, text_version AS textVersion FROM consents
             WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
          )
          .all(workspace, JSON.stringify(personIds)) as unknown as (Omit<ConsentLine, 'granted'> & {
          granted: number
        })[]
      ).map((line) => ({ ...line, granted: line.granted === 1 })),
    exceptions(workspace, purpose) {
      const allowedByDefault = byRegime(byDefault, purpose)
      const known = [...(workspaces.get(workspace)?.keys() ?? []), ...seen.personIds(workspace)]
      const persons = new Set(known.map((id) => identity.resolve(workspace, id)))
      const personIds = [...persons].filter((id) => this.allowed(workspace, id, purpose) !== allowedByDefault)
      return { allowedByDefault, personIds }
    },
    tally: (workspace) =>
      tallyConsent(workspaces.get(workspace) ?? new Map(), { workspace, identity, regime: byDefault }),
    forget(workspace, personIds) {
      const remove = state.raw.prepare('DELETE FROM consents WHERE workspace = ? AND person_id = ?')
      state.transaction(() => {
        for (const id of personIds) remove.run(workspace, id)
      })
      for (const id of personIds) workspaces.get(workspace)?.delete(id)
      seen.forget(workspace, personIds)
      tell(workspace, personIds)
    },
    onChange(listener) {
      listeners.push(listener)
    },
    putText(workspace, version, language, body) {
      const known = state.raw
        .prepare('SELECT body FROM consent_texts WHERE workspace = ? AND version = ? AND language = ?')
        .get(workspace, version, language) as { body: string } | undefined
      if (known !== undefined && known.body !== body)
        throw attuneError(
          'text-exists',
          'A version of a consent text is never changed: give the new text a new version.',
          {
            status: 409,
            details: { field: 'version' },
          },
        )
      if (known === undefined)
        state.raw
          .prepare('INSERT INTO consent_texts VALUES (?, ?, ?, ?, ?)')
          .run(workspace, version, language, body, Math.round(clock()))
      return known === undefined
    },
    texts: (workspace) =>
      (
        state.raw
          .prepare(
            'SELECT version, language, body, created_at AS createdAt FROM consent_texts WHERE workspace = ? ORDER BY created_at DESC, language',
          )
          .all(workspace) as unknown as { version: string; language: string; body: string; createdAt: number }[]
      ).map((text) => ({ ...text, createdAt: new Date(text.createdAt).toISOString() })),
  }
}
