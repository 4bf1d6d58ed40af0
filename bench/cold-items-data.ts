import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Interactions, type ItemText, interactionsFrom } from '@attune/recommend'
import { dataFolder } from './accuracy-data.ts'

export interface DescribedPairs {
  readonly pairs: Interactions
  /** By dense id. */
  readonly text: (item: number) => ItemText
}

const rowsOf = (folder: string, file: string, encoding: 'latin1' | 'utf8'): string[] =>
  gunzipSync(readFileSync(join(dataFolder, folder, file)))
    .toString(encoding)
    .trimEnd()
    .split(/\r?\n/)

/** A film as its title, its genres, and its year as a word. */
function filmText(title: string, genres: readonly string[]): ItemText {
  const [, name = title, year = ''] = /^(.*?)\s*\((\d{4})\)\s*$/.exec(title) ?? []
  return { title: name, categories: genres, description: year }
}

function described(rows: readonly (readonly string[])[], films: ReadonlyMap<string, ItemText>): DescribedPairs {
  const pairs = interactionsFrom({
    persons: rows.map(([person = '']) => person),
    items: rows.map(([, item = '']) => item),
  })
  return { pairs, text: (item) => films.get(pairs.items.ids[item] as string) ?? {} }
}

/** Everything that was rated, whatever the stars. */
export function movielens100k(): DescribedPairs {
  const genres = readFileSync(join(dataFolder, 'movielens-100k', 'u.genre'), 'latin1')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('|')[0] as string)
  const films = rowsOf('movielens-100k', 'u.item.gz', 'latin1').map((line): [string, ItemText] => {
    const [id = '', title = '', , , , ...flags] = line.split('|')
    return [
      id,
      filmText(
        title,
        genres.filter((_, at) => flags[at] === '1'),
      ),
    ]
  })
  const rows = rowsOf('movielens-100k', 'u.data.gz', 'latin1').map((line) => line.split('\t'))
  return described(rows, new Map(films))
}

export function movielensSmall(): DescribedPairs {
  const films = rowsOf('movielens-small-2016', 'movies.csv.gz', 'utf8')
    .slice(1)
    .map((line): [string, ItemText] => {
      const [, id = '', title = '', genres = ''] = /^(\d+),(".*"|[^,]*),(.*)$/.exec(line) ?? []
      return [id, filmText(title.replace(/^"|"$/g, ''), genres.split('|'))]
    })
  const rows = rowsOf('movielens-small-2016', 'ratings.csv.gz', 'utf8')
    .slice(1)
    .map((line) => line.split(','))
  return described(rows, new Map(films))
}
