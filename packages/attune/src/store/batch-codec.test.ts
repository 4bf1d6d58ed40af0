import { expect, test } from 'vitest'
import { encodeBatch } from './batch-codec.ts'
import { sampleDecision, sampleEvent, sampleInteraction } from './sample-rows.ts'

const rowsOf = (lines: string, table: string) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as Record<string, object[]>)[table] ?? [])

test('rows are cut into short lines and stay in order', () => {
  const events = Array.from({ length: 120 }, (_, n) => sampleEvent({ messageId: `m-${n}` }))
  const interactions = [sampleInteraction({ messageId: 'm-0' })]
  const lines = encodeBatch({ events, interactions })
  expect(lines.split('\n').length).toBe(3 + 1 + 1)
  expect(rowsOf(lines, 'events')).toEqual(events)
  expect(rowsOf(lines, 'interactions')).toEqual(interactions)
})

test('large rows get lines of their own, and one too large is refused', () => {
  const large = Array.from({ length: 3 }, (_, n) => sampleDecision({ decisionId: `d-${n}`, items: 'x'.repeat(3e6) }))
  const lines = encodeBatch({ decisions: large })
  expect(lines.split('\n').length).toBe(3 + 1)
  expect(rowsOf(lines, 'decisions')).toEqual(large)
  expect(() => encodeBatch({ decisions: [sampleDecision({ decisionId: 'd', items: 'x'.repeat(5e6) })] })).toThrow(
    expect.objectContaining({ code: 'unstorable-row', status: 413 }),
  )
})

test('values that the tables would refuse are refused before, naming the field', () => {
  const bad: [string, object][] = [
    ['personId', { personId: null }],
    ['personId', { personId: undefined }],
    ['event', { event: 7 }],
    ['value', { value: Number.NaN }],
    ['value', { value: Number.POSITIVE_INFINITY }],
    ['ts', { ts: 1e15 }],
    ['ts', { ts: '2026-01-01' }],
  ]
  for (const [field, values] of bad)
    expect(() => encodeBatch({ events: [sampleEvent({ messageId: 'm', ...values })] })).toThrow(
      expect.objectContaining({ code: 'unstorable-row', details: { table: 'events', field } }),
    )
  for (const position of [0.5, 2 ** 31])
    expect(() => encodeBatch({ interactions: [sampleInteraction({ messageId: 'm', position })] })).toThrow(
      expect.objectContaining({ details: { table: 'interactions', field: 'position' } }),
    )
})
