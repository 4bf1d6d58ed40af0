import { Option } from 'commander'
import { leftOut } from '../../import/telling-refused.ts'
import type { Table } from '../../uplift/read-table.ts'
import type { CommonOptions } from '../options.ts'

/** What every command of “attune uplift” takes. */
export interface UpliftOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const localeIsChinese = /^zh/i.test(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '')

export const languageOption = (): Option =>
  new Option('--lang <language>', 'language of what is said')
    .choices(['en', 'zh'])
    .default(localeIsChinese ? 'zh' : 'en')

export const say = (line: string): unknown => process.stdout.write(`${line}\n`)

export function tellLeftOut(table: Table): void {
  for (const reason of table.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
}
