import type { Refusal } from '../refusal.ts'
import { maxPayloadLength } from '../refusal.ts'

/** A record of a file as its fields. */
export interface CsvRecord {
  /** The line on which it starts, from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

export interface ReadCsvOptions {
  readonly delimiter: string
  /** Name for the refusals. */
  readonly file: string
  /** False for files that use `"` as an ordinary character. Default true. */
  readonly quotes?: boolean
  readonly onRefused: (refusal: Refusal) => void
}

/** A quoted field longer than this was never meant to be one: its opening quote is taken for broken. */
const maxQuotedLength = 1 << 20

/**
 * Delimited text as RFC 4180 has it, with CR LF or LF, quotes, doubled quotes and line feeds inside quotes. A quote in the
 * middle of an unquoted field is an ordinary character. Where quoting is broken (text after a closing quote, or a quote
 * that is never closed, or one that swallows lines until the number of fields is wrong), only the line of the opening
 * quote is refused, and reading goes on with the next. Blank lines are skipped.
 *
 * @param texts whole lines, as `decodeLines` gives them
 */
export async function* readCsv(
  texts: AsyncIterable<string>,
  { delimiter, file, quotes = true, onRefused }: ReadCsvOptions,
): AsyncIterable<readonly CsvRecord[]> {
  let line = 1
  let width = 0
  let pending = ''

  const refuse = (at: number, reason: string, message: string, payload: string) =>
    onRefused({ file, line: at, reason, field: null, message, payload: payload.slice(0, maxPayloadLength) })

  /** Reads the records of a text; what is left is the start of a record whose end may be in the next text. */
  function recordsOf(text: string, final: boolean): { records: CsvRecord[]; rest: string } {
    const records: CsvRecord[] = []
    let start = 0
    while (start < text.length) {
      const feed = text.indexOf('\n', start)
      const end = feed < 0 ? text.length : feed
      const next = feed < 0 ? text.length : feed + 1
      const raw = text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end)
      if (raw === '') {
        line += 1
        start = next
        continue
      }
      if (!quotes || !raw.includes('"')) {
        keep(records, raw.split(delimiter), line, raw)
        line += 1
        start = next
        continue
      }
      const record = quotedRecord(text, start, delimiter)
      if (record === 'unfinished' && !final && text.length - start < maxQuotedLength) {
        return { records, rest: text.slice(start) }
      }
      if (typeof record === 'string') {
        const why =
          record === 'unfinished' ? 'A quote is opened and never closed.' : 'There is text after a closing quote.'
        refuse(line, 'broken-quoting', why, raw)
        line += 1
        start = next
        continue
      }
      if (record.lines > 1 && width > 0 && record.fields.length !== width) {
        refuse(line, 'broken-quoting', 'A quote is opened here and not closed in its field.', raw)
        line += 1
        start = next
        continue
      }
      keep(records, record.fields, line, raw)
      line += record.lines
      start = record.end
    }
    return { records, rest: '' }
  }

  function keep(records: CsvRecord[], fields: readonly string[], at: number, raw: string): void {
    if (width === 0) width = fields.length
    if (fields.length === width) records.push({ line: at, fields })
    else refuse(at, 'wrong-column-count', `There are ${fields.length} columns where ${width} are expected.`, raw)
  }

  for await (const text of texts) {
    const { records, rest } = recordsOf(pending === '' ? text : pending + text, false)
    pending = rest
    if (records.length > 0) yield records
  }
  if (pending !== '') {
    const { records } = recordsOf(pending, true)
    if (records.length > 0) yield records
  }
}

interface QuotedRecord {
  readonly fields: string[]
  /** How many lines it takes. */
  readonly lines: number
  /** Where the next record starts. */
  readonly end: number
}

function quotedRecord(text: string, start: number, delimiter: string): QuotedRecord | 'unfinished' | 'broken' {
  const fields: string[] = []
  let lines = 1
  let at = start
  for (;;) {
    if (text.charCodeAt(at) === 34) {
      let value = ''
      let from = at + 1
      for (;;) {
        const quote = text.indexOf('"', from)
        if (quote < 0) return 'unfinished'
        value += text.slice(from, quote)
        if (text.charCodeAt(quote + 1) !== 34) {
          at = quote + 1
          break
        }
        value += '"'
        from = quote + 2
      }
      for (let feed = value.indexOf('\n'); feed >= 0; feed = value.indexOf('\n', feed + 1)) lines += 1
      fields.push(value)
    } else {
      const stop = endOfField(text, at, delimiter)
      fields.push(text.slice(at, stop))
      at = stop
    }
    if (text.startsWith(delimiter, at) && at < text.length) {
      at += delimiter.length
      continue
    }
    if (at >= text.length) return { fields, lines, end: at }
    if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) return { fields, lines, end: at + 2 }
    if (text.charCodeAt(at) === 10) return { fields, lines, end: at + 1 }
    return 'broken'
  }
}

function endOfField(text: string, from: number, delimiter: string): number {
  const feed = text.indexOf('\n', from)
  const lineEnd = feed < 0 ? text.length : text.charCodeAt(feed - 1) === 13 && feed > from ? feed - 1 : feed
  const separator = text.indexOf(delimiter, from)
  return separator < 0 || separator > lineEnd ? lineEnd : separator
}
