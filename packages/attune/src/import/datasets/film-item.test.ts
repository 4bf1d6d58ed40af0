import { expect, test } from 'vitest'
import { filmItem } from './film-item.ts'

test('an article goes back to the front, the year becomes an attribute and genres categories', () => {
  expect(filmItem('2571', 'Matrix, The (1999)', ['Action', 'Sci-Fi'])).toEqual({
    id: '2571',
    kind: 'film',
    title: 'The Matrix',
    categories: ['Action', 'Sci-Fi'],
    tags: ['1990s'],
    language: 'en',
    attributes: { year: 1999 },
  })
})

test('names in other languages stay, and a title without a year is left alone', () => {
  expect(filmItem('6', 'City of Lost Children, The (Cité des enfants perdus, La) (1995)', []).title).toBe(
    'The City of Lost Children (Cité des enfants perdus, La)',
  )
  expect(filmItem('267', 'unknown', ['unknown'])).toMatchObject({ title: 'unknown', categories: [], attributes: {} })
})
