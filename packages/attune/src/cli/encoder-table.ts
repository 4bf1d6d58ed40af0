import type { EncoderRecord } from '../encoders/encoder-record.ts'
import { printTable } from './output.ts'

const encoderTitles = ['encoder', 'layers', 'width', 'tokens', 'from', 'licence', 'here since']

export function printEncoders(encoders: readonly EncoderRecord[]): void {
  if (encoders.length === 0) return
  printTable(
    encoderTitles.map((title) => ({ title })),
    encoders.map(({ name, shape, from, license, pulledAt }) => [
      name,
      String(shape.layers),
      String(shape.width),
      String(shape.vocabulary),
      from,
      license ?? 'not stated: ask its publisher',
      pulledAt.slice(0, 10),
    ]),
  )
}
