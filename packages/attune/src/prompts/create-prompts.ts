import { type Prompt, rewordPrompt } from '@attune/language'
import type { PromptUse } from '../api/schemas/prompts.ts'
import type { Clock } from '../clock.ts'
import type { RequestIds } from '../decide/request-ids.ts'
import { mayPersonalise } from '../decide/without-consent.ts'
import { attuneError } from '../errors.ts'
import { controlOf } from '../experiments/experiment.ts'
import type { Experiments } from '../experiments/experiments.ts'
import { tellingAttune } from '../generate/as-attune-error.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { Segments } from '../segments/segments.ts'
import type { StateStore } from '../store/state-store.ts'
import { checkPromptUse } from './check-prompt-use.ts'
import { choosePrompt } from './choose-prompt.ts'
import { type OwnVersion, type PromptState, type Prompts, textsOf } from './prompts.ts'
import { type KeptPrompt, nextVersion, readPrompt } from './prompts-table.ts'
import { type ShippedPrompt, shippedPrompts } from './shipped-prompts.ts'

/** Own versions of one prompt at most. */
const mostVersions = 30

export interface PromptsOptions {
  readonly state: StateStore
  readonly clock: Clock
  readonly experiments: Pick<Experiments, 'get' | 'beforeStart'>
  readonly segments: Pick<Segments, 'of'>
  readonly consent: Pick<Consent, 'allowed'>
  /** The ids that a person's pseudonym stands for. */
  readonly idsOf: (workspace: string, personId: string) => RequestIds
}

/** Prompts in the state store, mirrored in memory: every question to a model reads one. */
export function createPrompts(options: PromptsOptions): Prompts {
  const { state, clock, experiments, segments, consent, idsOf } = options
  const workspaces = new Map<string, Map<string, KeptPrompt>>()
  const keptOf = (workspace: string, shipped: ShippedPrompt): KeptPrompt => {
    const of = workspaces.get(workspace) ?? new Map<string, KeptPrompt>()
    workspaces.set(workspace, of)
    const kept = of.get(shipped.prompt.id) ?? readPrompt(state, workspace, shipped)
    of.set(shipped.prompt.id, kept)
    return kept
  }
  const shippedOf = (id: string): ShippedPrompt => {
    const found = shippedPrompts.find(({ prompt }) => prompt.id === id)
    if (found === undefined)
      throw attuneError('unknown-prompt', 'There is no prompt of that name. GET /v1/prompts lists all.', {
        status: 404,
      })
    return found
  }
  /** The shipped words in place of a version that is gone or fits no longer. */
  const worded = ({ own }: KeptPrompt, { prompt }: ShippedPrompt, version: number | null | undefined): Prompt =>
    own.find((one) => one.version === version)?.prompt ?? prompt
  const winnerOf = (workspace: string, { experiment: id, variations }: PromptUse): number | undefined => {
    const experiment = id === null ? undefined : experiments.get(workspace, id)
    if (experiment === undefined || experiment.status === 'draft' || experiment.status === 'running') return undefined
    return experiment.winner === null ? undefined : variations[experiment.winner]
  }
  const inForceOf = (workspace: string, kept: KeptPrompt, shipped: ShippedPrompt): Prompt =>
    worded(kept, shipped, winnerOf(workspace, kept.use) ?? kept.use.version)
  const stateOf = (workspace: string, shipped: ShippedPrompt): PromptState => {
    const kept = keptOf(workspace, shipped)
    const { experiment } = kept.use
    const status = experiment === null ? undefined : experiments.get(workspace, experiment)?.status
    const trying = status === 'draft' || status === 'running'
    return { shipped, ...kept, trying, inForce: inForceOf(workspace, kept, shipped) }
  }
  const versionsOf = ({ prompt }: ShippedPrompt, { own }: KeptPrompt): readonly number[] => [
    prompt.version,
    ...own.flatMap((one) => (one.prompt ? [one.version] : [])),
  ]
  const check = (
    workspace: string,
    shipped: ShippedPrompt,
    use: PromptUse,
    experimentOf = (id: string) => experiments.get(workspace, id),
  ): void => checkPromptUse(use, { shipped, versions: versionsOf(shipped, keptOf(workspace, shipped)), experimentOf })
  // A draft may have got other variations, or another unit, since it was named.
  experiments.beforeStart((workspace, experiment) => {
    for (const shipped of shippedPrompts) {
      const { use } = keptOf(workspace, shipped)
      if (use.experiment === experiment.id) check(workspace, shipped, use, () => experiment)
    }
  })

  function write(
    workspace: string,
    { prompt: { id } }: ShippedPrompt,
    kept: KeptPrompt,
    note: { readonly actor: string; readonly action: string; readonly details: object },
    change: (at: number) => void,
  ): void {
    const at = Math.floor(clock())
    state.transaction(() => {
      change(at)
      appendAudit(state.raw, {
        workspace,
        at,
        actor: note.actor,
        action: `prompt.${note.action}`,
        subject: id,
        details: JSON.stringify(note.details),
      })
    })
    workspaces.get(workspace)?.set(id, kept)
  }

  return {
    list: (workspace) => shippedPrompts.map((shipped) => stateOf(workspace, shipped)),
    mustGet: (workspace, id) => stateOf(workspace, shippedOf(id)),
    shownBy: (workspace, experiment) =>
      shippedPrompts.flatMap((shipped) =>
        keptOf(workspace, shipped).use.experiment === experiment ? [shipped.prompt.id] : [],
      ),
    async add(workspace, id, { title, texts }, actor) {
      const shipped = shippedOf(id)
      const kept = keptOf(workspace, shipped)
      const version = nextVersion(state, workspace, id)
      const prompt = await tellingAttune(async () => rewordPrompt(shipped.prompt, { version, texts }))
      const same = kept.own.find((one) => one.title === title && one.prompt && sameWords(one.prompt, prompt))
      if (same) return same
      if (kept.own.length >= mostVersions)
        throw attuneError(
          'too-many-prompts',
          `A prompt has at most ${mostVersions} versions of your own. Remove one.`,
          {
            status: 409,
          },
        )
      const createdAt = Math.floor(clock())
      const words = { title, texts: textsOf(prompt) }
      const added: OwnVersion = { version, ...words, createdAt, prompt }
      // The words themselves are in the table; the audit names them by their hashes.
      const details = { version, title, en: prompt.texts.en.hash, zh: prompt.texts.zh.hash }
      write(workspace, shipped, { ...kept, own: [...kept.own, added] }, { actor, action: 'add', details }, (at) =>
        state.raw
          .prepare(
            'INSERT INTO prompt_versions (workspace, prompt, version, definition, created_at) VALUES (?, ?, ?, ?, ?)',
          )
          .run(workspace, id, version, JSON.stringify(words), at),
      )
      return added
    },
    async remove(workspace, id, version, actor) {
      const shipped = shippedOf(id)
      const kept = keptOf(workspace, shipped)
      if (!kept.own.some((one) => one.version === version))
        throw attuneError('unknown-prompt-version', 'There is no version of your own with that number.', {
          status: 404,
        })
      if (kept.use.version === version || Object.values(kept.use.variations).includes(version))
        throw attuneError('prompt-in-use', 'It is used, or named by an experiment. Use another version first.', {
          status: 409,
        })
      const own = kept.own.filter((one) => one.version !== version)
      write(workspace, shipped, { ...kept, own }, { actor, action: 'remove', details: { version } }, () =>
        state.raw
          .prepare('UPDATE prompt_versions SET definition = NULL WHERE workspace = ? AND prompt = ? AND version = ?')
          .run(workspace, id, version),
      )
    },
    async use(workspace, id, use, actor) {
      const shipped = shippedOf(id)
      const kept = keptOf(workspace, shipped)
      const before = kept.use.experiment === null ? undefined : experiments.get(workspace, kept.use.experiment)
      const named = ({ experiment, variations }: PromptUse): string =>
        JSON.stringify([experiment, Object.entries(variations).sort()])
      if (before?.status === 'running' && named(kept.use) !== named(use))
        throw attuneError(
          'experiment-running',
          'An experiment that runs decides on its versions: people would be mixed up. Stop it first.',
          { status: 409, details: { field: 'experiment' } },
        )
      check(workspace, shipped, use)
      write(workspace, shipped, { ...kept, use }, { actor, action: 'use', details: use }, (at) =>
        state.raw
          .prepare(
            `INSERT INTO prompt_uses (workspace, prompt, definition, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (workspace, prompt) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
          )
          .run(workspace, id, JSON.stringify(use), at),
      )
      return stateOf(workspace, shipped)
    },
    inForce<Name extends string>(workspace: string, prompt: Prompt<Name>) {
      const shipped = shippedOf(prompt.id)
      // Who asks for a person has chosen for them already.
      if (shipped.about === 'person') return prompt
      return inForceOf(workspace, keptOf(workspace, shipped), shipped) as Prompt<Name>
    },
    forPerson<Name extends string>(workspace: string, prompt: Prompt<Name>, personId: string) {
      const shipped = shippedOf(prompt.id)
      const kept = keptOf(workspace, shipped)
      const { experiment: id, variations } = kept.use
      const experiment = id === null ? undefined : experiments.get(workspace, id)
      if (experiment?.status !== 'running')
        return { prompt: inForceOf(workspace, kept, shipped) as Prompt<Name>, exposures: [] }
      const wordedFor = (variation: string) => worded(kept, shipped, variations[variation]) as Prompt<Name>
      // Of whom nothing may be counted, nothing is tried on either.
      if (!consent.allowed(workspace, personId, 'analytics'))
        return { prompt: wordedFor(controlOf(experiment)), exposures: [] }
      const holdout = experiment.holdout === null ? undefined : experiments.get(workspace, experiment.holdout)
      const isPersonal = mayPersonalise(consent, workspace, personId)
      const attributes = {
        ...idsOf(workspace, personId),
        segments: isPersonal ? [...segments.of(workspace, personId)] : [],
      }
      const { variation, exposures } = choosePrompt({ experiment, holdout, attributes, now: clock() })
      return { prompt: wordedFor(variation), exposures }
    },
  }
}

const sameWords = (a: Prompt, b: Prompt): boolean =>
  a.texts.en.hash === b.texts.en.hash && a.texts.zh.hash === b.texts.zh.hash
