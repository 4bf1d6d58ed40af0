import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { openTextModel } from '../../labels/text-models.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { labelCommand } from './label.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-label-'))
const dataDir = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir }), log: pino({ level: 'silent' }) })
  await attune.close()
})

const printed = keepPrinted()
async function label(...args: string[]): Promise<Record<string, unknown>> {
  printed.clear()
  await labelCommand().parseAsync(['node', 'attune', ...args, '--data-dir', dataDir, '--json'])
  return JSON.parse(printed.text) as Record<string, unknown>
}
const codeOf = (answer: Record<string, unknown>): string => (answer.error as { code: string }).code

const questions = join(folder, 'questions.csv')
const returns = [
  '怎么退货',
  '退货要多久',
  '退货地址在哪',
  '我想退货',
  '退货运费谁付',
  'how to return',
  'return address',
]
const delivery = [
  '什么时候发货',
  '几天发货',
  '发货了吗',
  '能今天发货吗',
  '发货用什么快递',
  'when will it ship',
  'ship today',
]
writeFileSync(questions, `text\n${[...returns, ...delivery].join('\n')}\n`)

test('texts are proposed, labelled by their ids, and proposed no more', async () => {
  const first = await label('propose', 'topics', '--from', questions, '--count', '2')
  const [a, b] = first.proposed as { id: string; text: string }[]
  expect(first).toMatchObject({ task: 'topics', labelled: 0 })
  const pairs = [a!, b!].flatMap(({ id, text }) => [
    '--label',
    `${id}=${returns.includes(text) ? 'returns' : 'delivery'}`,
  ])
  expect(await label('propose', 'topics', '--from', questions, ...pairs)).toEqual({ task: 'topics', labelled: 2 })
  const second = await label('propose', 'topics', '--from', questions, '--count', '20')
  expect((second.proposed as { id: string }[]).map(({ id }) => id)).not.toContain(a!.id)
  expect(second.proposed as unknown[]).toHaveLength(12)
})

test('labels of a file are taken, a classifier is trained and judged, kept, and tells new texts', async () => {
  const input = join(folder, 'labelled.csv')
  const rows = [...returns.map((text) => `${text},returns`), ...delivery.map((text) => `${text},delivery`)]
  writeFileSync(input, `text,label\n${rows.join('\n')}\n`)
  expect(await label('propose', 'topics', '--input', input)).toEqual({ task: 'topics', labelled: 14 })
  expect(await label('list')).toEqual({
    tasks: [
      {
        task: 'topics',
        labels: [
          { label: 'delivery', texts: 7 },
          { label: 'returns', texts: 7 },
        ],
      },
    ],
  })
  const trained = await label('train', 'topics')
  expect(trained).toMatchObject({ version: '1', texts: 14, labels: ['delivery', 'returns'] })
  const judged = trained.judged as { accuracy: number; low: number; high: number }
  expect(judged.low).toBeLessThan(judged.accuracy)
  expect(judged.accuracy).toBeGreaterThan(0.7)
  const { classifier, card } = openTextModel(dataDir, 'default', 'topics')
  expect(classifier.predict(['还没发货', '想退货']).map((told) => told.label)).toEqual(['delivery', 'returns'])
  expect(card.accuracy?.value).toBe(judged.accuracy)
  expect(await label('train', 'topics')).toMatchObject({ version: '2' })
  const told = await label('tell', 'topics', '还没发货')
  expect(told).toMatchObject({ version: '2', answers: [{ label: 'delivery', because: expect.anything() }] })
})

test('what cannot be is refused with a code, and without what was given', async () => {
  expect(codeOf(await label('tell', 'nothing-yet', '退货'))).toBe('no-model')
  expect(codeOf(await label('train', 'nothing-yet'))).toBe('too-few-labels')
  expect(codeOf(await label('propose', 'Not A Name', '--from', questions))).toBe('invalid-task')
  expect(codeOf(await label('propose', 'topics'))).toBe('no-texts')
  const unknown = await label('propose', 'topics', '--from', questions, '--label', 'text:secret=x')
  expect(codeOf(unknown)).toBe('unknown-text')
  expect(JSON.stringify(unknown)).not.toContain('secret')
  expect(codeOf(await label('propose', 'topics', '--from', questions, '--label', '=x'))).toBe('invalid-label')
  expect(() => openTextModel(dataDir, 'default', 'nothing-yet')).toThrow('no classifier yet')
})
