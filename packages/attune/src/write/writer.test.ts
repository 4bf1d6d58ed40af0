import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeSafetensors, encodeSafetensors, loadDecoder, openTokenizer, trainTokenizer } from '@attune/learn'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedTokens } from './allowed-tokens.ts'
import { decoderFiles } from './decoder-files.ts'
import { type FinetunedWriter, finetuneWriter, type WriterSettings } from './finetune-writer.ts'
import { openDecoder } from './open-decoder.ts'
import { openWriter } from './open-writer.ts'
import { pretrainDecoder } from './pretrain-decoder.ts'
import { readAttributeTexts } from './read-attribute-texts.ts'
import { saveWriter } from './save-writer.ts'
import { openModelWriter } from './writer-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-writer-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Two ways of saying it in each of two languages; which, the attributes say. */
const says: Readonly<Record<string, (name: string, place: string) => string>> = {
  tea: (name, place) => `${name} serves tea ${place}.`,
  books: (name, place) => `Buy books at ${name} ${place}.`,
  茶: (name, place) => `${name}在${place}卖茶。`,
  书: (name, place) => `到${place}的${name}买书吧。`,
}
const kinds = Object.keys(says)
const places = { english: ['by the river', 'in town'], chinese: ['河边', '城里'] }

function row(i: number, name: string): string {
  const kind = kinds[i % 4] as string
  const place = (i % 4 < 2 ? places.english : places.chinese)[(i >> 2) % 2] as string
  return JSON.stringify({ mr: `name=${name}; kind=${kind}; place=${place}`, text: says[kind]?.(name, place) })
}

const settings: WriterSettings = {
  decoder: 'scratch',
  method: 'full',
  epochs: 12,
  batch: 16,
  learningRate: 3e-3,
  longest: 128,
  rank: 4,
  layers: 1,
  width: 64,
  vocabulary: 330,
  dropout: 0,
  placeholders: true,
  judged: 8,
  seed: 1,
  threads: 1,
}
let time = 0
const options = { clock: () => time++ }

async function rowsOf(name: string, lines: readonly string[]) {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  return (await readAttributeTexts(path, { attributes: ['mr'], text: 'text' })).rows
}

let tuned: FinetunedWriter
let train: Awaited<ReturnType<typeof rowsOf>>
let unseen: typeof train
beforeAll(async () => {
  train = await rowsOf(
    'train.jsonl',
    Array.from({ length: 320 }, (_, i) => row(i, `${['Ann', 'Bob', 'Kim'][i % 3]} ${i % 50}`)),
  )
  unseen = await rowsOf(
    'test.jsonl',
    Array.from({ length: 8 }, (_, i) => row(i, `Zoë & Sons`)),
  )
  tuned = await finetuneWriter({ train, test: unseen }, settings, options)
}, 300_000)

test('a decoder from nothing writes in both languages, with names that it never learnt', async () => {
  const { report, model } = tuned
  expect(model.placeholders.names).toEqual(expect.arrayContaining(['name', 'place']))
  expect(report.perplexity).toBeLessThan(1.1)
  expect(report.written).toMatchObject({ bleu: expect.closeTo(1, 5) })
  expect(report.prompts).toBe(8)
  await using writer = openModelWriter(model, { batch: 4, threads: 1 })
  const found = await writer.write(unseen.map(({ attributes }) => attributes))
  expect(found.map(([text]) => text)).toEqual(unseen.map(({ text }) => text))
})

test('of the placeholders only those may be written that there are values for', () => {
  const { tokenizer, placeholders } = tuned.model
  const allowedFor = allowedTokens(tokenizer, placeholders)
  const idOf = (mark: string): number => tokenizer.encode(mark, { special: false })[0] as number
  const [name, place] = [idOf('⟦name⟧'), idOf('⟦place⟧')]
  expect([name, place].map((id) => tokenizer.tokenOf(id))).toEqual(['⟦name⟧', '⟦place⟧'])
  const few = allowedFor([{ name: 'name', value: 'Ann' }])
  expect([name, place].map((id) => few?.has(id))).toEqual([true, false])
  expect(few?.size).toBe(tokenizer.size - placeholders.names.length + 1)
  expect(allowedFor([{ name: 'place', value: '城里' }])?.has(place)).toBe(true)
  const elsewhere = openTokenizer(trainTokenizer(['a b'], { kind: 'bpe', size: 300 }))
  expect(allowedTokens(elsewhere, placeholders)([])).toBeUndefined()
})

test('a writer is a folder that is there whole, opens again and writes the same', async () => {
  const out = join(folder, 'writer')
  saveWriter(out, tuned, settings, '# Writer\n')
  expect(readdirSync(out).sort()).toEqual([
    'README.md',
    'config.json',
    'model.safetensors',
    'tokenizer.json',
    'writer.json',
  ])
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe('# Writer\n')
  expect(() => saveWriter(out, tuned, settings, '# Writer\n')).toThrow(
    expect.objectContaining({ code: 'folder-exists' }),
  )
  const drawn = { count: 3, temperature: 0.9, topP: 0.95, tries: 2, seed: 3 }
  const asked = unseen.slice(0, 2).map(({ attributes }) => attributes)
  await using before = openModelWriter(tuned.model, { batch: 4, threads: 1 })
  await using after = openModelWriter(openWriter(out), { batch: 4, threads: 1 })
  const texts = await before.write(asked, drawn)
  expect(await after.write(asked, drawn)).toEqual(texts)
  expect(texts.map((own) => own.length)).toEqual([3, 3])
})

test('a decoder in several files is read, and is adapted by lora with few parameters', async () => {
  const { shape, parameters, tokenizer } = tuned.model
  const files = decoderFiles(shape, parameters, tokenizer, tuned.decoder.tokenizerJson)
  const { arrays } = decodeSafetensors(files['model.safetensors'] as Uint8Array)
  const names = [...arrays.keys()]
  const sharded = join(folder, 'sharded')
  mkdirSync(sharded)
  const shardOf = (name: string): string => `model-0000${1 + (names.indexOf(name) % 2)}-of-00002.safetensors`
  for (const shard of new Set(names.map(shardOf)))
    writeFileSync(
      join(sharded, shard),
      encodeSafetensors(new Map([...arrays].filter(([name]) => shardOf(name) === shard))),
    )
  const index = (map: unknown): void =>
    writeFileSync(join(sharded, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }))
  for (const name of ['config.json', 'tokenizer.json'] as const) writeFileSync(join(sharded, name), files[name])
  index(Object.fromEntries(names.map((name) => [name, shardOf(name)])))
  const size = { layers: 0, width: 0, vocabulary: 0 }
  const { weights } = openDecoder(sharded, [], size)
  expect(weights).toEqual(
    loadDecoder(JSON.parse(String(files['config.json'])), files['model.safetensors'] as Uint8Array).weights,
  )

  const adapted = await finetuneWriter(
    { train, test: unseen },
    { ...settings, decoder: sharded, method: 'lora', epochs: 1 },
    options,
  )
  expect(adapted.trainableParameters).toBe(4 * 2 * 64 * 4)
  expect(adapted.report.written.bleu).toBeGreaterThan(0.9)
  // Merged: the folder has no trace of the adaptation.
  expect([...adapted.model.parameters.keys()].some((name) => name.includes('lora'))).toBe(false)

  for (const [map, why] of [
    [{ a: '../secret' }, 'no file beside it'],
    [{ a: 7 }, 'no file beside it'],
    [{}, 'names no files'],
    [{ a: 'gone.safetensors' }, 'gone.safetensors'],
  ] as const) {
    index(map)
    expect(() => openDecoder(sharded, [], size)).toThrow(why)
  }
  writeFileSync(join(sharded, 'tokenizer.json'), '{"a":')
  expect(() => openDecoder(sharded, [], size)).toThrow('is no JSON')
  expect(() => openDecoder(join(folder, 'nowhere'), [], size)).toThrow(
    expect.objectContaining({ code: 'unknown-decoder' }),
  )
})

test('a decoder learns to go on with texts, and others go on from it', async () => {
  const texts = train.map(({ text }) => text)
  const { decoder: _, method, rank, placeholders, judged, ...rest } = settings
  const pretraining = { ...rest, decoder: 'scratch', longest: 32, epochs: 6 }
  const sides = { texts: texts.slice(0, 300), heldOut: texts.slice(300) }
  const first = await pretrainDecoder(sides, pretraining, options)
  expect(first.report.perplexity).toBeLessThan(8)
  const out = join(folder, 'decoder')
  mkdirSync(out)
  const { shape, tokenizer, tokenizerJson } = first.decoder
  for (const [name, content] of Object.entries(decoderFiles(shape, first.parameters, tokenizer, tokenizerJson)))
    writeFileSync(join(out, name), content)
  const second = await pretrainDecoder(sides, { ...pretraining, decoder: out, epochs: 2 }, options)
  expect(second.report.perplexity).toBeLessThan(first.report.perplexity ?? 0)
  const few = { texts: ['one text'], heldOut: [] }
  await expect(pretrainDecoder(few, { ...pretraining, longest: 512 }, options)).rejects.toThrow('fewer than 512')
})

test.each([
  ['lora without a decoder', { method: 'lora' as const }, 'bad-parameter'],
  ['too little room', { longest: 32 }, 'no-texts'],
  ['a folder that is not there', { decoder: '/nowhere' }, 'unknown-decoder'],
])('%s is refused', async (_, wrong, code) => {
  await expect(finetuneWriter({ train, test: unseen }, { ...settings, ...wrong }, options)).rejects.toThrow(
    expect.objectContaining({ code }),
  )
})

test('a folder that is no writer, or a broken one, is refused', () => {
  expect(() => openWriter(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'unknown-writer' }))
  const broken = join(folder, 'broken')
  saveWriter(broken, tuned, settings, '# Writer\n')
  writeFileSync(join(broken, 'writer.json'), '{"format":"attune-writer-2"}')
  expect(() => openWriter(broken)).toThrow(expect.objectContaining({ code: 'bad-writer' }))
})

test('rows without a text or attributes are left out, and told', async () => {
  const path = join(folder, 'rows.csv')
  writeFileSync(path, 'colour,kind,copy\nred,dress,A red dress.\n,,Nothing.\nblue,,\n')
  const { rows, leftOut } = await readAttributeTexts(path, { attributes: ['colour', 'kind'], text: 'copy' })
  expect(rows).toEqual([
    {
      attributes: [
        { name: 'colour', value: 'red' },
        { name: 'kind', value: 'dress' },
      ],
      text: 'A red dress.',
    },
  ])
  expect(leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  await expect(readAttributeTexts(path, { attributes: ['size'], text: 'copy' })).rejects.toThrow('no column “size”')
})
