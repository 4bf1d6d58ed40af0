import { expect, test } from 'vitest'
import { itemInputSchema } from '../api/schemas/items.ts'
import { isWebAddress } from './web-address.ts'

test.each([
  'https://shop.example/tea.jpg?w=200#top',
  'http://shop.example/tea.jpg',
  '//cdn.example/tea.jpg',
  '/pictures/tea.jpg',
  'pictures/green tea.jpg',
  'https://shop.example/铁观音.jpg',
])('%s may be shown and followed', (address) => {
  expect([isWebAddress(address, 'link'), isWebAddress(address, 'picture')]).toEqual([true, true])
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml\n;base64,AAAA',
  'file:///etc/passwd',
  'blob:https://shop.example/1',
  'https://user:secret@shop.example/',
  'https://user@shop.example/',
  'https:\\\\shop.example\\tea.jpg',
  '\\\\shop.example\\tea.jpg',
  'https://exa mple/',
])('%j is neither shown nor followed', (address) => {
  expect([isWebAddress(address, 'link'), isWebAddress(address, 'picture')]).toEqual([false, false])
})

test('a picture may stand in its address, and is no link', () => {
  for (const address of ['data:image/png;base64,AAAA', "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"])
    expect([isWebAddress(address, 'link'), isWebAddress(address, 'picture')]).toEqual([false, true])
})

test('an item with an address that a browser would run is refused with its field', () => {
  const item = { id: 'tea', title: 'Tea', url: 'https://shop.example/tea', image: '/tea.png' }
  expect(itemInputSchema.safeParse(item).success).toBe(true)
  expect(itemInputSchema.safeParse({ ...item, url: '', image: null }).success).toBe(true)
  for (const field of ['url', 'image'])
    expect(itemInputSchema.safeParse({ ...item, [field]: 'javascript:alert(1)' }).error?.issues[0]?.path).toEqual([
      field,
    ])
})
