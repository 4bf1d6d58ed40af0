import type { Attune } from '../attune.ts'
import { AttuneError, attuneError } from '../errors.ts'
import type { VoiceSource } from '../language/read-voices.ts'
import { runInThread } from '../models/run-in-thread.ts'
import { checkTask, type GivenLabel, labelsOf, labelTasks, putLabels } from './label-store.ts'
import type { LabelWork } from './label-work.ts'
import { isSaid, readSaidTexts, redactSaid, type SaidSource, saidSources } from './said-texts.ts'
import type { LabelSource, TextLabels } from './text-labels.ts'
import { removeTextModel, versionsOfSaid } from './text-models.ts'
import { type SourceText, textsOfItems } from './text-source.ts'
import { type Teach, type TrainedLabels, trainLabels } from './train-labels.ts'

export interface TextLabelParts extends VoiceSource, Pick<Attune, 'clock' | 'state' | 'items'> {
  /** Does the work. Default: a thread. */
  readonly work?: LabelWork
}

/** Of what people said the newest so many are proposed from. */
const mostSaid = 5_000
/** Texts of items among which proposals are looked for: a sample says as much, and a thread is done with it in seconds. */
const mostItems = 5_000

const sourceOf = (textId: string): LabelSource =>
  textId.startsWith('said:') ? 'reviews' : textId.startsWith('search:') ? 'searches' : 'items'

/** Labels in the state store, without the words of people: those are read from the event store each time. */
export function createTextLabels(parts: TextLabelParts): TextLabels {
  const { config, clock, state, items, consent } = parts
  const { dataDir } = config
  const closing = new AbortController()
  const running = new Map<string, Promise<unknown>>()
  /** Ids that were proposed, so that a label given to one need not read everything again; no words. */
  const proposed = new Map<string, Set<string>>()
  consent.onChange((workspace) => proposed.delete(workspace))

  const inThread = <Result>(order: object): Promise<Result> =>
    runInThread<Result>('../labels/label-worker', order, () => {}, closing.signal)
  const { work = { propose: inThread, teach: inThread } } = parts
  const teachWell: Teach = (texts, labels) => work.teach({ kind: 'teach', texts, labels })

  const read = (workspace: string, from: SaidSource, only: ReadonlySet<string>): Promise<readonly SourceText[]> =>
    readSaidTexts(parts, workspace, from, { now: clock(), only })

  async function textsOf(workspace: string, from: LabelSource): Promise<readonly SourceText[]> {
    if (from === 'items') {
      const all = textsOfItems(items, workspace)
      const every = Math.max(1, Math.ceil(all.length / mostItems))
      return all.filter((_, i) => i % every === 0)
    }
    const found = await readSaidTexts(parts, workspace, from, { now: clock(), most: mostSaid })
    if (found.length > 0) return found
    throw attuneError(
      'no-texts',
      'There is nothing to label here: reviews need three people who agree to training, a search three who searched for it.',
      {
        status: 409,
        details: { zh: '没有可标注的文本：评价需要至少三位同意用于训练的用户，搜索词需要至少三人搜索过。' },
      },
    )
  }

  async function given(workspace: string, task: string): Promise<readonly GivenLabel[]> {
    const labels = labelsOf(state, workspace, task)
    const words = new Map<string, string>()
    for (const from of saidSources) {
      const ids = new Set(labels.map(({ textId }) => textId).filter((id) => isSaid(id) && sourceOf(id) === from))
      if (ids.size > 0) {
        for (const { id, text } of await redactSaid(await read(workspace, from, ids))) words.set(id, text)
      }
    }
    return labels.flatMap((one) => {
      const text = isSaid(one.textId) ? words.get(one.textId) : one.text
      return text === undefined ? [] : [{ ...one, text }]
    })
  }

  async function textOf(
    workspace: string,
    textId: string,
    ofItems: ReadonlyMap<string, string>,
  ): Promise<string | undefined> {
    if (!isSaid(textId)) return ofItems.get(textId)
    if (proposed.get(workspace)?.has(textId)) return ''
    const found = await read(workspace, sourceOf(textId) as SaidSource, new Set([textId]))
    return found.length > 0 ? '' : undefined
  }

  async function train(workspace: string, task: string, teach: Teach): Promise<TrainedLabels> {
    return trainLabels({
      given: await given(workspace, checkTask(task)),
      dataDir,
      workspace,
      task,
      now: clock(),
      teach,
    })
  }

  /** One after the other, whatever came of the one before. */
  function inTurn<Result>(workspace: string, work: () => Promise<Result>): Promise<Result> {
    const next = (running.get(workspace) ?? Promise.resolve()).then(work)
    const settled = next
      .catch(() => {})
      .finally(() => {
        if (running.get(workspace) === settled) running.delete(workspace)
      })
    running.set(workspace, settled)
    return next
  }

  return {
    async propose(workspace, task, { from, count }) {
      const labels = await given(workspace, task)
      const texts = await textsOf(workspace, from)
      // A thread is dear to start, and has nothing to choose from here.
      if (texts.length === 0) return { labelled: labels.length, proposed: [] }
      const found = await work.propose({ kind: 'propose', texts, labels, count })
      const ids = proposed.get(workspace) ?? new Set<string>()
      proposed.set(workspace, ids)
      for (const { id } of found) if (isSaid(id)) ids.add(id)
      return { labelled: labels.length, proposed: await redactSaid(found) }
    },
    given,
    async put(workspace, task, labels) {
      const needsItems = labels.some(({ textId }) => !isSaid(textId))
      const ofItems = new Map(needsItems ? textsOfItems(items, workspace).map(({ id, text }) => [id, text]) : [])
      const found: GivenLabel[] = []
      for (const [i, { textId, label }] of labels.entries()) {
        const text = await textOf(workspace, textId, ofItems)
        if (text === undefined)
          throw attuneError('unknown-text', 'A label is for no text that is there: take ids from the proposals.', {
            status: 404,
            details: { field: `labels.${i}.textId` },
          })
        found.push({ textId, text, label })
      }
      putLabels(state, { workspace, task, now: clock() }, found)
      return found.length
    },
    train: (workspace, task, teach = teachWell) => inTurn(workspace, () => train(workspace, task, teach)),
    relearn: (workspace) =>
      inTurn(workspace, async () => {
        for (const { task } of labelTasks(state, workspace)) {
          const before = versionsOfSaid(dataDir, workspace, task)
          if (before.length === 0) continue
          try {
            await train(workspace, task, teachWell)
          } catch (error) {
            // What is left may be too little to learn from; what was learnt must go all the same.
            if (!(error instanceof AttuneError && error.code === 'too-few-labels')) throw error
          }
          for (const version of before) removeTextModel(dataDir, workspace, task, version)
        }
      }),
    async close() {
      closing.abort()
      await Promise.allSettled(running.values())
    },
  }
}
