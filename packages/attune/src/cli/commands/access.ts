import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { AccessReview } from '../../api/schemas/access-review.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ReviewOptions extends CommonOptions {
  readonly csv?: string
  readonly lang: 'en' | 'zh'
  readonly record?: boolean
  readonly note: string
}

const path = '/v1/access/review'

async function review({ csv, lang: language, record, note, ...options }: ReviewOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const seen = await api.request<AccessReview>('GET', path)
    if (csv !== undefined) {
      const table = await api.text(`${path}?format=csv&language=${language}`)
      writeFileSync(csv, table, { mode: 0o600, flag: 'wx' })
      process.stderr.write(`Written to ${csv}, readable by you only.\n`)
    }
    const told = record ? await api.request<AccessReview>('POST', path, { digest: seen.digest, note }) : seen
    if (options.json) printJson(told)
    else tell(told)
  } finally {
    await api.close()
  }
}

function tell({ users, keys, reviews }: AccessReview): void {
  const day = (at: string | null): string => at?.slice(0, 10) ?? 'never'
  printTable(
    [
      { title: 'who' },
      { title: 'may' },
      { title: 'last used' },
      { title: 'ends' },
      { title: 'look at' },
      { title: 'id' },
    ],
    [
      ...users.map(({ name, role, lastSignInAt, flags, id }) => [
        name,
        role,
        day(lastSignInAt),
        '',
        flags.join(', '),
        id,
      ]),
      ...keys.map(({ name, scopes, lastUsedAt, expiresAt, flags, id }) => [
        `key ${name}`,
        scopes.join(' '),
        day(lastUsedAt),
        day(expiresAt),
        flags.join(', '),
        id,
      ]),
    ],
  )
  const [last] = reviews
  process.stdout.write(
    last === undefined
      ? '\nNobody has looked this through yet: --record says that you did.\n'
      : `\nLast looked through ${last.at} by ${last.name ?? last.by}.\n`,
  )
}

/** `attune access review` */
export function accessCommand(): Command {
  const access = command('access', 'who, and which keys, may do what')
  access.addCommand(
    command('review', 'all who may do something now, and what of it deserves a second look')
      .option('--csv <file>', 'write the table to a new file for a spreadsheet')
      .addOption(languageOption('language of the CSV'))
      .option('--record', 'write into the audit that it was looked through')
      .option('--note <text>', 'kept with --record; name no person in it', '')
      .action(action(review)),
  )
  return access
}
