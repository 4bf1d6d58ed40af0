import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Trial } from '@attune/recommend'
import { z } from 'zod'
import { comparisonSchema } from '../api/schemas/evaluations.ts'
import { attuneError } from '../errors.ts'

const parametersSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]))

/** What was searched: equal for a search that is gone on with. */
const searchSchema = z.strictObject({
  type: z.literal('search'),
  kind: z.string(),
  data: z.string(),
  /** Of the training part. */
  hash: z.string(),
  protocol: z.string(),
  /** How the data was divided, as far as it changes anything. */
  setting: z.record(z.string(), z.union([z.number(), z.string()])),
  metric: z.string(),
  trials: z.int(),
  seconds: z.number().nullable(),
  seed: z.int(),
  fixed: parametersSchema,
})
export type Search = z.infer<typeof searchSchema>

const trialSchema = z.strictObject({
  type: z.literal('trial'),
  kind: z.string(),
  trial: z.int(),
  rung: z.int(),
  share: z.number(),
  persons: z.int(),
  parameters: parametersSchema,
  score: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  seconds: z.number(),
  failure: z.string().optional(),
})

/** The test part, looked at once and last: the defaults and the best, side by side. */
const testSchema = z.strictObject({ type: z.literal('test'), kind: z.string(), comparison: comparisonSchema })
export type TestLine = z.infer<typeof testSchema>

const lineSchema = z.discriminatedUnion('type', [searchSchema, trialSchema, testSchema])

/** A file of JSON lines, each on the disk before the next is begun. */
export interface Ledger {
  /** What it knows of a kind; trials in the order in which they were measured. */
  known(kind: string): { readonly search?: Search; readonly trials: readonly Trial[]; readonly test?: TestLine }
  begin(search: Search): void
  add(kind: string, trial: Trial): void
  end(test: TestLine): void
  close(): void
}

/**
 * Opens a ledger, new or left by an earlier search. A last line that was cut off when a process was killed is dropped. There is no
 * file until there is something to be written.
 *
 * @throws AttuneError `bad-ledger` when another line is none of a ledger
 */
export function openLedger(path: string): Ledger {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const lines = whole.split('\n').filter((line) => line !== '')
  const read = lines.map((line, at) => parsed(line, `${path}:${at + 1}`))
  let file: number | undefined
  const open = (): number => {
    const opened = openSync(path, 'a')
    if (whole.length < text.length) ftruncateSync(opened, Buffer.byteLength(whole))
    return opened
  }
  const write = (line: z.infer<typeof lineSchema>): void => {
    file ??= open()
    read.push(line)
    writeSync(file, `${JSON.stringify(line)}\n`)
    fsyncSync(file)
  }
  return {
    known(kind) {
      const own = read.filter((line) => line.kind === kind)
      const search = own.find((line) => line.type === 'search')
      const test = own.find((line) => line.type === 'test')
      const trials = own.flatMap((line): Trial[] => (line.type === 'trial' ? [trialOf(line)] : []))
      return { ...(search ? { search } : {}), trials, ...(test ? { test } : {}) }
    },
    begin: write,
    add: (kind, trial) => write({ type: 'trial', kind, ...trial }),
    end: write,
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}

/** A ledger that is not kept. */
export function noLedger(): Ledger {
  return { known: () => ({ trials: [] }), begin: () => {}, add: () => {}, end: () => {}, close: () => {} }
}

function trialOf({ type: _, kind: __, failure, ...trial }: z.infer<typeof trialSchema>): Trial {
  return failure === undefined ? trial : { ...trial, failure }
}

function parsed(line: string, place: string): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch (cause) {
    const message = `${place} is no line of a tuning ledger: name another file with --ledger.`
    throw attuneError('bad-ledger', message, { cause, details: { field: 'ledger' } })
  }
}
