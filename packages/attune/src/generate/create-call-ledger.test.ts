import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelCall } from '@attune/language'
import { afterEach, expect, test } from 'vitest'
import { openStateStore } from '../store/open-state-store.ts'
import { createCallLedger } from './create-call-ledger.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-ledger-'))
const state = openStateStore(join(folder, 'state.sqlite'))
let now = Date.UTC(2026, 10, 27, 12)
const ledger = createCallLedger(state, () => now)
const day = 86_400_000
afterEach(() => {
  state.raw.exec('DELETE FROM language_model_calls')
})
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const call = (more: Partial<ModelCall> = {}): ModelCall => ({
  at: now,
  workspace: 'w',
  purpose: 'portrait',
  model: 'main',
  prompt: 'portrait-summary',
  promptVersion: 1,
  language: 'zh',
  tokensIn: 100,
  tokensOut: 20,
  cost: 0.5,
  ms: 640,
  outcome: 'ok',
  cached: false,
  ...more,
})

test('what was spent is that of the workspace and the purpose, from the moment on', () => {
  for (const one of [call(), call({ at: now - 2 * day }), call({ workspace: 'other' }), call({ purpose: 'admin' })])
    ledger.record(one)
  expect(ledger.spent('w', 'portrait', now - day)).toEqual({ tokens: 120, cost: 0.5 })
  expect(ledger.spent('w', 'portrait', 0)).toEqual({ tokens: 240, cost: 1 })
  expect(ledger.spent('w', 'nothing', 0)).toEqual({ tokens: 0, cost: 0 })
})

test('totals tell cached and failed calls apart, and versions of a prompt', () => {
  ledger.record(call())
  ledger.record(call({ cached: true, tokensIn: 0, tokensOut: 0, cost: 0 }))
  ledger.record(call({ outcome: 'timed-out', tokensOut: 0 }))
  ledger.record(call({ promptVersion: 2, tokensIn: 1, tokensOut: 1 }))
  expect(ledger.totals('w', 0)).toEqual([
    {
      purpose: 'portrait',
      model: 'main',
      prompt: 'portrait-summary',
      promptVersion: 1,
      calls: 3,
      cached: 1,
      failed: 1,
      tokensIn: 200,
      tokensOut: 20,
      cost: 1,
    },
    {
      purpose: 'portrait',
      model: 'main',
      prompt: 'portrait-summary',
      promptVersion: 2,
      calls: 1,
      cached: 0,
      failed: 0,
      tokensIn: 1,
      tokensOut: 1,
      cost: 0.5,
    },
  ])
  expect(ledger.totals('other', 0)).toEqual([])
})

test('days are those of UTC, and the last calls come back as they were', () => {
  const late = call({ at: Date.UTC(2026, 10, 26, 23, 59) })
  const early = call({ at: Date.UTC(2026, 10, 27, 0, 0), outcome: 'refused' })
  ledger.record(late)
  ledger.record(early)
  expect(ledger.days('w', 0).map((row) => row.day)).toEqual(['2026-11-26', '2026-11-27'])
  expect(ledger.last('w', 1)).toEqual([early])
  expect(ledger.last('w', 9)).toEqual([early, late])
  expect(ledger.purposesSince('w', 0)).toEqual(['portrait'])
})

test('calls are kept for 400 days', () => {
  ledger.record(call({ at: now - 399 * day }))
  now += 2 * day
  ledger.record(call())
  expect(ledger.last('w', 9).map(({ at }) => at)).toEqual([now])
})
