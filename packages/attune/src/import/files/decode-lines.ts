import { isUtf8 } from 'node:buffer'
import { attuneError } from '../../errors.ts'

/** `auto` reads UTF-8 and takes a line that is none for latin-1; any encoding that TextDecoder knows may be named. */
export type Encoding = 'auto' | (string & {})

export interface DecodedText {
  /** Whole lines: each text but the last ends with a line feed. */
  readonly texts: AsyncIterable<string>
  /** Lines that were no UTF-8 and were read as latin-1. */
  readonly latin1Lines: () => number
}

const lineFeed = 10

/** No line of a table is this long: a file without line feeds would be held in memory whole. Files of old systems, whose lines end with a carriage return alone, are one line here. */
export const longestLineBytes: number = 32 << 20

/**
 * Bytes → texts of whole lines, without a byte order mark.
 *
 * @throws AttuneError `unknown-encoding`; while reading `binary-file`, `line-too-long`
 */
export function decodeLines(chunks: AsyncIterable<Buffer>, encoding: Encoding): DecodedText {
  let latin1Lines = 0
  const named = encoding.toLowerCase()
  const wholeLines = linesOf(isOneByte(named) ? chunks : named === 'auto' ? fromUtf16(chunks) : recoded(chunks, named))

  function decode(bytes: Buffer): string {
    if (isOneByte(named)) return bytes.toString('latin1')
    if (isUtf8(bytes)) return bytes.toString('utf8')
    let text = ''
    for (let start = 0; start < bytes.length; ) {
      const feed = bytes.indexOf(lineFeed, start)
      const end = feed < 0 ? bytes.length : feed + 1
      const line = bytes.subarray(start, end)
      if (isUtf8(line)) text += line.toString('utf8')
      else {
        latin1Lines += 1
        text += line.toString('latin1')
      }
      start = end
    }
    return text
  }

  async function* texts(): AsyncIterable<string> {
    let first = true
    for await (const bytes of wholeLines) {
      const text = decode(bytes)
      yield first && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
      first = false
    }
  }
  return { texts: texts(), latin1Lines: () => latin1Lines }
}

function isOneByte(encoding: string): boolean {
  return encoding === 'latin1' || encoding === 'latin-1' || encoding === 'iso-8859-1'
}

/** Spreadsheets save “Unicode text” as UTF-16 with a byte order mark; everything else passes through. */
async function* fromUtf16(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const source = chunks[Symbol.asyncIterator]()
  const first = await source.next()
  if (first.done) return
  const whole = (async function* () {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => source }
  })()
  const mark = first.value.length >= 2 ? first.value.readUInt16BE(0) : 0
  if (mark === 0xfffe) yield* recoded(whole, 'utf-16le')
  else if (mark === 0xfeff) yield* recoded(whole, 'utf-16be')
  else yield* whole
}

/** Cuts the stream after line feeds; the bytes after the last one wait for the next chunk. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let rest: Buffer[] = []
  let held = 0
  let first = true
  for await (const chunk of chunks) {
    if (first && chunk.subarray(0, lookedAtBytes).includes(0)) throw binary()
    first = false
    const feed = chunk.lastIndexOf(lineFeed)
    if (feed < 0) {
      held += chunk.length
      if (held > longestLineBytes) throw tooLong()
      rest.push(chunk)
      continue
    }
    yield Buffer.concat([...rest, chunk.subarray(0, feed + 1)])
    rest = feed + 1 < chunk.length ? [chunk.subarray(feed + 1)] : []
    held = chunk.length - feed - 1
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}

/** A text has no NUL at its beginning; UTF-16 without a byte order mark does. */
const lookedAtBytes = 8192
const binary = () =>
  attuneError(
    'binary-file',
    'The file is no text: there are NUL bytes at its beginning. If it is UTF-16, say so: --encoding utf-16le.',
    { details: { field: 'encoding' } },
  )
const tooLong = () =>
  attuneError(
    'line-too-long',
    `There are more than ${longestLineBytes >> 20} MiB without a line feed, so this is no table of lines.`,
  )

async function* recoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncIterable<Buffer> {
  const decoder = decoderOf(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  const last = decoder.decode()
  if (last !== '') yield Buffer.from(last)
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding)
  } catch (cause) {
    throw attuneError('unknown-encoding', `There is no encoding named ${encoding}; try utf-8, latin-1 or gb18030.`, {
      details: { field: 'encoding' },
      cause,
    })
  }
}
