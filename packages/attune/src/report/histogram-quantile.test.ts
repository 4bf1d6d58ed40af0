import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { histogramQuantile } from './histogram-quantile.ts'

const histogram = () =>
  new Histogram({
    name: 'h',
    help: 'h',
    labelNames: ['route', 'status'],
    buckets: [1, 2, 4],
    registers: [new Registry()],
  })

const every = () => true

test('nothing observed is nothing known', async () => {
  expect(await histogramQuantile(histogram(), 0.95, every)).toBe(null)
})

test('the quantile lies within its bucket in proportion', async () => {
  const h = histogram()
  // Ten up to 1, ten up to 2: the 15th of 20 is halfway through the second bucket.
  for (let i = 0; i < 10; i++) {
    h.observe({ route: 'a', status: '200' }, 0.5)
    h.observe({ route: 'b', status: '200' }, 1.5)
  }
  expect(await histogramQuantile(h, 0.75, every)).toBeCloseTo(1.5, 12)
  expect(await histogramQuantile(h, 0.5, every)).toBeCloseTo(1, 12)
})

test('only the labels that fit count, over all of them together', async () => {
  const h = histogram()
  h.observe({ route: 'a', status: '200' }, 0.5)
  h.observe({ route: 'a', status: '500' }, 3)
  h.observe({ route: 'b', status: '200' }, 3)
  expect(await histogramQuantile(h, 1, ({ route, status }) => route === 'a' && status === '200')).toBe(1)
  expect(await histogramQuantile(h, 1, ({ status }) => status === '200')).toBe(4)
})

test('what lies beyond all buckets is at least the last bound', async () => {
  const h = histogram()
  h.observe({ route: 'a', status: '200' }, 100)
  expect(await histogramQuantile(h, 0.95, every)).toBe(4)
})
