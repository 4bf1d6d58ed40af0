import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRunLedger } from '../runs/run-ledger.ts'
import { openStateStore } from '../store/open-state-store.ts'
import type { StateStore } from '../store/state-store.ts'
import { createTagging } from './create-tagging.ts'
import type { Tagging } from './tagging.ts'

const workspace = 'default'
let folder: string
let state: StateStore
let tagging: Tagging
let now: number
/** Names of the models of threads that were opened and not ended. */
let living: string[]
let opened: string[]
/** How often the next questions fail, by model. */
let failures: Record<string, number>
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-tagger-threads-'))
  for (const name of ['first', 'second']) mkdirSync(join(folder, 'encoders', name), { recursive: true })
  state = openStateStore(join(folder, 'state.db'))
  ;[living, opened, failures, now] = [[], [], {}, 0]
  tagging = createTagging({
    dataDir: folder,
    state,
    ledger: createRunLedger({ dataDir: folder, clock: () => now }),
    clock: () => now,
    log: pino({ level: 'silent' }),
    async openThread(_, { folder: model }) {
      const name = basename(model)
      opened.push(name)
      living.push(name)
      let ended = false
      await turn()
      return {
        opened: [name],
        async ask(texts) {
          if (ended) throw new Error('its thread ended')
          await turn()
          const left = failures[name] ?? 0
          failures[name] = left - 1
          // Late enough for another model to be open by then.
          if (left > 0) for (let wait = 0; wait < 5; wait++) await turn()
          if (left > 0) throw new Error('no memory')
          return texts.map((text) => [{ start: 0, end: text.length, text, label: name, confidence: 0.9 }])
        },
        async close() {
          ended = true
          await turn()
          living.splice(living.indexOf(name), 1)
        },
      }
    },
  })
})
afterEach(async () => {
  await tagging.close()
  state.close()
  rmSync(folder, { recursive: true, force: true })
})

const choose = (model: string | null) => tagging.choose(workspace, model, 'test')
async function labelOf(text: string): Promise<unknown> {
  const found = (await tagging.read(workspace, [text]))?.(text)
  return found?.map(({ kind, value }) => (kind === 'named' ? value.label : kind))
}

test('whoever reads while models are chosen gets an answer, and of all threads one is left', async () => {
  await choose('first')
  const reads: Promise<unknown>[] = []
  for (const model of ['second', 'first', 'second']) {
    reads.push(labelOf('茶'), choose(model), labelOf('tea'), labelOf('茶'))
    await turn()
  }
  const labels = (await Promise.all(reads)).filter((answer) => Array.isArray(answer))
  expect(labels).toHaveLength(9)
  expect(living).toEqual(['second'])
  expect(tagging.status(workspace)).toEqual({ model: 'second', labels: ['second'], problem: null })
  await tagging.close()
  expect(living).toEqual([])
})

test('many who read at once after an end open one thread together', async () => {
  await choose('first')
  await tagging.close()
  expect(await Promise.all(['a', '茶', 'c'].map(labelOf))).toEqual([['first'], ['first'], ['first']])
  expect(opened).toEqual(['first', 'first'])
  expect(living).toEqual(['first'])
})

test('a question that fails ends the thread that it was put to and not the one that took its place', async () => {
  await choose('first')
  failures.first = 1
  const failing = labelOf('茶')
  await Promise.all([failing, choose('second')])
  expect(await failing).toBeUndefined()
  expect(living).toEqual(['second'])
  expect(tagging.status(workspace).problem).toBeNull()
  expect(await labelOf('tea')).toEqual(['second'])
})

test('the thread that fails is ended and left alone for a minute, then opened again', async () => {
  await choose('first')
  failures.first = 1
  expect(await labelOf('茶')).toBeUndefined()
  expect(living).toEqual([])
  expect(tagging.status(workspace).problem).toContain('failed')
  expect(await labelOf('茶')).toBeUndefined()
  expect(opened).toEqual(['first'])
  now += 61_000
  expect(await labelOf('茶')).toEqual(['first'])
})
