import { attuneError } from '../errors.ts'
import type { QuarantinedReason } from './import-report.ts'

/** One reason in a line: `3 lines left out: missing-field (first at a.csv:2: item is empty)`. */
export function leftOut({ reason, count, examples }: QuarantinedReason): string {
  const [first] = examples
  const where = first ? ` (first at ${first.file}:${first.line}: ${first.message})` : ''
  return `${count} ${count === 1 ? 'line' : 'lines'} left out: ${reason}${where}`
}

/**
 * Does what needs the data; where it fails, and lines of the file were refused, the error tells of them too, for they may
 * be why.
 *
 * @throws AttuneError with the code of what was thrown, `details.refused` and `details.firstLine`
 */
export async function tellingRefused<Result>(
  quarantined: readonly QuarantinedReason[],
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const [most] = quarantined
    if (!most || !(error instanceof Error) || !('code' in error)) throw error
    const first = most.examples[0]
    throw attuneError(String(error.code), `${error.message} ${quarantined.map(leftOut).join('; ')}.`, {
      details: {
        refused: quarantined.reduce((sum, { count }) => sum + count, 0),
        reason: most.reason,
        ...(first ? { firstLine: first.line } : {}),
      },
      cause: error,
    })
  }
}
