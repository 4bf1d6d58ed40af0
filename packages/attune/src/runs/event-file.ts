import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tensorboardRecord, tensorboardStart } from '@attune/learn'

export interface EventFile {
  add(step: number, figures: Readonly<Record<string, number>>): void
  close(): void
}

/** A new TensorBoard event file in the folder of a run. Those of earlier times stay; TensorBoard reads them as one. */
export function openEventFile(folder: string, clock: () => number): EventFile {
  // The names are read in their order.
  const path = join(
    folder,
    `events.out.tfevents.${String(Math.floor(clock() / 1000)).padStart(10, '0')}.${clock()}.attune`,
  )
  const file = openSync(path, 'a', 0o600)
  writeSync(file, tensorboardStart(clock() / 1000))
  return {
    add: (step, figures) => void writeSync(file, tensorboardRecord(clock() / 1000, step, figures)),
    close: () => closeSync(file),
  }
}
