import type { AttuneError } from '../errors.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Columns a terminal takes for a text: Chinese, Japanese, Korean and full-width characters take two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0) ?? 0
    if (/\p{Mark}/u.test(char) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) continue
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd)
    width += wide ? 2 : 1
  }
  return width
}

const pad = (text: string, width: number, align: 'left' | 'right'): string => {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** A plain table with a rule under its head, aligned also where Chinese and Latin text mix. */
export function tableText(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align ?? 'left'))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map((column) => column.title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
  ].join('\n')
}

export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`${tableText(columns, rows)}\n`)
}

/** The one JSON document of a command that was called with `--json`. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export interface Progress {
  update(done: number, note?: string): void
  stop(final?: string): void
}

/** A progress line on standard error: a bar in a terminal, a line every few seconds elsewhere. */
export function progress({
  title,
  total,
  enabled = true,
}: {
  title: string
  total: number
  enabled?: boolean
}): Progress {
  const terminal = process.stderr.isTTY === true
  const started = performance.now()
  let last = Number.NEGATIVE_INFINITY
  const draw = (done: number, note: string | undefined, force: boolean): void => {
    if (!enabled) return
    const now = performance.now()
    if (!force && now - last < (terminal ? 80 : 3000)) return
    last = now
    const share = total > 0 ? Math.min(1, done / total) : 1
    const elapsed = (now - started) / 1000
    const left = share > 0.02 && share < 1 ? ` · ${Math.ceil((elapsed / share) * (1 - share))} s left` : ''
    const filled = Math.round(share * 24)
    const text = `${title} ${'━'.repeat(filled)}${'╌'.repeat(24 - filled)} ${String(Math.floor(share * 100)).padStart(3)} %${note ? ` · ${note}` : ''}${left}`
    process.stderr.write(terminal ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  return {
    update: (done, note) => draw(done, note, false),
    stop(final) {
      if (!enabled) return
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      process.stderr.write(`${terminal ? '\r\u001b[2K' : ''}${final ?? title} (${seconds} s)\n`)
    },
  }
}

/** How a command ends that could not do its work: one clear line, or one JSON document, and exit code 1. */
export function reportFailure(error: unknown, json: boolean): void {
  const known =
    typeof error === 'object' && error !== null && 'code' in error && error instanceof Error
      ? (error as AttuneError)
      : undefined
  const message = error instanceof Error ? error.message : String(error)
  if (json)
    printJson({
      error: { code: known?.code ?? 'internal-error', message, ...(known?.details ? { details: known.details } : {}) },
    })
  process.stderr.write(`attune: ${message}\n`)
  if (!known && error instanceof Error && process.env.ATTUNE_DEBUG) process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
}
