import { expect, test } from 'vitest'
import { isSensitiveBy } from './sensitive.ts'

const isSensitive = isSensitiveBy(['Casino', '彩票'])

test.each([
  'Health & Personal Care',
  'health_care',
  'Religion & Spirituality',
  'Books > Christian',
  'LGBTQ+',
  'Politics',
  'Trade Unions',
  'Pregnancy',
  'Halal food',
  '医疗器械',
  '两性健康',
  '佛具',
  '清真食品',
  '政治读物',
  '孕妇装',
  // Of the team itself, wherever it stands.
  'Online casinos',
  '体育彩票',
])('nothing is concluded from %s', (name) => expect(isSensitive(name)).toBe(true))

test.each([
  'Tea',
  'Party supplies',
  'Racing games',
  'Sussex ware',
  'Unionville jeans',
  'Gayle Fine China',
  'Templeton knives',
  'Children',
  'Women’s shoes',
  '保健杯',
  '女装',
  '茶具',
  '民谣唱片',
  '运动健身',
])('%s tells nothing that must not be concluded', (name) => expect(isSensitive(name)).toBe(false))
