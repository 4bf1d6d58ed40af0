import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { featureRows, type UpliftData } from '@attune/measure'
import { dataFolder } from './accuracy-data.ts'

/** Which e-mails count as the treatment. */
export type Mailing = 'both' | 'womens' | 'mens'

const treatmentsOf: Readonly<Record<Mailing, readonly string[]>> = {
  both: ['Mens E-Mail', 'Womens E-Mail'],
  womens: ['Womens E-Mail'],
  mens: ['Mens E-Mail'],
}

export interface HillstromPart {
  readonly data: UpliftData
  /** Rows of the file, in its order. */
  readonly rows: readonly number[]
}

/** Hillstrom's e-mail experiment: who got one of these e-mails, and who got none; the outcome is a visit. */
export function hillstrom(mailing: Mailing): HillstromPart {
  const text = gunzipSync(readFileSync(join(dataFolder, 'hillstrom', 'hillstrom.csv.gz'))).toString('ascii')
  const [head = [], ...lines] = text.trimEnd().split('\r\n').map(cellsOf)
  const at = (cells: readonly string[], name: string): string => cells[head.indexOf(name)] ?? ''
  const treatments = treatmentsOf[mailing]
  const chosen = [...lines.keys()].filter((row) => {
    const segment = at(lines[row] ?? [], 'segment')
    return segment === 'No E-Mail' || treatments.includes(segment)
  })
  const kinds = ['zip_code', 'channel', 'history_segment'].flatMap((name) =>
    [...new Set(lines.map((cells) => at(cells, name)))].sort().map((value) => ({ name, value })),
  )
  const cells = chosen.map((row) => lines[row] ?? [])
  const x = featureRows(
    cells.map((line) => [
      ...['recency', 'history', 'mens', 'womens', 'newbie'].map((name) => Number(at(line, name))),
      Math.log(Number(at(line, 'history'))),
      ...kinds.map(({ name, value }) => Number(at(line, name) === value)),
    ]),
  )
  return {
    rows: chosen,
    data: {
      x,
      treated: Uint8Array.from(cells, (line) => Number(at(line, 'segment') !== 'No E-Mail')),
      outcome: Float64Array.from(cells, (line) => Number(at(line, 'visit'))),
      propensity: treatments.length / (treatments.length + 1),
    },
  }
}

/** Only segments of the history are quoted, and quotes stand in none of them. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
