import { type Command, InvalidArgumentError } from 'commander'
import type { DeliveryView, WebhookView } from '../../api/schemas/webhooks.ts'
import { webhookEvents } from '../../webhooks/webhook-events.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface Made {
  readonly webhook: WebhookView
  readonly secret: string
}

function parseEvents(text: string): readonly string[] {
  const events = text === 'all' ? webhookEvents : text.split(',').map((event) => event.trim())
  const wrong = events.find((event) => !(webhookEvents as readonly string[]).includes(event))
  if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is none of ${webhookEvents.join(', ')}, all`)
  return events
}

/** Asks, and says what came: as JSON, or in words. */
async function tell<Answer>(
  options: CommonOptions,
  ask: (api: ApiClient) => Promise<Answer>,
  words: (answer: Answer) => void,
): Promise<Answer> {
  const api = await apiClient(options)
  try {
    const answer = await ask(api)
    if (options.json) printJson(answer)
    else words(answer)
    return answer
  } finally {
    await api.close()
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const pathOf = (id: string): string => `/v1/webhooks/${encodeURIComponent(id)}`

function stateOf({ enabled, disabledBecause, failingSince }: WebhookView): string {
  if (!enabled) {
    if (disabledBecause === 'failing') return 'off: failed for 5 days'
    return disabledBecause === 'gone' ? 'off: it answered “gone”' : 'off'
  }
  return failingSince === null ? 'on' : `failing since ${failingSince.slice(0, 16)}`
}

const list = (options: CommonOptions): Promise<unknown> =>
  tell(
    options,
    (api) => api.request<{ webhooks: WebhookView[] }>('GET', '/v1/webhooks'),
    ({ webhooks }) =>
      printTable(
        [
          { title: 'id' },
          { title: 'address' },
          { title: 'events' },
          { title: 'state' },
          { title: 'waiting', align: 'right' },
          { title: 'given up', align: 'right' },
          { title: 'last told' },
        ],
        webhooks.map((webhook) => [
          webhook.id,
          webhook.url,
          webhook.events.join(', ') +
            (webhook.includeIdentifiers ? ' (with identifiers)' : '') +
            (webhook.segments.length > 0 ? ` (segments ${webhook.segments.join(', ')})` : ''),
          stateOf(webhook),
          String(webhook.waiting),
          String(webhook.givenUp + webhook.dropped),
          webhook.lastDeliveredAt?.slice(0, 16) ?? 'never',
        ]),
      ),
  )

interface AddOptions extends CommonOptions {
  readonly events: readonly string[]
  readonly description?: string
  readonly includeIdentifiers?: boolean
  readonly segments?: readonly string[]
}

const add = (url: string, options: AddOptions): Promise<unknown> =>
  tell(
    options,
    (api) =>
      api.request<Made>('POST', '/v1/webhooks', {
        url,
        events: options.events,
        ...(options.description === undefined ? {} : { description: options.description }),
        includeIdentifiers: options.includeIdentifiers === true,
        ...(options.segments === undefined ? {} : { segments: options.segments }),
      }),
    ({ webhook, secret }) =>
      say(
        `${secret}\nThis secret is shown once; the receiver checks signatures with it. Try it: attune webhooks test ${webhook.id}`,
      ),
  )

const remove = (id: string, options: CommonOptions): Promise<unknown> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(`${id} is told nothing any more.`),
  )

const enable =
  (enabled: boolean) =>
  (id: string, options: CommonOptions): Promise<unknown> =>
    tell(
      options,
      (api) => api.request<WebhookView>('PATCH', pathOf(id), { enabled }),
      ({ waiting }) =>
        say(enabled ? `${id} is told again; ${waiting} messages wait.` : `${id} is told nothing for now.`),
    )

const rotate = (id: string, options: CommonOptions & { readonly overlapMinutes: number }): Promise<unknown> =>
  tell(
    options,
    (api) => api.request<Made>('POST', `${pathOf(id)}/rotate`, { overlapMinutes: options.overlapMinutes }),
    ({ secret }) =>
      say(
        `${secret}\nThis secret is shown once; the one before signs besides for another ${options.overlapMinutes} minutes.`,
      ),
  )

async function test(id: string, options: CommonOptions): Promise<void> {
  const { state } = await tell(
    options,
    (api) => api.request<DeliveryView>('POST', `${pathOf(id)}/test`),
    ({ state, attempts: [attempt] }) =>
      say(
        state === 'delivered'
          ? `It was heard (${attempt?.status}).`
          : attempt?.status == null
            ? 'Nothing answered. The address has to be public or allowed (protect.outgoing), with a valid certificate, and answer within 15 seconds.'
            : `It answered ${attempt.status}; it has to answer 2xx.`,
      ),
  )
  if (state !== 'delivered') process.exitCode = 1
}

const deliveries = (id: string, options: CommonOptions & { readonly limit: number }): Promise<unknown> =>
  tell(
    options,
    (api) => api.request<{ deliveries: DeliveryView[] }>('GET', `${pathOf(id)}/deliveries?limit=${options.limit}`),
    ({ deliveries: list }) =>
      printTable(
        [
          { title: 'when' },
          { title: 'event' },
          { title: 'state' },
          { title: 'tried', align: 'right' },
          { title: 'last status', align: 'right' },
          { title: 'next attempt' },
          { title: 'webhook-id' },
        ],
        list.map(({ id: message, type, state, createdAt, nextAttemptAt, attempts }) => [
          createdAt.slice(0, 19),
          type,
          state,
          String(attempts.length),
          attempts.length === 0 ? '' : String(attempts.at(-1)?.status ?? 'no answer'),
          nextAttemptAt?.slice(0, 19) ?? '',
          message,
        ]),
      ),
  )

/** `attune webhooks list|add|remove|enable|disable|test|deliveries|rotate` */
export function webhooksCommand(): Command {
  const webhooks = command('webhooks', 'addresses outside that are told what happens')
  const of = (name: string, description: string): Command =>
    command(name, description).argument('<id>', 'wh_…, see “attune webhooks list”')
  webhooks.addCommand(command('list', 'all webhooks, and whether they hear').action(action(run(list))))
  webhooks.addCommand(
    command('add', 'tell an address of events, and show the secret that signs once')
      .argument('<url>', 'https://…')
      .requiredOption('--events <list>', `all, or some of ${webhookEvents.join(', ')} (comma-separated)`, parseEvents)
      .option('--description <text>', 'what it is for')
      .option('--include-identifiers', 'tell the ids of erased persons too, so that others can erase them by these')
      .option(
        '--segments <list>',
        'of segment.entered and segment.left only these segments (comma-separated)',
        (text: string): readonly string[] => text.split(',').map((id) => id.trim()),
      )
      .action(action(run(add))),
  )
  webhooks.addCommand(
    of('remove', 'tell an address nothing any more, and forget what waits').action(action(run(remove))),
  )
  webhooks.addCommand(of('enable', 'tell it again, what waits first').action(action(run(enable(true)))))
  webhooks.addCommand(of('disable', 'tell it nothing for now (erasures wait)').action(action(run(enable(false)))))
  webhooks.addCommand(of('test', 'send ping now').action(action(run(test))))
  webhooks.addCommand(
    of('deliveries', 'how telling went in the last 28 days')
      .option('--limit <n>', 'so many at most', wholeNumber(1, 500), 50)
      .action(action(run(deliveries))),
  )
  webhooks.addCommand(
    of('rotate', 'make a new secret; both sign for a while')
      .option('--overlap-minutes <n>', 'how long the old one signs besides', wholeNumber(0, 43_200), 1440)
      .action(action(run(rotate))),
  )
  return webhooks
}

/** An action says what it has to say and gives nothing back. */
const run =
  <Args extends unknown[]>(work: (...args: Args) => Promise<unknown>) =>
  async (...args: Args): Promise<void> => {
    await work(...args)
  }
