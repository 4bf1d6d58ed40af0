import { expect, test } from 'vitest'
import type { Note } from '../api/schemas/models.ts'
import { attuneError } from '../errors.ts'
import { noteTexts } from './note-texts.ts'

const comparison = { metric: 'ndcg@10', candidate: 0.0512, live: 0.1024, persons: 731 } as const
const stars = { metric: 'rmse', candidate: 0.9876, live: 0.9512, persons: 731, by: 'unseen' } as const
const why: Note = { en: 'Good 5.', zh: '好 5。' }

const notes: readonly [name: string, note: Note][] = [
  ['unpromoted', noteTexts.unpromoted()],
  ['first', noteTexts.first({ metric: 'ndcg@10', value: 0.12345 })],
  ['first that predicts ratings', noteTexts.first({ metric: 'rmse', value: 0.98765 })],
  ['unlike the live one', noteTexts.unlike(17)],
  ['worse in stars', noteTexts.compared(17, stars, 0.98, false)],
  ['better in stars', noteTexts.compared(17, { ...stars, by: 'refitted' }, 0.98, true)],
  ['no ratings', noteTexts.failed(attuneError('no-ratings', 'Send stars, 0 to 5.'))],
  ['no texts', noteTexts.failed(attuneError('no-texts', 'Send items.'))],
  ['first unmeasured', noteTexts.firstUnmeasured()],
  ['unmeasured', noteTexts.unmeasured(17)],
  ['worse on new interactions', noteTexts.compared(17, { ...comparison, by: 'unseen' }, 0.98, false)],
  ['as good as the recipe', noteTexts.compared(17, { ...comparison, by: 'refitted' }, 0.98, true)],
  ['by hand', noteTexts.byHand()],
  ['by hand though held', noteTexts.byHandThoughHeld(why)],
  ['by hand though held, nobody knows why', noteTexts.byHandThoughHeld(null)],
  ['back', noteTexts.backFrom(17)],
  ['cut off', noteTexts.cutOff()],
  ['unreadable', noteTexts.unreadable(17, 16)],
  ['none readable', noteTexts.noneReadable(17)],
  ['files removed', noteTexts.filesRemoved(why)],
  ['files removed of a version without a note', noteTexts.filesRemoved(null)],
  ['nothing to learn from', noteTexts.failed(attuneError('no-interactions', 'Import some.'))],
  ['aborted', noteTexts.failed(attuneError('training-aborted', 'Stopped.'))],
]

/** Figures with the `@10` of the metric left out; they may stand in another order. */
const figures = (text: string): string[] => (text.match(/(?<!@)\b\d+(\.\d+)?/g) ?? []).sort()

test.each(notes)('%s: English without Chinese, Chinese in Chinese, the same figures in both', (_, { en, zh }) => {
  expect(en).toMatch(/^[ -~]+\.$/)
  expect(zh).toMatch(/\p{Script=Han}.*。$/u)
  expect(figures(zh)).toEqual(figures(en))
})

test('another error says in both what it says', () => {
  const sentence = 'popularity: halfLifeDays must be a number.'
  expect(noteTexts.failed(attuneError('bad-parameter', sentence))).toEqual({ en: sentence, zh: sentence })
  expect(noteTexts.failed('killed')).toEqual({ en: 'killed', zh: 'killed' })
})
