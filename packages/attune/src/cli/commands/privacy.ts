import { readFileSync, writeFileSync } from 'node:fs'
import type { Exactness } from '@attune/recommend'
import { Argument, type Command, Option } from 'commander'
import type { PrivacyReport, PrivacyRequestView } from '../../api/schemas/privacy.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import type { ModelUnlearning } from '../../models/unlearning.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { heldTable } from '../../protect/rights/held-table.ts'
import { type SignedReceipt, verifyReceipt } from '../../protect/rights/receipt.ts'
import { recordTexts, regimeTexts } from '../../protect/rights/record-texts.ts'
import { rotateMasterKey } from '../../protect/vault/open-keys.ts'
import { rotatePseudonyms } from '../../protect/vault/pseudonym-key.ts'
import { readMasterKey } from '../../protect/vault/read-master-key.ts'
import { languageOption } from '../language-option.ts'
import { apiClient, openLocal } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable, tableText } from '../output.ts'
import { addRequestCommands } from './privacy-requests.ts'

const pathOf = (person: string, what: string): string => `/v1/people/${encodeURIComponent(person)}/${what}`

interface ExportOptions extends CommonOptions {
  readonly out?: string
  readonly format: 'json' | 'html'
  readonly lang: 'en' | 'zh'
}

async function exportCommand(
  person: string,
  { out, format, lang: language, ...options }: ExportOptions,
): Promise<void> {
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

const wayTexts: Readonly<Record<Exactness, string>> = {
  exact: 'changed within seconds, exactly as a training without them would have made it',
  approximate: 'changed within seconds as far as can be, then trained anew',
  retrain: 'trained anew',
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
      const { removed, keysDestroyed, lakeFiles, unlearning = {} } = signed.receipt
      process.stdout.write(`Erased (${signed.requestId}).\n\n`)
      printTable(
        [{ title: 'what' }, { title: 'removed', align: 'right' }],
        [
          ['keys', String(keysDestroyed)],
          ...Object.entries(removed).map(([what, n]) => [what, String(n)]),
          ['files of the lake', String(lakeFiles)],
        ],
      )
      const ways = Object.entries(unlearning).map(([model, way]) => `${model}: ${wayTexts[way]}`)
      if (ways.length > 0)
        process.stdout.write(
          `\nModels that may have learnt from the person\n  ${ways.join('\n  ')}\n“attune privacy requests” says what became of them.\n`,
        )
    }
  } finally {
    // Closing waits for what was begun.
    await api.close()
  }
}

function stateText({ state, exactness, version }: ModelUnlearning): string {
  const now = version === null ? '' : `, version ${version}`
  if (state === 'updated') return `updated at once (exact${now})`
  if (state === 'scheduled')
    return exactness === null ? 'training scheduled' : `updated at once (approximate${now}), training scheduled`
  if (state === 'retrained') return `trained anew${version === null ? '' : ` (version ${version})`}`
  return { untouched: 'had learnt nothing', stopped: 'live no more', removed: 'files removed' }[state]
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
          { title: 'answered' },
          { title: 'models' },
          { title: 'gone from files and models' },
        ],
        list.map(({ id, kind, status, receivedAt, dueAt, doneAt, models, purgedAt }) => [
          id,
          kind,
          status,
          receivedAt.slice(0, 10),
          dueAt.slice(0, 10),
          doneAt?.slice(0, 10) ?? (Date.parse(dueAt) < Date.now() ? 'overdue' : ''),
          models.map((model) => `${model.name} ${stateText(model)}`).join('; '),
          purgedAt ?? '',
        ]),
      )
  } finally {
    await api.close()
  }
}

interface ReportOptions extends CommonOptions {
  readonly format: 'table' | 'json' | 'html' | 'md'
  readonly lang: 'en' | 'zh'
  readonly out?: string
}

async function report(options: ReportOptions): Promise<void> {
  const { lang: language, out } = options
  const format = options.json ? 'json' : options.format
  const api = await apiClient(options)
  try {
    const text =
      format === 'html' || format === 'md'
        ? await api.text(`/v1/privacy/record?format=${format}&language=${language}`)
        : reportText(await api.request<PrivacyReport>('GET', '/v1/privacy/report'), format, language)
    if (out === undefined) process.stdout.write(text)
    else {
      writeFileSync(out, text, { mode: 0o600, flag: 'wx' })
      process.stderr.write(`Written to ${out}.\n`)
    }
  } finally {
    await api.close()
  }
}

function reportText(report: PrivacyReport, format: 'table' | 'json', language: 'en' | 'zh'): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`
  const { head, rows, numbers } = heldTable(report, language)
  const t = recordTexts[language]
  const { open, overdue, done } = report.requests
  const columns = head.map((title, at) => ({
    title,
    align: numbers.includes(at) ? ('right' as const) : ('left' as const),
  }))
  const law = regimeTexts[report.regime]?.[language] ?? report.regime
  return `${t.unsaidLaw}${t.colon}${law}\n\n${tableText(columns, rows)}\n\n${t.requests}${t.colon}${t.requestLine(open, overdue, done)}\n`
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
      ? (await api.request<{ ours: boolean }>('POST', '/v1/privacy/verify', signed)).ours
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

/** `attune privacy export|erase|requests|open|close|correct|consents|report|verify|rotate` */
export function privacyCommand(): Command {
  const privacy = command('privacy', 'what is held about people: show it, give it to them, erase it')
  privacy.addCommand(
    command('export', 'everything that is held about a person')
      .argument('<person>', 'user id, anonymous id or person id')
      .option('--out <file>', 'write to a new file instead of standard output')
      .addOption(
        new Option('--format <format>', 'json, or a page to read and print').choices(['json', 'html']).default('json'),
      )
      .addOption(languageOption('language of the page'))
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
  addRequestCommands(privacy)
  privacy.addCommand(
    command('report', 'what is held, of how many persons, since when and why; html and md: the record of processing')
      .addOption(
        new Option('--format <format>', 'a table, JSON, or a record to keep')
          .choices(['table', 'json', 'html', 'md'])
          .default('table'),
      )
      .addOption(languageOption('language of table and record'))
      .option('--out <file>', 'write to a new file instead of standard output')
      .action(action(report)),
  )
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
