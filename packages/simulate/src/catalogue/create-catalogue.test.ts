import { expect, test } from 'vitest'
import { categories } from './categories.ts'
import { createCatalogue, itemRecord } from './create-catalogue.ts'

const products = createCatalogue(1, 600)

test('a seed makes one catalogue, another seed another', () => {
  expect(createCatalogue(1, 600)).toEqual(products)
  expect(createCatalogue(2, 600)[0]).not.toEqual(products[0])
})

test('ids and titles are unique in both languages’ fields and every category is filled alike', () => {
  expect(new Set(products.map(({ id }) => id)).size).toBe(600)
  expect(new Set(products.map(({ titles }) => titles.en)).size).toBe(600)
  for (const index of categories.keys())
    expect(products.filter(({ category }) => category === index)).toHaveLength(600 / categories.length)
})

test('texts are in their language, prices are real and pictures are SVG', () => {
  for (const product of products) {
    expect(product.titles.zh).toMatch(/^[\p{Script=Han}]+$/u)
    expect(product.titles.en).toMatch(/^[\p{Script=Latin}’ -]+$/u)
    expect(product.descriptions.zh).not.toMatch(/undefined/)
    expect(product.price).toBeGreaterThanOrEqual(9)
    expect(Number.isInteger(product.price)).toBe(true)
    const svg = decodeURIComponent(product.image.replace('data:image/svg+xml,', ''))
    expect(svg).toMatch(/^<svg xmlns='http:\/\/www\.w3\.org\/2000\/svg'.*<\/svg>$/)
    expect(svg).not.toMatch(/'[CD]'/)
  }
})

test('the price is standardised over the catalogue', () => {
  const mean = products.reduce((sum, { priceZ }) => sum + priceZ, 0) / 600
  const square = products.reduce((sum, { priceZ }) => sum + priceZ ** 2, 0) / 600
  expect(mean).toBeCloseTo(0, 10)
  expect(square).toBeCloseTo(1, 10)
})

test('an item speaks the language of the shop', () => {
  const [product] = products
  expect(itemRecord(product!, 'zh').title).toBe(product!.titles.zh)
  expect(itemRecord(product!, 'en').title).toBe(product!.titles.en)
  expect(itemRecord(product!).title).toBe(`${product!.titles.zh} ${product!.titles.en}`)
  expect(itemRecord(product!, 'en').attributes.title_zh).toBe(product!.titles.zh)
})

test('more products than the words allow are refused', () => {
  expect(() => createCatalogue(1, 100_000)).toThrow(RangeError)
})
