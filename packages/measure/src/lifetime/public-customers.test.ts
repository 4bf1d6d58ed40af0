import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bgNbdExpected } from './bg-nbd.ts'
import { fitBgNbd } from './fit-bg-nbd.ts'
import { fitGammaGamma } from './fit-gamma-gamma.ts'
import { fitParetoNbd } from './fit-pareto-nbd.ts'
import { type Purchases, summarisePurchases } from './summarise-purchases.ts'

const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const cdnow = join(data, 'cdnow', 'cdnow_customers_summary.csv')
const cdnowSpend = join(data, 'cdnow', 'cdnow_customers_summary_with_transactions.csv')
const cdnowPurchases = join(data, 'cdnow', 'CDNOW_sample.txt.gz')
const onlineRetail = join(data, 'online-retail', 'online_retail.csv.gz')
const dayMs = 86_400_000

function readHistories(file: string) {
  const rows = readFileSync(file, 'utf8').replaceAll('\r', '').trim().split('\n').slice(1)
  const columns = rows.map((row) => row.split(',').map(Number))
  const column = (at: number): number[] => columns.map((row) => row[at]!)
  return { frequency: column(1), recency: column(2), age: column(3), spend: column(4) }
}

function near(value: number, published: number, share: number): void {
  expect(Math.abs(value / published - 1)).toBeLessThan(share)
}

test.skipIf(!existsSync(cdnow))('CDNOW: the published BG/NBD', () => {
  const { parameters, logLikelihood } = fitBgNbd(readHistories(cdnow))
  near(parameters.r, 0.242593, 1e-5)
  near(parameters.alpha, 4.413532, 1e-5)
  near(parameters.a, 0.792886, 1e-5)
  near(parameters.b, 2.425754, 1e-5)
  expect(logLikelihood).toBeCloseTo(-9582.4256, 3)
})

test.skipIf(!existsSync(cdnow))('CDNOW: the published Pareto/NBD', () => {
  const { parameters, logLikelihood } = fitParetoNbd(readHistories(cdnow))
  expect(parameters.r).toBeCloseTo(0.553, 3)
  expect(parameters.alpha).toBeCloseTo(10.578, 3)
  expect(parameters.s).toBeCloseTo(0.606, 3)
  expect(parameters.beta).toBeCloseTo(11.669, 2)
  expect(logLikelihood).toBeCloseTo(-9595, 1)
})

test.skipIf(!existsSync(cdnowSpend))('CDNOW: the published Gamma-Gamma of 946 repeat buyers', () => {
  const { parameters, logLikelihood, customers } = fitGammaGamma(readHistories(cdnowSpend))
  expect(customers).toBe(946)
  near(parameters.p, 6.2488, 1e-5)
  near(parameters.q, 3.7446, 1e-5)
  near(parameters.v, 15.4477, 1e-5)
  expect(logLikelihood).toBeCloseTo(-4055.923, 3)
})

interface Holdout {
  readonly from: number
  readonly to: number
  readonly unitMs: number
  readonly customers: number
}

/** Fits on purchases until `from`; correlation and total of what is predicted until `to` against days with a purchase. */
function judged(purchases: Purchases, { from, to, unitMs, customers }: Holdout) {
  const histories = summarisePurchases(purchases, { until: from, customers, unitMs })
  const { parameters } = fitBgNbd(histories)
  const predicted = Array.from(histories.customer, (_, i) =>
    bgNbdExpected(
      parameters,
      { frequency: histories.frequency[i]!, recency: histories.recency[i]!, age: histories.age[i]! },
      (to - from) / unitMs,
    ),
  )
  const days = new Set<string>()
  for (let i = 0; i < purchases.customer.length; i++) {
    const time = purchases.time[i]!
    if (time > from && time <= to) days.add(`${purchases.customer[i]} ${Math.floor(time / dayMs)}`)
  }
  const counts = new Map<number, number>()
  for (const day of days) {
    const customer = Number(day.split(' ')[0])
    counts.set(customer, (counts.get(customer) ?? 0) + 1)
  }
  const actual = Array.from(histories.customer, (customer) => counts.get(customer) ?? 0)
  const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0)
  const [meanP, meanA] = [sum(predicted) / predicted.length, sum(actual) / actual.length]
  const both = sum(predicted.map((p, i) => (p - meanP) * (actual[i]! - meanA)))
  const [own, other] = [sum(predicted.map((p) => (p - meanP) ** 2)), sum(actual.map((a) => (a - meanA) ** 2))]
  return { customers: predicted.length, correlation: both / Math.sqrt(own * other), total: meanP / meanA }
}

test.skipIf(!existsSync(cdnowPurchases))('CDNOW: 39 weeks ahead', () => {
  const rows = gunzipSync(readFileSync(cdnowPurchases)).toString('latin1').trim().split(/\r?\n/)
  const fields = rows.map((row) => row.trim().split(/\s+/))
  const dayOf = (text: string): number =>
    Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6)))
  const purchases = {
    customer: fields.map((row) => Number(row[1]) - 1),
    time: fields.map((row) => dayOf(row[2]!)),
    amount: fields.map((row) => Number(row[4])),
  }
  const holdout = { from: dayOf('19970930'), to: dayOf('19980630'), unitMs: 7 * dayMs, customers: 2357 }
  const { customers, correlation, total } = judged(purchases, holdout)
  expect(customers).toBe(2357)
  expect(correlation).toBeGreaterThan(0.625)
  expect(Math.abs(total - 1)).toBeLessThan(0.13)
})

/** Lines with a customer, a quantity and a price above 0, no cancellation, each once: 392,692 of 541,909. */
function readOnlineRetail() {
  const numbers = new Map<string, number>()
  const purchases = { customer: [] as number[], time: [] as number[], amount: [] as number[] }
  const lines = new Set(gunzipSync(readFileSync(onlineRetail)).toString('utf8').trim().split('\n').slice(1))
  for (const line of lines) {
    // Only the description can hold commas: count from both ends.
    const fields = line.split(',')
    const [customer, price, date, quantity] = [fields.at(-2)!, fields.at(-3)!, fields.at(-4)!, fields.at(-5)!]
    if (customer === '' || line.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0)) continue
    if (!numbers.has(customer)) numbers.set(customer, numbers.size)
    purchases.customer.push(numbers.get(customer)!)
    purchases.time.push(Date.parse(`${date.replace(' ', 'T')}Z`))
    purchases.amount.push(Number(quantity) * Number(price))
  }
  return { purchases, customers: numbers.size }
}

test.skipIf(!existsSync(onlineRetail))('online-retail: six months after the first six', () => {
  const { purchases, customers } = readOnlineRetail()
  expect(purchases.customer).toHaveLength(392_692)
  expect(customers).toBe(4338)
  const holdout = { from: Date.UTC(2011, 5, 9, 23, 59), to: Date.UTC(2011, 11, 9, 23, 59), unitMs: dayMs, customers }
  const { correlation, total } = judged(purchases, holdout)
  expect(correlation).toBeGreaterThan(0.82)
  expect(Math.abs(total - 1)).toBeLessThan(0.1)
})
