import type { ColumnMapping, EventField } from './files/map-columns.ts'

/** What the lines of a file are taken for that do not say what happened. */
export interface AssumedEvent {
  /** Standard name. */
  readonly name: string
  /** The column that suggests it; undefined where none does. */
  readonly because: EventField | undefined
}

/**
 * What happened, where no column says it: ratings suggest a rating; an order, a quantity or money suggests an order; anything
 * else is a view. In a file with a column for the event money says nothing: the price stands beside views too.
 */
export function assumedEvent(columns: ColumnMapping<EventField>): AssumedEvent {
  if (columns.rating !== undefined) return { name: 'Product Rated', because: 'rating' }
  const paid: readonly EventField[] =
    columns.event === undefined ? ['order', 'quantity', 'value'] : ['order', 'quantity']
  const because = paid.find((field) => columns[field] !== undefined)
  return { name: because === undefined ? 'Product Viewed' : 'Order Completed', because }
}

/**
 * One line for whoever imports: what was assumed and how to say otherwise; undefined where nothing was.
 *
 * @param lines how many did not say what happened
 */
export function assumptionNote(
  { name, because }: AssumedEvent,
  columns: ColumnMapping<EventField>,
  lines: number,
): string | undefined {
  if (lines === 0) return undefined
  const which =
    columns.event === undefined
      ? 'No column says what happened: every line'
      : `The column ${columns.event} is empty in ${lines} ${lines === 1 ? 'line' : 'lines'}: each of them`
  const why = because === undefined ? '' : ` because there is a column for the ${because} (${columns[because]})`
  const other = name === 'Product Viewed' ? 'Order Completed' : 'Product Viewed'
  return `${which} was taken for “${name}”${why}. If it was something else, import with --event, such as --event "${other}", into a data folder without these lines: what is stored stays.`
}
