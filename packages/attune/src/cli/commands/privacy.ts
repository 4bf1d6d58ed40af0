import { readFileSync, writeFileSync } from 'node:fs'
import { Argument, type Command, Option } from 'commander'
import type { PrivacyReport, PrivacyRequestView } from '../../api/schemas/privacy.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { type SignedReceipt, verifyReceipt } from '../../protect/rights/receipt.ts'
import { rotateMasterKey } from '../../protect/vault/open-keys.ts'
import { rotatePseudonyms } from '../../protect/vault/pseudonym-key.ts'
import { readMasterKey } from '../../protect/vault/read-master-key.ts'
import { apiClient, openLocal } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

const pathOf = (person: string, what: string): string => `/v1/people/${encodeURIComponent(person)}/${what}`

interface ExportOptions extends CommonOptions {
  readonly out?: string
  readonly format: 'json' | 'html'
  readonly language: 'en' | 'zh'
}

async function exportCommand(person: string, { out, format, language, ...options }: ExportOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const held = await api.text(`${pathOf(person, 'export')}?format=${format}&language=${language}`)
    if (out === undefined) process.stdout.write(held.endsWith('\n') ? held : `${held}\n`)
    else {
      writeFileSync(out, held, { mode: 0o600, flag: 'wx' })
      process.stderr.write(`Written to ${out}, readable by you only.\n`)
    }
  } finally {
    await api.close()
  }
}

async function erase(
  person: string,
  options: CommonOptions & { readonly yes?: boolean; readonly note: string; readonly receipt?: string },
): Promise<void> {
  if (!options.yes)
    throw attuneError(
      'not-confirmed',
      'Erasing cannot be undone: add --yes to go on. “attune privacy export” shows first what is held.',
    )
  const api = await apiClient(options)
  try {
    const signed = await api.request<SignedReceipt & { requestId: string }>('POST', pathOf(person, 'erase'), {
      confirm: person,
      note: options.note,
    })
    if (options.receipt !== undefined)
      writeFileSync(options.receipt, `${JSON.stringify(signed, null, 2)}\n`, { flag: 'wx' })
    if (options.json) printJson(signed)
    else {
      const { removed, keysDestroyed, lakeFiles, models } = signed.receipt
      process.stdout.write(`Erased (${signed.requestId}).\n\n`)
      printTable(
        [{ title: 'what' }, { title: 'removed', align: 'right' }],
        [
          ['keys', String(keysDestroyed)],
          ...Object.entries(removed).map(([what, n]) => [what, String(n)]),
          ['files of the lake', String(lakeFiles)],
        ],
      )
      if (models.length > 0) process.stdout.write(`\nTrained anew without the person: ${models.join(', ')}.\n`)
    }
  } finally {
    // Closing waits for what was begun.
    await api.close()
  }
}

async function requests(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { requests: list } = await api.request<{ requests: PrivacyRequestView[] }>('GET', '/v1/privacy/requests')
    if (options.json) printJson({ requests: list })
    else
      printTable(
        [
          { title: 'id' },
          { title: 'kind' },
          { title: 'state' },
          { title: 'received' },
          { title: 'due' },
          { title: 'gone from files and models' },
        ],
        list.map(({ id, kind, status, receivedAt, dueAt, purgedAt }) => [
          id,
          kind,
          status,
          receivedAt.slice(0, 10),
          dueAt.slice(0, 10),
          purgedAt ?? '',
        ]),
      )
  } finally {
    await api.close()
  }
}

async function report(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const held = await api.request<PrivacyReport>('GET', '/v1/privacy/report')
    if (options.json) {
      printJson(held)
      return
    }
    process.stdout.write(`Where nobody said anything: ${held.regime}.\n\n`)
    printTable(
      [
        { title: 'what' },
        { title: 'rows', align: 'right' },
        { title: 'persons', align: 'right' },
        { title: 'since' },
        { title: 'for' },
        { title: 'sealed' },
      ],
      held.holdings.map(({ what, rows, persons, oldest, purpose, sealed }) => [
        what,
        String(rows),
        persons === null ? '' : String(persons),
        oldest?.slice(0, 10) ?? '',
        purpose,
        sealed ? 'yes' : 'pseudonyms; texts sealed',
      ]),
    )
    const { open, overdue, done } = held.requests
    process.stdout.write(`\nRequests: ${open} open (${overdue} overdue), ${done} done.\n`)
  } finally {
    await api.close()
  }
}

/** Asks the installation, which knows its own key; without a data folder only whether somebody's signature fits. */
async function verify(file: string, options: CommonOptions): Promise<void> {
  const signed = JSON.parse(readFileSync(file, 'utf8')) as SignedReceipt
  const api = await apiClient(options).catch((error: unknown) => {
    if (error instanceof AttuneError && error.code === 'no-data-folder') return undefined
    throw error
  })
  let genuine: boolean
  try {
    genuine = api
      ? (await api.request<{ genuine: boolean }>('POST', '/v1/privacy/verify', signed)).genuine
      : verifyReceipt(signed)
  } finally {
    await api?.close()
  }
  if (!genuine)
    throw attuneError(
      'receipt-not-genuine',
      api ? 'This installation did not sign this receipt as it is.' : 'This receipt is not as it was signed.',
    )
  const signedBy = api ? 'this installation' : signed.publicKey
  if (options.json) printJson({ genuine, signedBy })
  else
    process.stdout.write(
      api
        ? 'This installation signed the receipt, and it is as it was then.\n'
        : `The receipt is as the holder of the key ${signedBy} signed it. Whose key that is, only the installation knows: run this with its data folder.\n`,
    )
}

async function rotate(what: 'master' | 'pseudonyms', options: CommonOptions & { readonly to?: string }): Promise<void> {
  const attune = await openLocal(options)
  const { config, state, vault, clock } = attune
  try {
    let noted: number | undefined
    if (what === 'pseudonyms') noted = rotatePseudonyms(state, vault)
    else if (options.to === undefined) rotateMasterKey(config, vault)
    else vault.rewrap(readMasterKey({ from: 'file', path: options.to }, { ownFile: '', env: {} }))
    state.transaction(() =>
      appendAudit(state.raw, {
        workspace: config.workspace,
        at: clock(),
        actor: 'cli',
        action: `key-rotated`,
        subject: what,
        details: JSON.stringify(noted === undefined ? {} : { persons: noted }),
      }),
    )
    if (options.json) printJson({ rotated: what, ...(noted === undefined ? {} : { persons: noted }) })
    else if (noted !== undefined)
      process.stdout.write(
        `New pseudonyms from now on; the history of ${noted} known ids goes on. The old key is destroyed.\n`,
      )
    else
      process.stdout.write(
        options.to === undefined
          ? 'All keys are wrapped under a new master key. Back up secret.key; the old one opens nothing any more.\n'
          : 'All keys are wrapped under the given master key. Let the configuration name it before the next start.\n',
      )
  } finally {
    await attune.close()
  }
}

/** `attune privacy export|erase|requests|report|verify|rotate` */
export function privacyCommand(): Command {
  const privacy = command('privacy', 'what is held about people: show it, give it to them, erase it')
  privacy.addCommand(
    command('export', 'everything that is held about a person')
      .argument('<person>', 'user id, anonymous id or person id')
      .option('--out <file>', 'write to a new file instead of standard output')
      .addOption(
        new Option('--format <format>', 'json, or a page to read and print').choices(['json', 'html']).default('json'),
      )
      .addOption(new Option('--language <language>', 'of the page').choices(['en', 'zh']).default('en'))
      .action(action(exportCommand)),
  )
  privacy.addCommand(
    command('erase', 'erase a person everywhere; cannot be undone')
      .argument('<person>', 'user id, anonymous id or person id')
      .option('--yes', 'go on without being asked again')
      .option('--note <text>', 'why; kept with the request', '')
      .option('--receipt <file>', 'write the signed receipt to a new file')
      .action(action(erase)),
  )
  privacy.addCommand(command('requests', 'what people asked for, with deadlines').action(action(requests)))
  privacy.addCommand(command('report', 'what is held, of how many persons, since when and why').action(action(report)))
  privacy.addCommand(
    command('verify', 'whether a receipt is as it was signed').argument('<file>', 'the receipt').action(action(verify)),
  )
  privacy.addCommand(
    command('rotate', 'change a key; the server must not run')
      .addArgument(new Argument('<key>', 'which').choices(['master', 'pseudonyms']))
      .option('--to <file>', 'master: the new key, where the configuration takes it from elsewhere')
      .action(action(rotate)),
  )
  return privacy
}
