import { leftOut } from '../../import/telling-refused.ts'
import type { Table } from '../../uplift/read-table.ts'
import type { CommonOptions } from '../options.ts'

/** What every command of “attune uplift” takes. */
export interface UpliftOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

export function tellLeftOut(table: Table): void {
  for (const reason of table.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
}
