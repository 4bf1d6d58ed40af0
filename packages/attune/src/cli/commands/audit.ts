import type { Command } from 'commander'
import type { AuditPage } from '../../api/schemas/audit.ts'
import { attuneError } from '../../errors.ts'
import type { AuditVerdict } from '../../protect/verify-audit.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ListOptions extends CommonOptions {
  readonly action?: string
  readonly actor?: string
  readonly subject?: string
  readonly from?: string
  readonly to?: string
  readonly limit: number
}

async function list(options: ListOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { action: begins, actor, subject, from, to, limit } = options
    const query = new URLSearchParams({ limit: String(limit) })
    for (const [name, value] of Object.entries({ action: begins, actor, subject, from, to }))
      if (value !== undefined) query.set(name, value)
    const { entries, names } = await api.request<AuditPage>('GET', `/v1/audit?${query}`)
    if (options.json) printJson({ entries })
    else
      printTable(
        [{ title: 'when' }, { title: 'who' }, { title: 'did' }, { title: 'to' }, { title: 'why' }, { title: 'hash' }],
        entries.map(({ at, actor: who, action: did, subject: subjectId, details, hash }) => [
          at,
          names[who] ?? who,
          did,
          names[subjectId] ?? subjectId,
          // Of a break-glass, which is only worth something when somebody reads its reason.
          typeof details.reason === 'string' ? details.reason : '',
          hash.slice(0, 12),
        ]),
      )
  } finally {
    await api.close()
  }
}

async function verify(options: CommonOptions & { readonly expect?: string }): Promise<void> {
  const api = await apiClient(options)
  try {
    const query = options.expect === undefined ? '' : `?${new URLSearchParams({ expect: options.expect })}`
    const verdict = await api.request<AuditVerdict>('GET', `/v1/audit/verify${query}`)
    if (!verdict.intact)
      throw attuneError('audit-broken', whatIsWrong(verdict), {
        details: {
          entries: verdict.entries,
          head: verdict.head,
          ...(verdict.broken ? { broken: verdict.broken.id } : {}),
        },
      })
    if (options.json) printJson(verdict)
    else
      process.stdout.write(
        verdict.entries === 0
          ? 'The audit is empty.\n'
          : `All ${verdict.entries} entries are as they were written.\nHead: ${verdict.head}\nKeep this hash elsewhere; “attune audit verify --expect HASH” will show that nothing up to here was changed or cut off.\n`,
      )
  } finally {
    await api.close()
  }
}

function whatIsWrong({ broken, entries }: AuditVerdict): string {
  if (broken)
    return `The audit was tampered with: entry ${broken.id} (${broken.action}, ${new Date(broken.at).toISOString()}) does not follow from those before it. Compare with a backup.`
  return `The expected hash is not among the ${entries} entries: entries were cut off or all hashes were made anew. Compare with a backup.`
}

/** `attune audit list|verify` */
export function auditCommand(): Command {
  const audit = command('audit', 'who did what, and whether the record of it is whole')
  audit.addCommand(
    command('list', 'the newest entries')
      .option('--action <prefix>', 'only actions that begin with this, as model. or key-')
      .option('--actor <id>', 'only what this key or job did')
      .option('--subject <id>', 'only what was done to this')
      .option('--from <time>', 'only at or after this day or moment, as 2026-03-01')
      .option('--to <time>', 'only before this')
      .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
      .action(action(list)),
  )
  audit.addCommand(
    command('verify', 'recompute the chain of hashes; exit code 1 when an entry was changed, removed or inserted')
      .option('--expect <hash>', 'a head that was noted earlier and must still be in the chain')
      .action(action(verify)),
  )
  return audit
}
