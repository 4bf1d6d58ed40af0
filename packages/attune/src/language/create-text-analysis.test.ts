import { expect, test } from 'vitest'
import { type Item, itemInputSchema } from '../api/schemas/items.ts'
import { itemOf } from '../collect/item-rows.ts'
import { createTextAnalysis } from './create-text-analysis.ts'
import { createWorkspaceWords } from './create-workspace-words.ts'
import { itemNames } from './item-names.ts'

const now = Date.UTC(2026, 10, 27, 12)

/** A catalogue in memory that counts how often it is looked through. */
function catalogue(...first: readonly object[]) {
  const shelf = new Map<string, Item>()
  const state = { looks: 0, revision: 0 }
  const put = (...items: readonly object[]): void => {
    for (const item of items) {
      const parsed = itemOf(itemInputSchema.parse(item), now)
      shelf.set(parsed.id, parsed)
    }
    state.revision++
  }
  put(...first)
  return {
    state,
    put,
    remove(id: string) {
      shelf.delete(id)
      state.revision++
    },
    items: {
      revision: () => state.revision,
      all: () => {
        state.looks++
        return shelf.values()
      },
    },
  }
}

const band = { id: 'band', title: '小米手环8', brand: '小米/Xiaomi', description: '全天候血氧监测，续航十六天' }
const shoe = {
  id: 'shoe',
  title: 'Nike Air Max 90',
  brand: 'Nike',
  description: 'Running shoes with a visible air unit',
}
const analysisOf = ({ items }: ReturnType<typeof catalogue>) => createTextAnalysis({ items, clock: () => now })

test('texts are read in the words of the catalogue', async () => {
  const [chinese, english] = await analysisOf(catalogue(band, shoe)).analyse('default', {
    texts: ['小米手环8续航真不错，明天再买一个', 'My xiaomi is fine, the nike air max 90 too'],
  })
  expect(chinese?.language.language).toBe('zh')
  expect(chinese?.terms).toContain('小米手环8')
  expect(chinese?.keywordsBy).toBe('tf-idf')
  expect(chinese?.entities.map(({ kind, value }) => [kind, value])).toEqual([
    ['product', { name: '小米手环8', id: 'band' }],
    ['date', { date: '2026-11-28' }],
  ])
  expect(english?.entities.map(({ kind, value }) => [kind, value])).toEqual([
    ['brand', { name: 'Xiaomi', id: '小米/Xiaomi' }],
    ['product', { name: 'Nike Air Max 90', id: 'shoe' }],
  ])
})

test('the catalogue is looked through once a change, not once a request', async () => {
  const shelf = catalogue(band)
  const analysis = analysisOf(shelf)
  const ask = () => analysis.analyse('default', { texts: ['Anker 充电宝很好'] })
  await Promise.all([ask(), ask(), ask()])
  await ask()
  expect(shelf.state.looks).toBe(1)
  expect((await ask())[0]?.entities).toEqual([])
  shelf.put({ id: 'bank', title: '充电宝', brand: 'Anker' })
  expect((await ask())[0]?.entities.map(({ kind, text }) => [kind, text])).toEqual([
    ['brand', 'Anker'],
    ['product', '充电宝'],
  ])
  expect(shelf.state.looks).toBe(2)
})

test('statistics after changes and removals are those of a catalogue that never was another', async () => {
  const shelf = catalogue(band, shoe, { id: 'gone', title: '红色围巾' })
  const words = createWorkspaceWords(shelf)
  await words.of('default')
  shelf.put({ ...shoe, description: 'Blue shoes for walking' })
  shelf.remove('gone')
  const after = (await words.of('default')).statistics
  const fresh = (
    await createWorkspaceWords(catalogue(band, { ...shoe, description: 'Blue shoes for walking' })).of('default')
  ).statistics
  const sorted = (terms: typeof fresh): unknown[] => [...terms.toJSON().terms].sort()
  expect(sorted(after)).toEqual(sorted(fresh))
  expect(after.documents).toBe(2)
})

test('a change while words are made is not lost', async () => {
  const shelf = catalogue(...Array.from({ length: 250 }, (_, i) => ({ id: `i${i}`, title: `thing ${i}` })))
  const words = createWorkspaceWords(shelf)
  const first = words.of('default')
  shelf.put({ id: 'late', title: '晚到的商品' })
  expect((await first).statistics.documents).toBe(251)
})

test('a large catalogue is counted over several requests, its names are there at once', async () => {
  const shelf = catalogue(
    ...Array.from({ length: 10 }, (_, i) => ({ id: `i${i}`, title: `thing${i}`, brand: `Brand${i}` })),
  )
  const words = createWorkspaceWords({ items: shelf.items, countedAtOnce: 4 })
  const counted: number[] = []
  for (let i = 0; i < 4; i++) {
    const { statistics, gazetteer } = await words.of('default')
    counted.push(statistics.documents)
    expect(gazetteer.size).toBe(20)
  }
  expect(counted).toEqual([4, 8, 10, 10])
})

test('a change of price makes no names anew, and nothing is counted again', async () => {
  const shelf = catalogue(band, shoe)
  const words = createWorkspaceWords(shelf)
  const before = await words.of('default')
  shelf.put({ ...shoe, price: 1, currency: 'CNY' })
  const after = await words.of('default')
  expect(after.gazetteer).toBe(before.gazetteer)
  expect(after.statistics.documents).toBe(2)
  shelf.put({ ...shoe, title: 'Pegasus 41' })
  expect((await words.of('default')).gazetteer).not.toBe(before.gazetteer)
})

test('workspaces know nothing of each other', async () => {
  const shelf = catalogue(band)
  const items = { ...shelf.items, all: (workspace: string) => (workspace === 'a' ? shelf.items.all() : [].values()) }
  const analysis = createTextAnalysis({ items, clock: () => now })
  expect((await analysis.analyse('b', { texts: ['小米手环8'] }))[0]?.entities).toEqual([])
  expect((await analysis.analyse('a', { texts: ['小米手环8'] }))[0]?.entities).toHaveLength(1)
})

test('with an empty catalogue keywords are by TextRank, and nothing is missing', async () => {
  const [one] = await analysisOf(catalogue()).analyse('default', { texts: ['物流很快，包装结实'] })
  expect(one?.keywordsBy).toBe('text-rank')
  expect(one?.keywords.length).toBeGreaterThan(0)
})

test('texts that say nearly the same point to the first of them', async () => {
  const answers = await analysisOf(catalogue()).analyse('default', {
    texts: [
      '物流很快，包装很结实，下次还会再来买',
      '味道一般',
      '物流很快 包装很结实 下次还会再来买！！',
      '',
      '',
      '物流很快，包装很结实，下次还会再来买',
    ],
  })
  expect(answers.map(({ duplicateOf }) => duplicateOf)).toEqual([null, null, 0, null, null, 0])
})

test('sentiment is null without a reader, and what the reader says with one', async () => {
  const shelf = catalogue()
  expect((await analysisOf(shelf).analyse('default', { texts: ['很好'] }))[0]?.sentiment).toBeNull()
  const good = { label: 'positive', confidence: 0.9, source: 'model', aspects: [] } as const
  const analysis = createTextAnalysis({
    items: shelf.items,
    clock: () => now,
    sentiment: async (_, texts) => texts.map(({ language }) => (language === 'zh' ? good : null)),
  })
  const answers = await analysis.analyse('default', { texts: ['质量很好', 'Привет всем'] })
  expect(answers.map(({ sentiment }) => sentiment)).toEqual([good, null])
})

test('a brand in two languages has two names, and only titles that look like names stay whole', () => {
  expect(itemNames({ id: 'a', title: 'iPhone 15', brand: '苹果（Apple）' })).toEqual({
    entries: [
      { kind: 'brand', name: '苹果', id: '苹果（Apple）' },
      { kind: 'brand', name: 'Apple', id: '苹果（Apple）' },
      { kind: 'product', name: 'iPhone 15', id: 'a' },
    ],
    words: ['苹果', 'Apple', 'iPhone 15'],
  })
  expect(itemNames({ id: 'b', title: '红色跑鞋', brand: null }).words).toEqual([])
  expect(itemNames({ id: 'c', title: 'A set of 12 very nice pens for school', brand: '' }).words).toEqual([])
})
