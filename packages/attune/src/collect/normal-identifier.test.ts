import { expect, test } from 'vitest'
import { identifierKindOf, normalIdentifier } from './normal-identifier.ts'

test('e-mail addresses are compared in small letters and half width', () => {
  for (const written of ['Ann@Example.com', ' ann@example.com\n', 'ＡＮＮ＠ｅｘａｍｐｌｅ．ｃｏｍ'])
    expect(normalIdentifier('email', written)).toBe('ann@example.com')
  for (const none of ['', 'ann', 'ann@localhost', 'a b@example.com', '@example.com', 'a@b@example.com', null, {}])
    expect(normalIdentifier('email', none)).toBeUndefined()
})

test('phone numbers are compared with their country; without one only Chinese mobiles are known', () => {
  for (const written of [
    '13800138000',
    '138-0013-8000',
    '+86 138 0013 8000',
    '0086 13800138000',
    '8613800138000',
    13800138000,
    '１３８００１３８０００',
  ])
    expect(normalIdentifier('phone', written)).toBe('+8613800138000')
  expect(normalIdentifier('phone', '+1 (202) 555-0143')).toBe('+12025550143')
  expect(normalIdentifier('phone', 'tel:+44-20-7946-0958')).toBe('+442079460958')
  for (const none of ['202 555 0143', '010-12345678', '0', '+0123456789', '+12', 'call me', `+${'1'.repeat(20)}`])
    expect(normalIdentifier('phone', none)).toBeUndefined()
})

test('device ids are compared without dashes and case; the empty one is nobody’s', () => {
  expect(normalIdentifier('device', '6D92078A-8246-4BA4-AE5B-76104861E7DC')).toBe('6d92078a82464ba4ae5b76104861e7dc')
  for (const none of ['00000000-0000-0000-0000-000000000000', 'abc', ''])
    expect(normalIdentifier('device', none)).toBeUndefined()
})

test('traits are known by their names in both languages, however written', () => {
  expect(['email', 'E-Mail', 'mobile_number', '手机号', 'IDFA', '邮箱', 'city'].map(identifierKindOf)).toEqual([
    'email',
    'email',
    'phone',
    'phone',
    'device',
    'email',
    undefined,
  ])
})
