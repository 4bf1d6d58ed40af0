import { createRandom } from '@attune/learn'
import { stratifiedFolds } from '../packages/language/src/classify/stratified-folds.ts'
import { bytesOf, rowsOf, type TextSplit, type Texts, textsOf } from './texts-data.ts'

type Row = readonly [text: string, label: string]

/** Every text once, with the label that it has first. */
function distinct(rows: readonly Row[]): Row[] {
  const first = new Map<string, string>()
  for (const [text, label] of rows) if (text !== '' && !first.has(text)) first.set(text, label)
  return [...first]
}

/** Five parts with equal shares of the labels, of which some are tried. */
function folds(rows: readonly Row[], tried: number): TextSplit[] {
  const numbers = new Map([...new Set(rows.map(([, label]) => label))].map((label, i) => [label, i]))
  const parts = stratifiedFolds(
    rows.map(([, label]) => numbers.get(label) as number),
    5,
    createRandom(1, 'folds'),
  )
  return Array.from({ length: tried }, (_, fold) => ({
    train: textsOf(rows.filter((_, i) => parts[i] !== fold)),
    test: textsOf(rows.filter((_, i) => parts[i] === fold)),
  }))
}

const csv = (...path: readonly string[]): string[][] => rowsOf(bytesOf(...path).toString('utf8')).slice(1)
const side = (label: string): string => (label === '1' ? 'positive' : 'negative')

export const waimai = (tried: number): TextSplit[] =>
  folds(
    distinct(csv('chinese-reviews', 'waimai_10k.csv.gz').map(([label = '', text = '']) => [text.trim(), side(label)])),
    tried,
  )

export const onlineShopping = (tried: number): TextSplit[] =>
  folds(
    distinct(
      csv('chinese-reviews', 'online_shopping_10_cats.csv.gz').map(([, label = '', text = '']) => [
        text.trim(),
        side(label),
      ]),
    ),
    tried,
  )

/** Titles and texts of reviews of women's clothing of four stars and more against two and less. */
export const clothing = (tried: number): TextSplit[] =>
  folds(
    distinct(
      csv('womens-clothing-reviews', 'womens_clothing_reviews.csv.gz')
        .filter((row) => row[5] !== '3')
        .filter((row) => row[4] !== '')
        .map((row) => [`${row[3] ?? ''} ${row[4]}`.trim(), Number(row[5]) >= 4 ? 'positive' : 'negative']),
    ),
    tried,
  )

export const smsSpam = (tried: number): TextSplit[] =>
  folds(distinct(csv('sms-spam', 'sms_spam.csv.gz').map(([label = '', text = '']) => [text.trim(), label])), tried)

const lines = (...path: readonly string[]): string[] =>
  bytesOf(...path)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')

export function thucNews(): TextSplit {
  const part = (name: string): Texts =>
    textsOf(lines('thucnews-titles', `${name}.txt.gz`).map((line) => line.split('\t', 2) as [string, string]))
  return { train: part('dev'), test: part('test') }
}

/** Titles alone, without their key words. */
export function tnewsFewShot(): TextSplit {
  const part = (name: string): Texts =>
    textsOf(
      lines('tnews', `few.${name}.json.gz`)
        .map((line) => JSON.parse(line) as { readonly sentence: string; readonly label_desc: string })
        .map((row) => [row.sentence, row.label_desc]),
    )
  return { train: part('train'), test: part('test_public') }
}
