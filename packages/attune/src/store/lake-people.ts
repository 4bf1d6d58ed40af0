import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import type { StateStore } from './state-store.ts'

/** As sealed as in the state store: without the keys (`keys.sqlite`) nothing of it can be read. */
const personSchema = z.object({
  workspace: z.string(),
  personId: z.string(),
  kind: z.enum(['user', 'anonymous']).nullable(),
  identifier: z.string().nullable(),
  traits: z.string(),
  /** Lakes of before have none. */
  traitOrigins: z.string().default('{}'),
  createdAt: z.int(),
  updatedAt: z.int(),
})
export type LakePerson = z.infer<typeof personSchema>

const fileIn = (dir: string): string => join(dir, 'people.jsonl')
const linesAtOnce = 10_000

/** Writes who the person ids of a lake are, a line a person; with a workspace given, what an earlier export wrote of the others stays. */
export async function writeLakePeople({ raw }: StateStore, dir: string, workspace: string | undefined): Promise<void> {
  async function* lines(): AsyncIterable<string> {
    if (workspace !== undefined)
      for await (const person of readPeople(dir))
        if (person.workspace !== workspace) yield `${JSON.stringify(person)}\n`
    const rows = raw.prepare(
      `SELECT workspace, person_id AS personId, kind, identifier, traits, trait_origins AS traitOrigins, created_at AS createdAt, updated_at AS updatedAt
       FROM people WHERE ?1 IS NULL OR workspace = ?1`,
    )
    for (const row of rows.iterate(workspace ?? null)) yield `${JSON.stringify(row)}\n`
  }
  const writing = `${fileIn(dir)}.tmp`
  await pipeline(Readable.from(lines()), createWriteStream(writing, { mode: 0o600 }))
  await rename(writing, fileIn(dir))
}

/** Writes the file again with those that are to stay. */
export async function rewriteLakePeople(dir: string, stays: (person: LakePerson) => boolean): Promise<void> {
  if (!existsSync(fileIn(dir))) return
  async function* lines(): AsyncIterable<string> {
    for await (const person of readPeople(dir)) if (stays(person)) yield `${JSON.stringify(person)}\n`
  }
  const writing = `${fileIn(dir)}.tmp`
  await pipeline(Readable.from(lines()), createWriteStream(writing, { mode: 0o600 }))
  await rename(writing, fileIn(dir))
}

/** Takes in the people that are not known yet. */
export async function importLakePeople(state: StateStore, dir: string): Promise<void> {
  const insert = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, trait_origins, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace, person_id) DO NOTHING`,
  )
  const store = (people: readonly LakePerson[]): void =>
    state.transaction(() => {
      for (const { workspace, personId, kind, identifier, traits, traitOrigins, createdAt, updatedAt } of people)
        insert.run(workspace, personId, kind, identifier, traits, traitOrigins, createdAt, updatedAt)
    })
  let batch: LakePerson[] = []
  for await (const person of readPeople(dir)) {
    batch.push(person)
    if (batch.length < linesAtOnce) continue
    store(batch)
    batch = []
  }
  store(batch)
}

async function* readPeople(dir: string): AsyncIterable<LakePerson> {
  if (!existsSync(fileIn(dir))) return
  let line = 0
  for await (const text of createInterface({
    input: createReadStream(fileIn(dir)),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1
    const person = personSchema.safeParse(parsed(text))
    if (!person.success)
      throw attuneError('no-lake', `Line ${line} of people.jsonl in this folder cannot be read as a person of a lake.`)
    yield person.data
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
