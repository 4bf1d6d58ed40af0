import { attuneError } from '../../errors.ts'
import { createEventTableBuilder, type EventTable } from '../event-table.ts'

/**
 * A sequence file: a line a person, the person's id and then item ids in time order, between spaces or tabs.
 *
 * @param lines lines without line ends; empty ones are skipped
 * @throws AttuneError `no-sequence` naming the line that has a person and nothing else
 */
export async function readSequences(
  lines: AsyncIterable<string>,
  { file, event }: { readonly file: string; readonly event: string },
): Promise<EventTable> {
  const builder = createEventTableBuilder([file])
  let line = 0
  for await (const text of lines) {
    line += 1
    const [userId = '', ...items] = text.trim().split(/[\s,]+/)
    if (userId === '') continue
    if (items.length === 0) {
      throw attuneError('no-sequence', `${file}, line ${line}: expected a person id and then item ids in time order.`, {
        details: { file, line },
      })
    }
    for (const itemId of items) builder.add({ line, userId, itemId, event })
  }
  return builder.build('none')
}
