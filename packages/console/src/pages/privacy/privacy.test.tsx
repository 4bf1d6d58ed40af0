import type { AuditEntryView } from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { parseRoute } from '../../router/route.ts'
import { auditDidTexts } from '../../texts/audit-texts.ts'
import { pick } from '../../texts/text.ts'
import { correctionOf } from '../people/correction-of.ts'
import { auditWords } from './audit/audit-words.ts'
import { filterOf, timesOf } from './audit/filter-of.ts'
import { daysLeft } from './requests/days-left.ts'
import { readReceipt } from './requests/read-receipt.ts'

const day = 86_400_000

describe('what is left of a deadline', () => {
  test('whole days, nearly due within a week, overdue the moment after', () => {
    const due = Date.UTC(2026, 3, 30, 12)
    const told = [30 * day, 7 * day, 7 * day - 1, day, day - 1, 0, -1, -day, -3 * day].map((before) => {
      const { tone, days } = daysLeft(due, due - before)
      return [tone, days]
    })
    expect(told).toEqual([
      ['', 30],
      ['', 7],
      ['warn', 6],
      ['warn', 1],
      ['warn', 0],
      ['warn', 0],
      ['bad', 0],
      ['bad', 1],
      ['bad', 3],
    ])
  })
})

describe('an entry of the audit in words', () => {
  const say = (entry: Partial<AuditEntryView>, language: 'en' | 'zh' = 'en') =>
    auditWords(
      { id: 1, at: '', actor: 'user_1', action: '', subject: '', details: {}, hash: '', ...entry },
      { language, t: (text) => pick(text, language), names: { user_1: 'Ann', user_2: '赵敏', key_1: 'Web shop' } },
    )
  test('names members and keys, and persons by the beginning of their digest', () => {
    expect(say({ action: 'user.disabled', subject: 'user_2' })).toBe('Ann disabled 赵敏')
    expect(say({ actor: 'key_1', action: 'person.exported', subject: 'q8Zt1cC3kXn0vB7y' }, 'zh')).toBe(
      '密钥「Web shop」导出了用户 q8Zt1cC3…的全部数据',
    )
    expect(say({ actor: 'key_1', action: 'key-revoked', subject: 'key_9' })).toBe(
      'The key “Web shop” revoked the key key_9',
    )
    expect(say({ actor: 'cli', action: 'backup.created', details: { files: 3 } })).toBe(
      'Somebody on the server’s command line made a backup of 3 files',
    )
  })
  test('tells roles, kinds and lists in words, and what people wrote as they wrote it', () => {
    expect(say({ action: 'user.role-changed', subject: 'user_2', details: { from: 'readOnly', to: 'owner' } })).toBe(
      'Ann changed the role of 赵敏 from Read only to Owner',
    )
    expect(say({ action: 'person.corrected', subject: 'abcdefghij', details: { traits: ['city', 'age'] } }, 'zh')).toBe(
      'Ann更正了用户 abcdefgh…的city、age',
    )
    expect(say({ action: 'break-glass.opened', details: { reason: 'done' } })).toContain('“done”')
    expect(
      say({ action: 'privacy.closed', subject: 'abcdefghij', details: { status: 'refused', reason: 'Not theirs' } }),
    ).toBe('Ann closed a request of person abcdefgh…: refused (“Not theirs”)')
  })
  test('an action that has no words yet is told as it is', () => {
    expect(say({ action: 'constructor', subject: 'x' })).toBe('Ann: constructor, x')
    expect(say({ action: 'brand.new', subject: 'x' }, 'zh')).toBe('Ann：brand.new，x')
  })
  test('every action has a sentence in both languages that names who', () => {
    for (const [action, words] of Object.entries(auditDidTexts))
      for (const text of words('WHO', 'WHAT', {})) expect(text, action).toContain('WHO')
  })
})

test('days of a filter are the reader’s own, the last one included; what is no day is left out', () => {
  const filter = filterOf(parseRoute('#/privacy/audit?from=2026-03-01&to=2026-03-02&action=key-&actor=user_1'))
  expect(filter).toEqual({ action: 'key-', actor: 'user_1', subject: '', from: '2026-03-01', to: '2026-03-02' })
  const { from, to } = timesOf(filter)
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(2 * day)
  expect(new Date(from ?? '').getHours()).toBe(0)
  expect(timesOf(filterOf(parseRoute('#/privacy/audit?from=yesterday&to=2026-13-40')))).toEqual({
    from: undefined,
    to: undefined,
  })
})

test('a receipt is read from what was saved, also with more around it; anything else is none', () => {
  const signed = { receipt: { requestId: 'pr_1' }, signature: 's', publicKey: 'p' }
  expect(readReceipt(JSON.stringify({ ...signed, requestId: 'pr_1' }))).toEqual(signed)
  for (const text of ['', 'hello', '[]', 'null', '{"receipt":{}}', JSON.stringify({ ...signed, signature: 1 })])
    expect(readReceipt(text), text).toBeUndefined()
})

test('a correction sends only what differs, and keeps numbers numbers', () => {
  const traits = { name: 'An', age: 40, vip: true, plan: 'gold', tags: ['a'] }
  const texts = { name: 'Ann', age: '41', vip: 'false', plan: 'gold' }
  const correction = (removed: readonly string[], added = { name: '', value: '' }) =>
    correctionOf({ traits, texts, removed: new Set(removed), added })
  expect(correction([])).toEqual({ name: 'Ann', age: 41, vip: false })
  expect(correction(['plan', 'name'], { name: ' city ', value: '杭州' })).toEqual({
    name: null,
    age: 41,
    vip: false,
    plan: null,
    city: '杭州',
  })
  expect(
    correctionOf({ traits, texts: { age: 'forty' }, removed: new Set(), added: { name: 'x', value: '' } }),
  ).toEqual({
    age: 'forty',
  })
})
