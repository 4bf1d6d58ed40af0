import fc from 'fast-check'
import { expect, test } from 'vitest'
import { href, parseRoute } from './route.ts'

test('the overview is the empty route, however it is written', () => {
  for (const hash of ['', '#', '#/', '#//']) expect(parseRoute(hash).path).toEqual([])
})

test('path and query are read apart', () => {
  const route = parseRoute('#/people/p_8f31?placement=home&variation=popular')
  expect(route.path).toEqual(['people', 'p_8f31'])
  expect(Object.fromEntries(route.query)).toEqual({ placement: 'home', variation: 'popular' })
})

test('any id survives the address, slashes, quotes and emoji too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (id) => {
      expect(parseRoute(href(['items', id])).path).toEqual(['items', id])
    }),
  )
})

test('an address that is cut in the middle of an escape does not throw', () => {
  expect(parseRoute('#/items/%E4%BD').path).toEqual(['items', '%E4%BD'])
})

test('empty values leave the query', () => {
  expect(href(['items'], { search: '', missing: undefined, kind: 'product' })).toBe('#/items?kind=product')
})
