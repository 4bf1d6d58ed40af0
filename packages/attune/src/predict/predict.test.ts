import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { areaUnderCurve, calibrationError, decodeSafetensors, dot, encodeSafetensors } from '@attune/learn'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { predictCommand } from '../cli/commands/predict.ts'
import { tinyBert } from '../encoders/tiny-bert.fixture.ts'
import { exportOnnx } from '../export/export-onnx.ts'
import { labelReport } from '../finetune/label-report.ts'
import { openClassifier } from '../finetune/open-classifier.ts'
import { saveModel, type Trained } from '../finetune/save-model.ts'
import { trainClassifier } from '../finetune/train-classifier.ts'
import { trainLabeller } from '../finetune/train-labeller.ts'
import { trainRanker } from '../finetune/train-ranker.ts'
import { scoreReport, trainScorer } from '../finetune/train-scorer.ts'
import { trainSimilarity } from '../finetune/train-similarity.ts'
import { type Entity, tagReport, trainTagger } from '../finetune/train-tagger.ts'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { openServingEncoder, quantisedFile } from '../quantise/open-serving-encoder.ts'
import { quantiseClassifier } from '../quantise/quantise-classifier.ts'
import { quantiseEncoder } from '../quantise/quantise-encoder.ts'
import { saveRanker } from '../ranker/save-ranker.ts'
import { trainRanker as trainRowRanker } from '../ranker/train-ranker.ts'
import { newRun } from '../runs/new-run.fixture.ts'
import { readRecord, writeRecord } from '../runs/run-folder.ts'
import { createRunLedger } from '../runs/run-ledger.ts'
import { nearestTexts } from './nearest-texts.ts'
import { openPredictor } from './open-predictor.ts'
import type { Predictor } from './predictor.ts'
import { fileLines, type Line, type Lines } from './read-inputs.ts'

// Small trainings, on machines that are busy with others.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'attune-predict-'))
const at = (name: string): string => join(folder, name)
const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content)
  return at(name)
}
let [printed, told] = ['', '']
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<string> {
  printed = ''
  told = ''
  await predictCommand().parseAsync(['node', 'attune', ...args, '--data-dir', at('data'), '--threads', '1'])
  return printed
}
const asLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const lines = async (...args: string[]) => asLines(await run(...args, '--json'))
const refused = async (...args: string[]) => JSON.parse(await run(...args, '--json')).error

/** What is trained is opened again as the kind that it should be. */
async function opened<Kind extends Predictor['kind']>(name: string, kind: Kind) {
  const predictor = await openPredictor(at(name), { threads: 1 })
  expect(predictor.kind).toBe(kind)
  return predictor as Extract<Predictor, { kind: Kind }>
}
const saved = <Report>(name: string, trained: Trained<Report & object>) =>
  saveModel(at(name), trained, settings, '# A card\n')

let state = 7
const draw = <T>(list: readonly T[]): T => {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31
  return list[Math.floor((state / 2 ** 31) * list.length)] as T
}
const many = <Row>(count: number, make: () => Row) => ({ rows: Array.from({ length: count }, make), leftOut: [] })
const things = ['外套', '鞋子', '茶壶', 'jacket', 'shoes', 'teapot', '手机', 'lamp']
const brands = ['Nike', '安踏', 'Adidas', '李宁']

let time = 0
const hooks = { clock: () => time++ }
const settings = {
  encoder: 'scratch',
  method: 'full',
  epochs: 5,
  batch: 16,
  longest: 24,
  rank: 8,
  seed: 1,
  threads: 1,
} as const

test('classes: as the training found, from arguments, files and standard input, by folder and by run', async () => {
  const words = { good: ['很好', 'great'], bad: ['难吃', 'awful'], late: ['送货慢', 'came late'] }
  const make = () => {
    const label = draw(Object.keys(words) as (keyof typeof words)[])
    return { text: `${draw(things)} ${draw(words[label])} ${draw(things)}`, label }
  }
  const tried = many(50, make)
  const trained = await trainClassifier({ train: many(200, make), test: tried }, settings, hooks)
  saved('classes', trained)
  {
    await using predictor = await opened('classes', 'classify')
    expect(predictor).toMatchObject({ labels: ['bad', 'good', 'late'], scope: 'distance' })
    const found = await predictor.predict(
      tried.rows.map(({ text }) => text),
      { top: 3 },
    )
    const right = found.filter(({ label }, i) => label === tried.rows[i]?.label).length
    expect(right / 50).toBe(trained.report.accuracy)
    for (const { label, probability, top = [] } of found) {
      expect(top[0]).toEqual({ label, probability })
      expect(top.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 5)
    }
    const [usual, strange] = await predictor.predict(['外套 很好 lamp', '0 1 2 3 4 5 6 7 8 9 @@@ ###'])
    expect(strange?.outOfScope).toBeGreaterThan(usual?.outOfScope ?? Number.POSITIVE_INFINITY)
    await expect(predictor.predict(['很好', ' '])).rejects.toMatchObject({ code: 'empty-text', details: { at: 1 } })
    await expect(predictor.predict([{ text: 'a', second: 'b' }])).rejects.toMatchObject({ code: 'bad-parameter' })
  }

  expect(await lines('--model', at('classes'), '外套 很好', 'lamp awful', '--top', '2')).toMatchObject([
    { line: 1, text: '外套 很好', label: 'good', top: [{ label: 'good' }, {}] },
    { line: 2, text: 'lamp awful', label: 'bad', top: [{ label: 'bad' }, {}] },
  ])
  const table = await run('--model', at('classes'), '外套 很好', 'lamp awful', '')
  expect(table.split('\n')[0]).toMatch(/^line +text +label +probability +out of scope/)
  expect(table).toContain('外套 很好')
  expect(table).toContain('(empty)')
  expect(told).toContain('1 text is empty and has no answer (first in line 3).')

  // 300 texts are several batches; an empty one keeps its place, a broken line is told.
  const long = `鞋子 great ${'茶壶 '.repeat(34_000)}`
  expect(long.length).toBeGreaterThan(100_000)
  const rows = Array.from({ length: 300 }, (_, i) => `${i},${['鞋子 great', '手机 难吃', ''][i % 3]}`)
  const csv = ['id,text', `long,${long}`, ...rows, 'a,b,c'].join('\n')
  const args = ['--model', at('classes'), '--texts', put('texts.csv.gz', gzipSync(csv)), '--text', 'text']
  const summary = JSON.parse(await run(...args, '--keep', 'id', '--out', at('answers.jsonl'), '--batch', '8', '--json'))
  expect(summary).toEqual({ kind: 'classify', answered: 201, empty: 100, out: at('answers.jsonl') })
  expect(told).toContain('1 line left out: wrong-column-count')
  const answers = asLines(readFileSync(at('answers.jsonl'), 'utf8'))
  expect(answers).toHaveLength(301)
  expect(answers[0]).toMatchObject({ line: 2, row: { id: 'long' }, label: 'good' })
  // Cut where training cuts: what lies behind 24 tokens does not matter.
  const [short] = await lines('--model', at('classes'), `鞋子 great ${'茶壶 '.repeat(30)}`)
  expect(answers[0].probability).toBeCloseTo(short.probability, 4)
  expect(answers[1]).toMatchObject({ line: 3, row: { id: '0' }, text: '鞋子 great', label: 'good' })
  expect(answers[2]).toMatchObject({ line: 4, text: '手机 难吃', label: 'bad' })
  expect(answers[3]).toEqual({ line: 5, row: { id: '2' }, text: '', skipped: 'empty' })
  expect((await refused(...args, '--out', at('answers.jsonl'))).code).toBe('file-exists')

  vi.spyOn(process, 'stdin', 'get').mockReturnValue(
    Readable.from([Buffer.from('茶壶 送货慢\r\n\nlamp came late')]) as typeof process.stdin,
  )
  expect(await lines('--model', at('classes'), '-')).toMatchObject([
    { line: 1, text: '茶壶 送货慢', label: 'late' },
    { line: 2, skipped: 'empty' },
    { line: 3, text: 'lamp came late', label: 'late' },
  ])

  const ledger = createRunLedger({ dataDir: at('data'), clock: () => Date.UTC(2026, 2, 1) })
  const { id, folder: own } = ledger.create(newRun)
  expect((await refused('--model', id, '很好')).code).toBe('unknown-model')
  writeRecord(own, { ...readRecord(own), state: 'finished', model: at('classes') })
  expect(await lines('--model', id, '外套 很好')).toMatchObject([{ label: 'good' }])
  writeRecord(own, { ...readRecord(own), model: at('gone') })
  expect((await refused('--model', id, '很好')).code).toBe('unknown-model')

  // Of bytes it tells strange texts as before.
  const classifier = openClassifier(at('classes'))
  const { safetensors, bytes } = await quantiseClassifier(classifier, { bits: 8, threads: 1, device: 'cpu' })
  writeFolder(at('bytes'), {
    'model.safetensors': safetensors,
    'classifier.json': asJson({ ...classifier.facts, quantised: { bytes } }),
    'tokenizer.json': JSON.stringify(classifier.tokenizerJson),
  })
  await using small = await opened('bytes', 'classify')
  expect(small.scope).toBe('distance')
  expect(await small.predict(['外套 很好'])).toMatchObject([{ label: 'good' }])

  // Broken folders are told at once.
  const model = decodeSafetensors(readFileSync(join(at('classes'), 'model.safetensors')))
  const broken = (name: string, facts: object, arrays = model.arrays) =>
    writeFolder(at(name), {
      'model.safetensors': encodeSafetensors(arrays, { format: 'attune-classifier-1' }),
      'classifier.json': asJson({ ...classifier.facts, ...facts }),
      'tokenizer.json': JSON.stringify(classifier.tokenizerJson),
    })
  broken('broken-labels', { labels: ['a', 'b'] })
  broken('broken-scope', {}, new Map([...model.arrays].filter(([name]) => !name.startsWith('scope.'))))
  broken('broken-format', { format: 'attune-classifier-9' })
  broken('distilled', { scope: undefined })
  await using distilled = await opened('distilled', 'classify')
  expect(distilled.scope).toBe('energy')
  for (const name of ['broken-labels', 'broken-scope', 'broken-format'])
    expect((await refused('--model', at(name), '很好')).code, name).toBe('bad-model')
})

test('several labels: as the training found', async () => {
  const words = { size: ['too small', '太小'], late: ['came late', '送货慢'] }
  const make = () => {
    const labels = Object.keys(words).filter(() => draw([true, false])) as (keyof typeof words)[]
    return { text: [draw(things), ...labels.map((label) => draw(words[label]))].join(' '), labels }
  }
  const tried = many(40, make)
  const trained = await trainLabeller({ train: many(200, make), test: tried }, settings, hooks)
  saved('labels', trained)
  await using predictor = await opened('labels', 'label')
  const found = await predictor.predict(tried.rows.map(({ text }) => text))
  const report = labelReport(
    tried.rows.map(({ labels }) => labels),
    found.map(({ labels }) => labels.map(({ label }) => label)),
  )
  expect(report.microF1).toBe(trained.report.microF1)
  const [both] = await lines('--model', at('labels'), '外套 too small 送货慢', '--top', '1')
  expect(both.labels.map(({ label }: { label: string }) => label).sort()).toEqual(['late', 'size'])
  expect(both.top).toEqual([both.labels[0]])
})

test('numbers: as the training found, of one text and of two', async () => {
  const make = () => {
    const value = draw([1, 2, 3, 4])
    return { text: `${draw(things)} ${['awful', '一般', 'good', '太好了'][value - 1]}`, value }
  }
  const tried = many(30, make)
  const trained = await trainScorer({ train: many(150, make), test: tried }, settings, hooks)
  saved('numbers', trained)
  {
    await using predictor = await opened('numbers', 'score')
    const found = await predictor.predict(tried.rows.map(({ text }) => text))
    const truths = tried.rows.map(({ value }) => value)
    const { rmse } = scoreReport(
      truths,
      found.map(({ value }) => value),
      0,
    )
    expect(rmse).toBeCloseTo(trained.report.rmse, 5)
  }
  expect((await refused('--model', at('numbers'), '好', '--top', '2')).code).toBe('bad-parameter')

  const pair = () => {
    const [first, second] = [draw(things), draw(things)]
    return { text: first, second, value: Number(first === second) }
  }
  const pairs = await trainScorer({ train: many(40, pair), test: many(10, pair) }, { ...settings, epochs: 1 }, hooks)
  saved('pairs', pairs)
  const file = put('pairs.tsv', 'a\tb\n外套\t外套\nlamp\t\n手机\tshoes')
  const answers = await lines('--model', at('pairs'), '--texts', file, '--text', 'a', '--second', 'b')
  expect(answers).toMatchObject([{ second: '外套' }, { line: 3, text: 'lamp', skipped: 'empty' }, { text: '手机' }])
  expect(typeof answers[0].value).toBe('number')
  expect((await refused('--model', at('pairs'), '外套')).details.field).toBe('second')
})

test('entities: as the training found, where they stand', async () => {
  const make = () => {
    const brand = draw(brands)
    const before = `${draw(things)} ${draw(['of', '的'])} `
    const entities = [{ start: before.length, end: before.length + brand.length, label: 'brand' }]
    return { text: `${before}${brand} ${draw(things)}`, entities }
  }
  const tried = many(40, make)
  const trained = await trainTagger({ train: many(200, make), test: tried }, { ...settings, epochs: 8 }, hooks)
  saved('entities', trained)
  await using predictor = await opened('entities', 'tag')
  const found = await predictor.predict(tried.rows.map(({ text }) => text))
  const plain = found.map(({ entities }) => entities.map(({ start, end, label }): Entity => ({ start, end, label })))
  expect(
    tagReport(
      tried.rows.map(({ entities }) => entities),
      plain,
    ).f1,
  ).toBe(trained.report.f1)
  const texts = ['  外套 的 李宁 lamp', 'jacket of Nike 手机']
  const answers = await lines('--model', at('entities'), ...texts)
  for (const [i, brand] of ['李宁', 'Nike'].entries()) {
    const start = (texts[i] as string).indexOf(brand)
    expect(answers[i].entities).toMatchObject([{ start, end: start + brand.length, label: 'brand', text: brand }])
    expect(answers[i].entities[0].confidence).toBeGreaterThan(0.5)
  }
  expect(await run('--model', at('entities'), texts[1] as string)).toContain('Nike [10–14] brand')
})

test('candidates in the order of the training, the best first', async () => {
  const rows = () => {
    const query = `${draw(things)} ${draw(brands)} ${state}`
    return Array.from({ length: 5 }, () => {
      const thing = draw(things)
      return { query, text: `${draw(brands)} ${thing}`, relevance: Number(query.startsWith(thing)) }
    })
  }
  const file = (count: number) => ({ rows: Array.from({ length: count }, rows).flat(), leftOut: [] })
  const ranking = { ...settings, epochs: 1, loss: 'listwise', candidates: 5 } as const
  const trained = await trainRanker({ train: file(40), test: file(20) }, ranking, hooks)
  saveModel(at('order'), trained, ranking, '# A card\n')
  const texts = brands.flatMap((brand) => things.flatMap((thing) => [`${brand} ${thing}`, `${brand} 新 ${thing}`]))
  const price = 1_234_567.891
  const csv = put('candidates.jsonl', texts.map((title) => JSON.stringify({ title, price })).join('\n'))
  await using predictor = await opened('order', 'rank')
  const scores = await predictor.predict(texts.map((second) => ({ text: '外套 Nike', second })))
  const expected = texts.toSorted(
    (a, b) => (scores[texts.indexOf(b)]?.score ?? 0) - (scores[texts.indexOf(a)]?.score ?? 0),
  )
  const args = ['--model', at('order'), '--texts', csv, '--text', 'title', '--query', '外套 Nike']
  // Two times 32 at a time: the order is over all of them.
  const all = await lines(...args, '--batch', '1', '--keep', 'price')
  for (const { row } of all) expect(row).toEqual({ price })
  expect(all.map(({ text }: { text: string }) => text)).toEqual(expected)
  const three = await lines(...args, '--top', '3', '--batch', '1')
  expect(three.map(({ text }: { text: string }) => text)).toEqual(expected.slice(0, 3))
  expect((await refused('--model', at('order'), '外套')).details.field).toBe('query')
})

test('vectors: as the training found, and the texts that are most alike', async () => {
  const topics = [
    ['where is my parcel', '包裹在哪里'],
    ['I want my money back', '我要退款'],
    ['the size is wrong', '尺码不对'],
  ]
  const make = () => {
    const topic = draw(topics)
    return { first: `${draw(things)} ${topic[0]}`, second: topic[1] as string }
  }
  const tried = many(30, make)
  const trained = await trainSimilarity({ train: many(150, make), test: tried }, { ...settings, scale: 20 }, hooks)
  saved('vectors', trained)
  await using predictor = await opened('vectors', 'similar')
  const [first, second] = await predictor.predict(['lamp the size is wrong', '尺码不对'])
  if (!first || !second) throw new Error('no vectors')
  expect(dot(first.vector, first.vector)).toBeCloseTo(1, 5)
  const [shown] = await lines('--model', at('vectors'), '尺码不对')
  expect(shown.vector).toHaveLength(128)
  for (const [i, value] of shown.vector.entries()) expect(value).toBeCloseTo(second.vector[i] as number, 4)
  const faq = put('faq.csv', ['question', ...topics.map(([, zh]) => zh), '我要退款'].join('\n'))
  const args = ['--model', at('vectors'), '--with', faq, '--with-text', 'question', '--top', '2']
  const [alike] = (await lines(...args, 'lamp the size is wrong')) as [{ alike: { text: string; cosine: number }[] }]
  expect(alike.alike).toHaveLength(2)
  expect(alike.alike[0]?.text).toBe('尺码不对')
  expect(alike.alike[0]?.cosine).toBeCloseTo(dot(first.vector, second.vector), 4)

  // Encoders that were taught nothing else, with floats and with bytes.
  writeFolder(at('bert'), tinyBert())
  const plain = openServingEncoder(at('bert'))
  const { safetensors } = await quantiseEncoder(plain, { bits: 8, threads: 1, device: 'cpu' })
  const { innerWidth = 4 * plain.model.shape.width, segments = 0, epsilon = 1e-12 } = plain.model.shape
  writeFolder(at('bert8'), {
    [quantisedFile]: safetensors,
    'encoder.json': asJson({ ...plain.model.shape, innerWidth, segments, epsilon }),
    'tokenizer.json': JSON.stringify(plain.tokenizerJson),
  })
  for (const name of ['bert', 'bert8']) expect((await lines('--model', at(name), '好茶 tea'))[0].vector).toHaveLength(8)
  // What was taught likeness can be rounded and given to other programs as well.
  const taught = openServingEncoder(at('vectors'))
  const texts = topics.flat()
  const { likeness } = await quantiseEncoder(taught, { bits: 8, threads: 1, device: 'cpu', texts })
  expect(likeness?.least).toBeGreaterThan(0.95)
  for (const name of ['vectors', 'bert8']) expect(exportOnnx(at(name)).outputs).toEqual(['last_hidden_state'])
})

test('chances of rows, calibrated where the model is, and columns that are missing are named', async () => {
  const rows = Array.from({ length: 600 }, () => ({
    商品: draw(things),
    hour: draw([8, 12, 20]),
    n: draw([1, 2, 3, 4]),
  }))
  const part = (from: number, to: number) => {
    const own = rows.slice(from, to)
    const truths = Float32Array.from(own, ({ 商品, hour }) => Number(/[a-z]/.test(商品) === hour < 12))
    return { rows: own, truths }
  }
  const how = {
    model: { kind: 'deepfm', width: 4, hidden: [8] },
    columns: { 商品: { kind: 'ids' }, hour: { kind: 'ids' }, n: { kind: 'number' } },
    calibrate: 'isotonic',
    validationShare: 0.2,
    epochs: 4,
    patience: 2,
    batch: 32,
    learningRate: 0.01,
    rare: 1,
    seed: 1,
    threads: 1,
  } as const
  const tried = part(500, 600)
  const trained = await trainRowRanker({ train: part(0, 500), test: tried }, how, hooks)
  saveRanker(at('chances'), trained, how, { label: 'click', card: '# A card\n' })
  await using predictor = await opened('chances', 'chance')
  expect(predictor).toMatchObject({ label: 'click', columns: ['商品', 'hour', 'n'], calibrated: true })
  const found = await predictor.predict(tried.rows)
  const chances = Float32Array.from(found, ({ probability }) => probability)
  expect(areaUnderCurve(chances, tried.truths)).toBe(trained.scores.auc)
  // Calibrated as the model is, not as the network says.
  expect(calibrationError(chances, tried.truths)).toBe(trained.scores.ece)
  expect(trained.uncalibrated?.ece).not.toBe(trained.scores.ece)

  const file = put(
    'rows.csv',
    ['id,n,hour,商品', ...tried.rows.map((r, i) => `${i},${r.n},${r.hour},${r.商品}`)].join('\n'),
  )
  const answers = await lines('--model', at('chances'), '--rows', file, '--keep', 'id')
  expect(answers).toHaveLength(100)
  for (const [i, { row, probability }] of answers.entries()) {
    expect(row).toEqual({ id: String(i) })
    expect(probability).toBeCloseTo(chances[i] as number, 5)
  }
  const error = await refused('--model', at('chances'), '--rows', put('few.csv', 'id,n\n1,2'))
  expect(error).toMatchObject({ code: 'missing-column' })
  expect(error.message).toContain('“商品”, “hour”')
  expect((await refused('--model', at('chances'), '外套')).details.field).toBe('rows')

  const facts = JSON.parse(readFileSync(join(at('chances'), 'ranker.json'), 'utf8'))
  const model = readFileSync(join(at('chances'), 'model.safetensors'))
  writeFolder(at('broken-chances'), {
    'ranker.json': asJson({ ...facts, definition: { ...facts.definition, features: [{ kind: 'ids', name: 'a' }] } }),
    'model.safetensors': model,
  })
  expect((await refused('--model', at('broken-chances'), '--rows', file)).code).toBe('bad-model')
})

test('what is no model, and questions that say too little, are refused with what to do', async () => {
  expect((await refused('--model', at('nowhere'), '好')).code).toBe('unknown-model')
  writeFolder(at('empty'), { 'README.md': 'nothing' })
  expect((await refused('--model', at('empty'), '好')).code).toBe('unknown-model')
  writeFolder(at('writer'), { ...tinyBert(), 'writer.json': '{}' })
  const { code, message } = await refused('--model', at('writer'), '好')
  expect([code, message]).toEqual(['bad-model', expect.stringContaining('attune write')])
  writeFolder(at('plain'), tinyBert())
  const fields: readonly (readonly [field: string, args: readonly string[]])[] = [
    ['texts', []],
    ['texts', ['好', '--texts', at('x.csv'), '--text', 'a']],
    ['text', ['--texts', at('x.csv')]],
    ['query', ['好', '--query', '好']],
    ['rows', ['好', '--rows', at('x.csv')]],
    ['keep', ['好', '--keep', 'id']],
    ['second', ['好', '--second', 'b']],
    ['top', ['好', '--top', '2']],
  ]
  for (const [field, args] of fields)
    expect(await refused('--model', at('plain'), ...args), args.join(' ')).toMatchObject({
      code: 'bad-parameter',
      details: { field },
    })
  expect((await refused('--model', at('plain'), ' ', '--out', at('none.jsonl'))).code).toBe('no-texts')
  expect(existsSync(at('none.jsonl')) || existsSync(`${at('none.jsonl')}.part`)).toBe(false)
  expect((await refused('--model', at('plain'), '好', '--out', at('no/such/folder.jsonl'))).code).toBe('cannot-write')
})

test('rows of libfm, and columns without names', async () => {
  const all = async ({ batches }: Lines) => {
    const found: Line[] = []
    for await (const batch of batches) found.push(...batch)
    return found
  }
  const libfm = put('rows.libfm', '1 茶:1 a:1\n-1 咖啡:1 b:1\n')
  expect(await all(await fileLines(libfm, ['field2', 'field1'], { label: 'click' }))).toEqual([
    { line: 1, values: { field1: '茶', field2: 'a' } },
    { line: 2, values: { field1: '咖啡', field2: 'b' } },
  ])
  const bare = put('bare.csv', '很好,1\nawful,2\n')
  expect(await all(await fileLines(bare, ['1'], { header: false }))).toEqual([
    { line: 1, values: { 1: '很好' } },
    { line: 2, values: { 1: 'awful' } },
  ])
})

test('the nearest are those that looking at all of them finds; more than memory is for are refused', () => {
  const vectors = Array.from({ length: 50 }, () => Float32Array.from({ length: 3 }, () => draw([-2, -1, 0, 1, 2, 3])))
  const texts = vectors.map((_, i) => `文 ${i}`)
  const near = nearestTexts()
  near.add(texts, vectors)
  near.add(texts.slice(0, 1), [new Float32Array([9, 9, 9])])
  expect(near.size).toBe(50)
  const asked = new Float32Array([0.3, -0.5, 0.8])
  const sorted = vectors.map((vector) => dot(asked, vector)).sort((a, b) => b - a)
  expect(near.nearest(asked, 4).map(({ cosine }) => cosine)).toEqual(sorted.slice(0, 4))
  expect(() => nearestTexts(8).add(['a', 'b', 'c'], vectors)).toThrow(
    expect.objectContaining({ code: 'too-many-texts' }),
  )
})
