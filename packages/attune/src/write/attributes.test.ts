import { expect, test } from 'vitest'
import { attributeLine, parseAttributes } from './attributes.ts'

const pairs = (text: string) => parseAttributes(text, 'title').map(({ name, value }) => `${name}=${value}`)

test.each([
  [
    'name[Blue Spice], eatType[coffee shop], area[city centre]',
    ['name=Blue Spice', 'eatType=coffee shop', 'area=city centre'],
  ],
  ['name[The Wok, at the quay]', ['name=The Wok, at the quay']],
  ['类型#裙*风格#简约*风格#复古', ['类型=裙', '风格=简约', '风格=复古']],
  ['name=Aromi; food=Chinese', ['name=Aromi', 'food=Chinese']],
  ['名称：茶馆；地区：河边', ['名称=茶馆', '地区=河边']],
  ['price: £20-25\narea: riverside\n', ['price=£20-25', 'area=riverside']],
  ['time=10:30', ['time=10:30']],
  ['red shoes', ['title=red shoes']],
  ['a plain sentence; with a colon: here', ['title=a plain sentence; with a colon: here']],
  ['name[]', []],
  ['', []],
])('%s', (text, expected) => {
  expect(pairs(text)).toEqual(expected)
})

test('a line of attributes is read as it was', () => {
  const attributes = parseAttributes('类型#裙*风格#简约', 'title')
  expect(parseAttributes(attributeLine(attributes), 'title')).toEqual(attributes)
})

test('long texts that look like lists take no long time', () => {
  expect(parseAttributes('a['.repeat(50_000), 'title')).toHaveLength(1)
  expect(parseAttributes(`${'=;'.repeat(50_000)}`, 'title')).toHaveLength(1)
})
