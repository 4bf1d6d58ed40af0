import type { LoadHistoriesOptions } from './load-histories.ts'
import { shownKept } from './shown-times.ts'
import { exposureKind } from './workspace-histories.ts'

/** Persons are read in so many parts, so that one pause of the event loop can bear a part. */
const rowsAtOnce = 200_000

/** Reads into memory what persons were shown last. */
export async function loadShown({
  events,
  only,
  open,
}: Omit<LoadHistoriesOptions, 'weightOf' | 'limit'>): Promise<void> {
  const places = only?.personIds.map((_, index) => `$${index + 3}`).join(', ')
  const wanted = only ? `kind = $1 AND workspace = $2 AND person_id IN (${places})` : 'kind = $1'
  const parameters = only ? [exposureKind, only.workspace, ...only.personIds] : [exposureKind]
  const [{ count } = { count: 0 }] = await events.query<{ count: number }>(
    `SELECT CAST(count(*) AS DOUBLE) AS count FROM interactions WHERE ${wanted}`,
    parameters,
  )
  const slices = Math.ceil(count / rowsAtOnce)
  for (let slice = 0; slice < slices; slice++) {
    const [workspaces = [], persons = [], items = [], times = []] = await events.columns(
      `SELECT workspace, person_id, item_id, CAST(epoch_ms(ts) AS DOUBLE)
       FROM interactions WHERE ${wanted} AND hash(person_id) % ${slices} = ${slice}
       QUALIFY row_number() OVER (PARTITION BY workspace, person_id ORDER BY ts DESC) <= ${shownKept}
       ORDER BY ts`,
      parameters,
    )
    for (let row = 0; row < persons.length; row++)
      open(workspaces[row] as string).show(persons[row] as string, items[row] as string, times[row] as number)
  }
}
