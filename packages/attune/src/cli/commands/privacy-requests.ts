import { Argument, type Command, InvalidArgumentError } from 'commander'
import type { ConsentSummary } from '../../api/schemas/consent.ts'
import type { Person } from '../../api/schemas/people.ts'
import type { PrivacyRequestView } from '../../api/schemas/privacy.ts'
import { attuneError } from '../../errors.ts'
import { requestKinds } from '../../protect/rights/privacy-requests.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

async function withApi(options: CommonOptions, work: (api: ApiClient) => Promise<void>): Promise<void> {
  const api = await apiClient(options)
  try {
    await work(api)
  } finally {
    await api.close()
  }
}

const consents = (options: CommonOptions): Promise<void> =>
  withApi(options, async (api) => {
    const told = await api.request<ConsentSummary>('GET', '/v1/consent/summary')
    if (options.json) return printJson(told)
    process.stdout.write(`${told.persons} persons; where nobody said anything: ${told.regime}.\n\n`)
    printTable(
      [
        { title: 'purpose' },
        { title: 'without a word' },
        { title: 'yes', align: 'right' },
        { title: 'no', align: 'right' },
        { title: 'no by a signal', align: 'right' },
        { title: 'nothing', align: 'right' },
      ],
      told.purposes.map(({ purpose, allowedByDefault, granted, denied, signalled, silent }) => [
        purpose,
        allowedByDefault ? 'allowed' : 'not allowed',
        ...[granted, denied, signalled, silent].map(String),
      ]),
    )
  })

const open = (kind: string, person: string, { note, ...options }: CommonOptions & { note: string }): Promise<void> =>
  withApi(options, async (api) => {
    const request = await api.request<PrivacyRequestView>('POST', '/v1/privacy/requests', { kind, person, note })
    if (options.json) printJson(request)
    else process.stdout.write(`${request.id}: to be answered by ${request.dueAt.slice(0, 10)}.\n`)
  })

interface CloseOptions extends CommonOptions {
  readonly refused?: boolean
  readonly reason?: string
}

const close = (id: string, { refused, reason, ...options }: CloseOptions): Promise<void> =>
  withApi(options, async (api) => {
    if (refused && !reason)
      throw attuneError('reason-missing', 'Say why with --reason: whoever is refused must be told.', {
        details: { field: 'reason' },
      })
    const request = await api.request<PrivacyRequestView>(
      'POST',
      `/v1/privacy/requests/${encodeURIComponent(id)}/close`,
      { status: refused ? 'refused' : 'done', ...(reason ? { reason } : {}) },
    )
    if (options.json) printJson(request)
    else process.stdout.write(`${request.id} is ${request.status}.\n`)
  })

interface CorrectOptions extends CommonOptions {
  readonly set: Readonly<Record<string, string | number | boolean>>
  readonly unset: readonly string[]
  readonly request?: string
}

/** `city=杭州` is a text as it is written (a telephone number too); `age:=12` and `vip:=true` a number, and yes or no. */
function assignment(text: string, before: CorrectOptions['set']): CorrectOptions['set'] {
  const [, name, typed, value = ''] = /^([^=]+?)(:?)=(.*)$/s.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('name=value, or name:=value for a number, true or false')
  if (typed === '') return { ...before, [name]: value }
  if (!/^(true|false|-?\d+(\.\d+)?)$/.test(value)) throw new InvalidArgumentError('after := a number, true or false')
  return { ...before, [name]: value === 'true' ? true : value === 'false' ? false : Number(value) }
}

const correct = (person: string, { set, unset, request, ...options }: CorrectOptions): Promise<void> =>
  withApi(options, async (api) => {
    const traits = { ...set, ...Object.fromEntries(unset.map((name) => [name, null])) }
    if (Object.keys(traits).length === 0)
      throw attuneError('nothing-to-correct', 'Say what is right: --set city=Hangzhou, or --unset city.')
    const path = `/v1/people/${encodeURIComponent(person)}/correct`
    const corrected = await api.request<Person>('POST', path, { traits, ...(request === undefined ? {} : { request }) })
    if (options.json) printJson(corrected)
    else
      process.stdout.write(
        `Corrected: ${Object.keys(traits).join(', ')}. Whoever sends the old value has to correct it too, or it comes back.\n`,
      )
  })

/** `attune privacy consents|open|close|correct`: beside what `privacyCommand` has itself. */
export function addRequestCommands(privacy: Command): void {
  privacy.addCommand(
    command('consents', 'how many persons said yes, no or nothing to each purpose').action(action(consents)),
  )
  privacy.addCommand(
    command('open', 'write down what a person asked for; the deadline is a month later')
      .addArgument(new Argument('<kind>', 'what they ask for').choices(requestKinds))
      .argument('<person>', 'user id, anonymous id or person id')
      .option('--note <text>', 'how it came; kept with the request', '')
      .action(action(open)),
  )
  privacy.addCommand(
    command('close', 'a request was answered, or refused')
      .argument('<request>', 'its id')
      .option('--refused', 'it was refused; takes a reason')
      .option('--reason <text>', 'as told to the person; stands in the audit, so name nobody in it')
      .action(action(close)),
  )
  privacy.addCommand(
    command('correct', 'correct what is said of a person')
      .argument('<person>', 'user id, anonymous id or person id')
      .option(
        '--set <name=value>',
        'what is right, name:=value for a number, true or false; more than once for more',
        assignment,
        {},
      )
      .option('--unset <name>', 'take a trait away', (name: string, before: readonly string[]) => [...before, name], [])
      .option('--request <id>', 'the request that this answers')
      .action(action(correct)),
  )
}
