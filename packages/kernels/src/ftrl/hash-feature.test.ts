import { expect, test } from 'vitest'
import { hashFeature, murmur3 } from './hash-feature.ts'

test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['test', 0, 0xba6bd213],
  ['test', 0x9747b28c, 0x704b81dc],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aa', 0x9747b28c, 0x5d211726],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
])('murmur3 of “%s” under seed %i is as published', (text, seed, hash) => {
  expect(murmur3(text, seed)).toBe(hash)
})

test('a feature is its field and its value', () => {
  expect(hashFeature('hour', 9)).toBe(murmur3('hour=9'))
  expect(hashFeature('城市', '上海')).not.toBe(hashFeature('城市', '北京'))
})
