import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { SourceSummary, SourceView, SuggestionView } from '../../api/schemas/sources.ts'
import { attuneError } from '../../errors.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

const pathOf = (name: string): string => `/v1/sources/${encodeURIComponent(name)}`

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { sources } = await api.request<{ sources: SourceSummary[] }>('GET', '/v1/sources')
    if (options.json) printJson({ sources })
    else
      printTable(
        [
          { title: 'source' },
          { title: 'title' },
          { title: 'declared' },
          { title: 'regime' },
          { title: 'keys', align: 'right' },
          { title: 'events', align: 'right' },
          { title: 'fields dropped', align: 'right' },
        ],
        sources.map(({ name, title, from, regime, keys, events, dropped }) => [
          name,
          title,
          from === null ? 'no: all is kept' : from === 'config' ? 'in the configuration' : 'yes',
          regime ?? '',
          String(keys.length),
          events.toLocaleString('en'),
          dropped.toLocaleString('en'),
        ]),
      )
  } finally {
    await api.close()
  }
}

function printDropped({ dropped }: SourceView): void {
  if (dropped.length === 0) {
    process.stdout.write('Nothing it sent was dropped.\n')
    return
  }
  printTable(
    [{ title: 'dropped' }, { title: 'of' }, { title: 'why' }, { title: 'times', align: 'right' }, { title: 'last' }],
    dropped.map(({ event, field, reason, count, lastAt }) => [
      field,
      event ?? '',
      reason === 'wrong-type' ? 'another type than declared' : reason === 'declared' ? 'not wanted' : 'not declared',
      count.toLocaleString('en'),
      lastAt.slice(0, 16),
    ]),
  )
}

async function show(name: string, options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const source = await api.request<SourceView>('GET', pathOf(name))
    if (options.json) {
      printJson(source)
      return
    }
    if (source.declaration === null)
      process.stdout.write(
        `Nothing is declared for ${name}: everything known is kept. “attune sources suggest ${name}” makes a declaration of what it sends.\n`,
      )
    else {
      process.stdout.write(`${JSON.stringify(source.declaration, null, 2)}\n\n`)
      printDropped(source)
    }
  } finally {
    await api.close()
  }
}

async function declare(name: string, file: string, options: CommonOptions): Promise<void> {
  const declaration = readDeclaration(file)
  const api = await apiClient(options, { create: true })
  try {
    const source = await api.request<SourceView>('PUT', pathOf(name), declaration)
    if (options.json) printJson(source)
    else {
      process.stdout.write(`${name} is declared: from the next event on, what it does not declare is dropped.\n`)
      if (source.keys.length === 0)
        process.stdout.write(
          `No key sends as ${name} yet: “attune keys create NAME --scopes write --source ${name}”.\n`,
        )
    }
  } finally {
    await api.close()
  }
}

/** @throws AttuneError `no-file`, `invalid-json` */
function readDeclaration(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw attuneError('no-file', `${file} cannot be read.`, { details: { file }, cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw attuneError('invalid-json', `${file} is not valid JSON.`, { details: { file }, cause })
  }
}

async function remove(name: string, options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    await api.request('DELETE', pathOf(name))
    if (options.json) printJson({ removed: name })
    else process.stdout.write(`${name} is declared no longer: everything known is kept from now on.\n`)
  } finally {
    await api.close()
  }
}

interface SuggestOptions extends CommonOptions {
  readonly days: number
  readonly out?: string
}

async function suggest(name: string, options: SuggestOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const suggestion = await api.request<SuggestionView>('GET', `${pathOf(name)}/suggestion?days=${options.days}`)
    const { declaration, fields, events } = suggestion
    if (events === 0)
      throw attuneError(
        'no-events',
        `${name} sent nothing in the last ${options.days} days; “attune sources list” shows which sources did.`,
      )
    const text = `${JSON.stringify(declaration, null, 2)}\n`
    if (options.out !== undefined) writeFileSync(options.out, text, { flag: 'wx' })
    if (options.json) {
      printJson(suggestion)
      return
    }
    printTable(
      [
        { title: 'event' },
        { title: 'field' },
        { title: 'type' },
        { title: 'filled', align: 'right' },
        { title: 'standard' },
      ],
      fields.map(({ event, field, type, share, standard }) => [
        event ?? '',
        field,
        type,
        `${Math.round(share * 100)} %`,
        standard ? 'yes' : '',
      ]),
    )
    if (options.out === undefined) process.stdout.write(`\n${text}`)
    process.stdout.write(
      `\nOf ${events.toLocaleString('en')} events. Take out what you do not need, then: attune sources declare ${name} ${options.out ?? 'FILE'}\n`,
    )
  } finally {
    await api.close()
  }
}

/** `attune sources list|show|declare|remove|suggest` */
export function sourcesCommand(): Command {
  const sources = command('sources', 'what sites, apps and servers may send; what is not declared is dropped')
  const name = ['<name>', 'of the source: what its keys say with --source'] as const
  sources.addCommand(command('list', 'all sources').action(action(list)), { isDefault: true })
  sources.addCommand(
    command('show', 'a declaration, and what was dropped')
      .argument(...name)
      .action(action(show)),
  )
  sources.addCommand(
    command('declare', 'declare what a source may send')
      .argument(...name)
      .argument('<file>', 'JSON, as “suggest” writes it')
      .action(action(declare)),
  )
  sources.addCommand(
    command('remove', 'remove a declaration; what was stored stays')
      .argument(...name)
      .action(action(remove)),
  )
  sources.addCommand(
    command('suggest', 'a declaration of what a source sent lately: names and types, never a value')
      .argument(...name)
      .option('--days <n>', 'how far back', wholeNumber(1, 3650), 28)
      .option('--out <file>', 'write the declaration to a new file')
      .action(action(suggest)),
  )
  return sources
}
