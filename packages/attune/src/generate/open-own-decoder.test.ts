import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adminPrompt, createLanguageModel, createMemoryLedger } from '@attune/language'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decoderFiles } from '../write/decoder-files.ts'
import { pretrainDecoder } from '../write/pretrain-decoder.ts'
import { openOwnDecoder } from './open-own-decoder.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-decoder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const say = 'tea is hot and 茶很热 and '
beforeAll(async () => {
  const texts = Array.from({ length: 24 }, () => say.repeat(8))
  const settings = {
    decoder: 'scratch',
    epochs: 12,
    batch: 8,
    learningRate: 5e-3,
    longest: 64,
    dropout: 0,
    seed: 1,
    threads: 1,
    layers: 1,
    width: 64,
    vocabulary: 300,
  }
  const { decoder, parameters } = await pretrainDecoder({ texts, heldOut: [] }, settings, { clock: () => 0 })
  const files = decoderFiles(decoder.shape, parameters, decoder.tokenizer, decoder.tokenizerJson)
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data)
})

const request = { system: '', temperature: 0, seed: 1, schema: undefined, signal: new AbortController().signal }

test('goes on with what it learnt, in pieces that hold whole characters', async () => {
  const { write, countTokens } = await openOwnDecoder(folder)
  const pieces: string[] = []
  const messages = [{ role: 'user', text: 'tea is hot and' }] as const
  for await (const piece of write({ ...request, messages, maxTokens: 40 })) pieces.push(piece)
  expect(pieces.length).toBeGreaterThan(2)
  expect(pieces.join('')).toContain('茶很热')
  expect(pieces.join('')).not.toContain('\ufffd')
  expect(countTokens('茶很热')).toBeGreaterThan(0)
})

test('of a question that is longer than its positions the end is read: it is not refused', async () => {
  const { write } = await openOwnDecoder(folder)
  const pieces = write({ ...request, messages: [{ role: 'user', text: say.repeat(200) }], maxTokens: 20 })
  let next = await pieces.next()
  while (!next.done) next = await pieces.next()
  expect(['stop', 'length']).toContain(next.value)
})

test('stands behind the door like any other model', async () => {
  const ledger = createMemoryLedger()
  const door = createLanguageModel(
    { models: { own: { provider: 'decoder', folder } }, purposes: { '*': { model: 'own', maxTokens: 30 } } },
    {
      fetch,
      now: Date.now,
      sleep: () => new Promise(() => undefined),
      rng: Math.random,
      ledger,
      openDecoder: openOwnDecoder,
    },
  )
  const { cut } = await door.generateText({
    purpose: 'x',
    prompt: adminPrompt,
    language: 'en',
    variables: { instruction: say },
  })
  expect(cut).toBe(true)
  expect(ledger.calls).toMatchObject([{ model: 'own', outcome: 'ok', cost: 0 }])
})

test('a folder that is none is no model', async () => {
  await expect(openOwnDecoder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'no-model' })
})
