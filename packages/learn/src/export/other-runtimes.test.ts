import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as onnx from 'onnxruntime-node'
import { afterAll, expect, test } from 'vitest'
import bert from '../files/encoders.fixture.json' with { type: 'json' }
import { loadEncoder } from '../files/load-encoder.ts'
import { openTextEncoder } from '../models/open-text-encoder.ts'
import { openTokenizer } from '../tokenise/open-tokenizer.ts'
import { trainTokenizer } from '../tokenise/train-tokenizer.ts'
import { exportEncoder } from './export-encoder.ts'
import stored from './exported.fixture.json' with { type: 'json' }

const packageFolder = join(import.meta.dirname, '..', '..')
const peers = join(packageFolder, '..', '..', 'bench', 'peers')
const folder = mkdtempSync(join(tmpdir(), 'attune-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { config, safetensors, padding } = bert.bert
const { shape, weights } = loadEncoder(config, Buffer.from(safetensors, 'base64'))
const parameters = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
const inputs = {
  input_ids: [
    [3, 7, 9, 4, 0],
    [3, 12, 4, 0, 0],
  ],
  attention_mask: [
    [1, 1, 1, 1, 0],
    [1, 1, 1, 0, 0],
  ],
}
const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(found.length).toBe(expected.length)
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i] as number, 5)
}

test('here it gives what it gave in Python', async () => {
  const session = await onnx.InferenceSession.create(exportEncoder(shape, { parameters }))
  const tensor = (rows: readonly (readonly number[])[]) =>
    new onnx.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0])
  const { last_hidden_state: found } = await session.run({
    input_ids: tensor(inputs.input_ids),
    attention_mask: tensor(inputs.attention_mask),
  })
  await session.release()
  expect(found?.dims).toEqual(stored.last_hidden_state.shape)
  expectClose(found?.data as Float32Array, stored.last_hidden_state.data)
})

/** A Python with onnxruntime, as the benchmarks' peers have it. */
const python = [process.env.ATTUNE_PEERS_PYTHON, join(peers, '.venv', 'bin', 'python')].find((path) => {
  try {
    execFileSync(path ?? '', ['-c', 'import onnxruntime, numpy'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})
const named = (what: string, there: unknown): string => (there ? what : `${what} (skipped: it is not installed)`)

test.skipIf(!python)(named('Python’s onnxruntime gives it now', python), { timeout: 60_000 }, () => {
  const model = join(folder, 'model.onnx')
  writeFileSync(model, exportEncoder(shape, { parameters }))
  const program = join(packageFolder, 'reference', 'run_onnx.py')
  const answer = execFileSync(python as string, [program, model], { input: JSON.stringify(inputs) }).toString('utf8')
  expectClose(JSON.parse(answer).last_hidden_state.data, stored.last_hidden_state.data)
})

const modules = process.env.ATTUNE_PEERS_NODE ?? join(peers, '.node', 'node_modules')
const transformers = join(modules, '@huggingface', 'transformers', 'dist', 'transformers.node.mjs')
const there = existsSync(transformers)

test.skipIf(!there)(named('transformers.js gives the same vectors for texts', there), { timeout: 60_000 }, async () => {
  const texts = ['good tea', 'tea', '好茶, tea']
  const json = trainTokenizer(texts, { size: 20, minimumCount: 1 })
  const tokenizer = openTokenizer(json)
  const own = join(folder, 'own')
  mkdirSync(join(own, 'onnx'), { recursive: true })
  writeFileSync(join(own, 'onnx', 'model.onnx'), exportEncoder(shape, { parameters }))
  writeFileSync(join(own, 'config.json'), JSON.stringify({ model_type: 'bert', architectures: ['BertModel'] }))
  writeFileSync(join(own, 'tokenizer.json'), JSON.stringify(json))
  const names = { tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '[PAD]', model_max_length: shape.positions }
  writeFileSync(join(own, 'tokenizer_config.json'), JSON.stringify(names))
  const program = join(packageFolder, 'reference', 'run-transformers-js.mjs')
  const answer = execFileSync(process.execPath, [program, transformers, `${folder}/`, 'own'], {
    input: JSON.stringify(texts),
  })
  await using encoder = openTextEncoder({ shape, padding, parameters, threads: 1 })
  const ours = await encoder.ask(texts.map((text) => tokenizer.encode(text, { longest: shape.positions })))
  expectClose(
    JSON.parse(answer.toString('utf8')).data,
    ours.flatMap((vector) => [...vector]),
  )
})
