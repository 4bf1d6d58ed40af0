import type { ItemInput } from '../../api/schemas/items.ts'
import { createEventTableBuilder } from '../event-table.ts'
import { decodeLines } from '../files/decode-lines.ts'
import { openBytes } from '../files/open-bytes.ts'
import { parseTime } from '../files/parse-time.ts'
import { readCsv } from '../files/read-csv.ts'
import type { Refusal } from '../refusal.ts'
import type { Dataset, DatasetReader, ReadOptions } from './dataset.ts'
import { findFile } from './read-lines.ts'

const file = 'online_retail.csv'

/**
 * UCI Online Retail (Chen et al. 2012): the lines of all invoices of a British gift shop. An invoice is one order. Lines
 * without a customer, cancellations, and lines whose quantity or price is not above zero are set aside with the reason.
 */
export const onlineRetail: DatasetReader = {
  name: 'online-retail',
  aliases: ['uci-online-retail'],
  files: [file],
  read,
  evaluation: (folder) => ({ order: 'times', table: async () => (await read(folder, {})).table }),
}

async function read(folder: string, { onProgress }: ReadOptions): Promise<Dataset> {
  const bytes = await openBytes(findFile(folder, file) ?? file)
  const builder = createEventTableBuilder([file])
  const refused: Refusal[] = []
  const refuse = (line: number, reason: string, field: string | null, message: string, payload: string | null) =>
    refused.push({ file, line, reason, field, message, payload })
  const products = new Map<string, Product>()
  const seen = new Map<string, number>()
  let read = -1
  const texts = decodeLines(bytes.chunks, 'auto').texts
  for await (const batch of readCsv(texts, { delimiter: ',', file, onRefused: (refusal) => refused.push(refusal) })) {
    read += batch.length
    for (const { line, fields } of batch) {
      const [invoice = '', stockCode = '', description = '', units, date, unitPrice, customer = ''] = fields
      if (invoice === 'InvoiceNo') continue
      const payload = [invoice, stockCode, description, units, date, unitPrice].join(',')
      const quantity = Number(units)
      const price = Number(unitPrice)
      const time = parseTime(date)
      if (customer === '') refuse(line, 'missing-field', 'CustomerID', 'CustomerID is empty.', payload)
      else if (invoice.startsWith('C')) refuse(line, 'cancellation', 'InvoiceNo', 'The invoice was cancelled.', payload)
      else if (!(quantity > 0)) refuse(line, 'impossible-value', 'Quantity', 'Quantity must be above zero.', payload)
      else if (!(price > 0)) refuse(line, 'impossible-value', 'UnitPrice', 'UnitPrice must be above zero.', payload)
      else if (Number.isNaN(time)) refuse(line, 'impossible-value', 'InvoiceDate', 'InvoiceDate is no time.', payload)
      else {
        const whole = fields.join()
        const first = seen.get(whole)
        if (first !== undefined) {
          refuse(line, 'duplicate', null, `The same line as line ${first}.`, null)
          continue
        }
        seen.set(whole, line)
        noteProduct(products, stockCode, description, price)
        builder.add({
          line,
          userId: customer.replace(/\.0$/, ''),
          itemId: stockCode,
          event: 'Order Completed',
          orderId: invoice,
          currency: 'GBP',
          time,
          value: price,
          quantity,
        })
      }
    }
    onProgress?.(bytes.position(), bytes.size)
  }
  const items = Array.from(products, ([id, product]) => itemOf(id, product))
  // Duplicates are told by the whole line here, description and country included, as published counts do.
  return {
    name: 'online-retail',
    items,
    table: builder.build('given'),
    refused,
    read,
    notes: [],
    rules: { alike: false, robots: false },
  }
}

interface Product {
  readonly titles: Map<string, number>
  lastPrice: number
}

function noteProduct(products: Map<string, Product>, id: string, title: string, price: number): void {
  let product = products.get(id)
  if (!product) {
    product = { titles: new Map(), lastPrice: price }
    products.set(id, product)
  }
  product.lastPrice = price
  const name = title.trim()
  if (name !== '') product.titles.set(name, (product.titles.get(name) ?? 0) + 1)
}

/** The description used most often; the shop wrote in capitals. */
function itemOf(id: string, { titles, lastPrice }: Product): ItemInput {
  let best = id
  let most = 0
  for (const [title, count] of titles) if (count > most) [best, most] = [title, count]
  const title = best === id ? id : best.charAt(0) + best.slice(1).toLowerCase()
  return { id, title, price: lastPrice, currency: 'GBP', language: 'en' }
}
