import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseText } from './normalise-text.ts'

test('full-width letters, digits and spaces become half-width', () => {
  expect(normaliseText('ＮＩＫＥ　Ａｉｒ　９０，￥１，２９９')).toBe('NIKE Air 90,¥1,299')
})

test('tags and references of HTML go, and tags inside of a line join what they part', () => {
  expect(normaliseText('<p>新款<b>手机</b>壳&nbsp;&amp;&nbsp;包邮</p><p>第二行</p>')).toBe('新款手机壳 & 包邮\n第二行')
  expect(normaliseText('Tom &#38; Jerry&#x2019;s <br/>shop')).toBe('Tom & Jerry’s\nshop')
  expect(normaliseText('a<script>alert("<b>")</script>b<!-- no -->c<STYLE>p{}</style>d')).toBe('a b c d')
})

test('what only looks like HTML stays', () => {
  expect(normaliseText('I <3 it, a < b > c, &unknown; &')).toBe('I <3 it, a < b > c, &unknown; &')
  expect(normaliseText('<b>x</b> &lt;', { html: 'keep' })).toBe('<b>x</b> &lt;')
})

test('one level of references is decoded', () => {
  expect(normaliseText('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;')
  expect(normaliseText('&#xD800;&#0;&#99999999;')).toBe('���')
})

test('web addresses become a mark, or go; Chinese beside one ends it', () => {
  const text = '点击https://t.cn/A6xyz?a=1,b，领券 www.nike.com/cn. 或 shop.example.com/x'
  expect(normaliseText(text)).toBe('点击‹url›,领券 ‹url›. 或 ‹url›')
  expect(normaliseText('see http://a.b now', { urls: 'remove' })).toBe('see now')
  expect(normaliseText('Node.js 3.5 version e.g. this.one', { urls: 'mark' })).toBe('Node.js 3.5 version e.g. this.one')
})

test('emoji lose their tone of skin, or get a name without feeling, or go', () => {
  expect(normaliseText('好评👍🏽❤️')).toBe('好评👍❤')
  expect(normaliseText('family 👨‍👩‍👧 here')).toBe('family 👨‍👩‍👧 here')
  expect(normaliseText('好评👍🏽', { emoji: 'name' })).toBe('好评 ‹emoji-1f44d›')
  expect(normaliseText('nice👍🏽one 🇨🇳', { emoji: 'drop' })).toBe('nice one')
  expect(normaliseText('Sony™ ©', { emoji: 'drop' })).toBe('SonyTM ©')
})

test('invisible and control characters go, lone surrogates are replaced', () => {
  expect(normaliseText('免\u200b费\ufeff送\u00ad货\u0000now\u202e!')).toBe('免费送货 now!')
  expect(normaliseText('a\ud800b\udc00')).toBe('a\ufffdb\ufffd')
})

test('white space becomes one space, or one line break', () => {
  expect(normaliseText('  a \t b\r\n\r\n  c\u3000d ')).toBe('a b\nc d')
})

test('case is folded only when asked', () => {
  expect(normaliseText('Nike ÉCLAIR')).toBe('Nike ÉCLAIR')
  expect(normaliseText('Nike ÉCLAIR', { case: 'lower' })).toBe('nike éclair')
})

test('any string at all comes out well-formed, without control characters and double spaces', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '&',
    '#',
    'x',
    ';',
    '\ud83d',
    '\udc4d',
    '\u200d',
    'http://',
    'www.',
    '好',
    ' ',
    '\n',
    '<b',
    '-->',
    '<!--',
  )
  const anything = fc.oneof(
    fc.array(pieces).map((parts) => parts.join('')),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  )
  fc.assert(
    fc.property(anything, (text) => {
      const clean = normaliseText(text)
      expect(clean.isWellFormed()).toBe(true)
      expect(clean).not.toMatch(/(?!\n)\p{Cc}|\s\s|^\s|\s$/u)
    }),
    { numRuns: 500 },
  )
})

test('long hostile texts take no longer than their length', () => {
  for (const piece of ['<script>', '<!--', '&#', 'a-', '<a ', 'www.', 'http://', 'a.', '👍🏽\u200d'])
    expect(normaliseText(piece.repeat(40_000)).length).toBeLessThan(400_000)
})
