import { LanguageError, type LanguageModel } from '@attune/language'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { documentWith } from './document.fixture.ts'
import type { ReportDraft, ReportSentence } from './report-document.ts'
import { writeSummary } from './write-summary.ts'

const draft: ReportDraft = documentWith('home')
const asked: Record<string, unknown>[] = []

/** A model that writes what it is told to. */
const modelThatWrites = (answer: readonly ReportSentence[] | LanguageError): LanguageModel =>
  ({
    has: (purpose: string) => purpose === 'report',
    async generateObject(request: Record<string, unknown>) {
      asked.push(request)
      if (answer instanceof LanguageError) throw answer
      return { value: { sentences: answer }, model: 'small' }
    },
  }) as unknown as LanguageModel

const write = (model: LanguageModel) =>
  writeSummary(model, draft, { workspace: 'default', log: pino({ level: 'silent' }) })

test('a text whose numbers are those of the tables is taken', async () => {
  const sentences = [{ text: 'In “home” the click rate was 4.20%.', numbers: ['ctr'] }]
  expect(await write(modelThatWrites(sentences))).toEqual({
    summary: sentences,
    written: { by: 'model', model: 'small' },
  })
  expect(asked.at(-1)).toMatchObject({ purpose: 'report', language: 'en', workspace: 'default' })
})

test.each([
  ['a changed digit', { text: 'The click rate was 4.30%.', numbers: ['ctr'] }],
  ['a number that is not there', { text: 'The click rate was 4.20%.', numbers: ['cvr'] }],
  ['a quantity in words', { text: 'It doubled.', numbers: [] }],
])('%s blocks the text: templates write it, and say so', async (_, sentence) => {
  const right = { text: 'The click rate was 4.20%.', numbers: ['ctr'] }
  expect(await write(modelThatWrites([right, sentence]))).toEqual({
    summary: draft.summary,
    written: { by: 'template', because: 'wrong-number' },
  })
})

test('without a model, and where it fails, templates write', async () => {
  const none = { has: () => false } as unknown as LanguageModel
  expect((await write(none)).written).toEqual({ by: 'template', because: 'no-model' })
  const failing = modelThatWrites(new LanguageError('timed-out', 'Too slow.'))
  expect((await write(failing)).written).toEqual({ by: 'template', because: 'failed' })
})
