import { eventFields, guessColumns, itemFields, placeColumns } from './files/map-columns.ts'
import { openRecords } from './files/open-records.ts'
import { type ReadEventFileOptions, requireEventFields } from './read-event-file.ts'
import { type ReadItemFileOptions, requireItemFields } from './read-item-file.ts'

/**
 * Opens a file as an import would, and looks whether the columns that it needs are there: before anything is opened to
 * store into.
 *
 * @throws AttuneError `file-not-found`, `missing-column`, `empty-file`, `unknown-format`
 */
export async function checkFile(
  path: string,
  file:
    | { readonly as: 'events'; readonly options: Pick<ReadEventFileOptions, CheckedOption> }
    | { readonly as: 'items'; readonly options: Pick<ReadItemFileOptions, CheckedOption> },
): Promise<void> {
  const { columns: given, ...options } = file.options
  const wanted = given === undefined ? undefined : Object.values(given)
  const source = await openRecords(path, { ...options, wanted, onRefused: () => {} })
  if (file.as === 'events') {
    const columns = file.options.columns ?? guessColumns(source.columns, eventFields)
    requireEventFields(source.name, source.columns, columns)
    placeColumns(source.name, source.columns, columns)
  } else {
    const columns = file.options.columns ?? guessColumns(source.columns, itemFields)
    requireItemFields(source.name, source.columns, columns)
    placeColumns(source.name, source.columns, columns)
  }
  // A reader closes its file when it is left after it began.
  let batches = 0
  for await (const _ of source.batches) if (++batches === 2) break
}

type CheckedOption = 'columns' | 'format' | 'delimiter' | 'encoding' | 'header'
