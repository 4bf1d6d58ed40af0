import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dataFolder } from './accuracy-data.ts'

export interface Texts {
  readonly texts: readonly string[]
  readonly labels: readonly string[]
}

export interface TextSplit {
  readonly train: Texts
  readonly test: Texts
}

export const bytesOf = (...path: readonly string[]): Buffer => gunzipSync(readFileSync(join(dataFolder, ...path)))

export const textsOf = (rows: readonly (readonly [text: string, label: string])[]): Texts => ({
  texts: rows.map(([text]) => text),
  labels: rows.map(([, label]) => label),
})

/** Fields of a comma-separated file with quotes. */
export function rowsOf(text: string): string[][] {
  const rows: string[][] = []
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    const [, quoted, plain = '', end] = match
    if (rows.length === 0) rows.push([])
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}

/** BANKING77: 10,003 questions to a bank to learn from, 3,080 to be tried on, 77 intents. */
export function banking77(): TextSplit {
  const part = (name: string): Texts =>
    textsOf(
      rowsOf(bytesOf('banking77', `${name}.csv.gz`).toString('utf8'))
        .slice(1)
        .map(([text = '', label = '']) => [text, label]),
    )
  return { train: part('train'), test: part('test') }
}

/** CLINC150: 15,000 queries of 150 intents, 4,500 to be tried on, and 1,000 that belong to none. */
export function clinc150(): TextSplit & { readonly outside: readonly string[] } {
  const parts = JSON.parse(bytesOf('clinc150', 'data_full.json.gz').toString('utf8')) as Record<
    string,
    [text: string, label: string][]
  >
  const part = (name: string): Texts => textsOf(parts[name] ?? [])
  return { train: part('train'), test: part('test'), outside: part('oos_test').texts }
}

/** ChnSentiCorp: reviews of hotels, notebooks and books; of the 9,600 to learn from, those that equal a tried one are left out. */
export function chnSentiCorp(): TextSplit {
  const part = (name: string): [text: string, label: string][] =>
    bytesOf('chnsenticorp', `${name}.tsv.gz`)
      .toString('utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => [line.slice(line.indexOf('\t') + 1).trim(), line.slice(0, line.indexOf('\t'))])
  const test = part('test')
  const tried = new Set(test.map(([text]) => text))
  return { train: textsOf(part('train').filter(([text]) => !tried.has(text))), test: textsOf(test) }
}

/**
 * Financial PhraseBank, sentences on which half of the annotators or more agree, in five folds with equal shares of the labels;
 * repeated sentences count once.
 */
export function phraseBankFolds(folds = 5): TextSplit[] {
  const rows = new Map<string, string>()
  for (const line of bytesOf('financial-phrasebank', 'Sentences_50Agree.txt.gz').toString('latin1').split(/\r?\n/)) {
    const at = line.lastIndexOf('@')
    if (at > 0) rows.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  // The file is sorted by nothing that matters, but its neighbours are alike: a fixed shuffle, then dealt out label by label.
  const order = [...rows].map((row, i): [typeof row, number] => [row, Math.imul(i + 1, 2_654_435_761) >>> 0])
  order.sort(([, a], [, b]) => a - b)
  const byLabel = Map.groupBy(
    order.map(([row]) => row),
    ([, label]) => label,
  )
  const dealt = [...byLabel.values()].flatMap((own) => own.map((row, i) => ({ row, fold: i % folds })))
  return Array.from({ length: folds }, (_, fold) => ({
    train: textsOf(dealt.filter((one) => one.fold !== fold).map(({ row }) => row)),
    test: textsOf(dealt.filter((one) => one.fold === fold).map(({ row }) => row)),
  }))
}
