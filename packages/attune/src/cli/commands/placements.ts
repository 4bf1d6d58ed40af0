import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { Placement } from '../../api/schemas/decide.ts'
import { attuneError } from '../../errors.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const answer = await api.request<{ placements: readonly Placement[] }>('GET', '/v1/placements')
    if (options.json) printJson(answer)
    else
      printTable(
        ['placement', 'title', 'for', 'arms', 'exploration', 're-ranking'].map((title) => ({ title })),
        answer.placements.map(rowOf),
      )
  } finally {
    await api.close()
  }
}

function rowOf({ id, title, segments, split, exploration, rerank }: Placement): string[] {
  const total = split.reduce((sum, { weight }) => sum + weight, 0)
  return [
    id,
    title.en || title.zh,
    audienceOf(segments),
    split
      .map(({ variation, model, weight }) => `${variation} ${model} ${Math.round((weight / total) * 100)} %`)
      .join(', '),
    exploration > 0 ? `${exploration * 100} %` : 'off',
    (rerank?.stages ?? []).map((stage) => stage.name ?? stage.kind).join(' → ') || 'none',
  ]
}

function audienceOf(segments: Placement['segments']): string {
  if (segments === undefined) return 'everybody'
  const { any = [], not = [], otherwise } = segments
  const who = [any.join(' or '), not.length > 0 ? `not ${not.join(', ')}` : ''].filter(Boolean).join(', ')
  return `${who}; others: ${otherwise}`
}

async function show(id: string, options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    printJson(await api.request<Placement>('GET', `/v1/placements/${encodeURIComponent(id)}`))
  } finally {
    await api.close()
  }
}

async function put(path: string, options: CommonOptions): Promise<void> {
  const body = await readPlacement(path)
  const api = await apiClient(options)
  try {
    const saved = await api.request<Placement>('PUT', `/v1/placements/${encodeURIComponent(body.id)}`, body)
    if (options.json) printJson(saved)
    else process.stdout.write(`Placement ${saved.id} is saved; the next decision follows it.\n`)
  } finally {
    await api.close()
  }
}

/** @throws AttuneError `no-file`, `invalid-json`, `invalid-placement` where it has no id */
async function readPlacement(path: string): Promise<{ readonly id: string }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw attuneError('no-file', `${path} cannot be read.`, { details: { file: path }, cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw attuneError('invalid-json', `${path} is not valid JSON.`, { details: { file: path }, cause })
  }
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string')
    return { ...value, id: value.id }
  const message = 'A placement needs an id; “attune placements show home” prints one to start from.'
  throw attuneError('invalid-placement', message, { details: { field: 'id' } })
}

/** `attune placements` */
export function placementsCommand(): Command {
  return new Command('placements')
    .description('list placements; show one as JSON, create or replace one from a file')
    .addCommand(command('list', 'all placements').action(action(list)), { isDefault: true })
    .addCommand(
      command('show', 'one placement as the JSON that “put” takes').argument('<id>', 'placement').action(action(show)),
    )
    .addCommand(
      command('put', 'create or replace a placement; its rules are checked first')
        .argument('<file>', 'JSON file')
        .action(action(put)),
    )
}
