import { join } from 'node:path'
import type { Exactness } from '@attune/recommend'
import type { Attune } from '../../attune.ts'
import { removeCorpus } from '../../embeddings/write-corpus.ts'
import type { FoundPerson } from '../../profile/find-person.ts'
import { statedPersons } from '../../profile/person-traits.ts'
import { eraseFromLake } from '../../store/erase-from-lake.ts'
import { eraseRows } from '../../store/erase-rows.ts'
import { renewValue } from '../../value/last-value.ts'
import { appendAudit } from '../append-audit.ts'
import { privacyRequests } from './privacy-requests.ts'
import { type ErasureReceipt, type SignedReceipt, signReceipt } from './receipt.ts'
import { subjectDigest } from './subject-digest.ts'

export type ErasureSource = Pick<
  Attune,
  | 'config'
  | 'clock'
  | 'state'
  | 'events'
  | 'vault'
  | 'identity'
  | 'consent'
  | 'collector'
  | 'histories'
  | 'activity'
  | 'segments'
  | 'portraits'
  | 'decider'
  | 'models'
  | 'sentiment'
  | 'textLabels'
  | 'opinions'
  | 'webhooks'
>

/**
 * Erases a person: destroys their keys, deletes what the stores and the lake have of them, forgets them in memory, and
 * answers with a signed receipt. What a process that is killed leaves undone is done at its next start (`resumeErasures`).
 * The models and the bytes on disk follow with `purge`.
 */
export async function erasePerson(
  source: ErasureSource,
  workspace: string,
  { personId, aliases }: FoundPerson,
  { actor, note }: { readonly actor: string; readonly note: string },
): Promise<SignedReceipt & { readonly requestId: string }> {
  const requests = privacyRequests(source.state)
  const targets = [...new Set([personId, ...aliases])]
  const at = source.clock()
  // Read while they can be read; told when it is done.
  const identifiers = statedPersons(source, workspace, targets).flatMap(({ kind, identifier }) =>
    kind === null || identifier === null ? [] : [{ kind, id: identifier }],
  )
  const id = source.state.transaction(() => {
    // What they asked for earlier is answered by this, with its own deadline.
    const requestId =
      requests.begin(workspace, targets, note) ??
      requests.open(workspace, { kind: 'erasure', personId, actor, note, at, targets })
    source.webhooks.announce(
      workspace,
      { type: 'person.erased', data: { requestId, personIds: targets, identifiers } },
      { once: requestId, held: true },
    )
    return requestId
  })
  return { requestId: id, ...(await carryOut(source, { workspace, id, targets, actor })) }
}

const underWay = new WeakMap<object, Set<string>>()

/** Whether this process is carrying the erasure out right now. */
export const isUnderWay = ({ state }: Pick<ErasureSource, 'state'>, id: string): boolean =>
  underWay.get(state)?.has(id) === true

/**
 * Carries an erasure out, from the start or from where it was broken off: every step may be done twice, the second time there
 * is nothing left to do.
 */
export async function carryOut(
  source: ErasureSource,
  erasure: { workspace: string; id: string; targets: readonly string[]; actor: string },
): Promise<SignedReceipt> {
  const now = underWay.get(source.state) ?? new Set()
  underWay.set(source.state, now)
  now.add(erasure.id)
  // From the first step on: a reload that ends between two of them may have read the person once more.
  const speak = source.segments.silence(erasure.workspace, erasure.targets)
  try {
    return await eraseEverywhere(source, erasure)
  } finally {
    speak()
    now.delete(erasure.id)
  }
}

async function eraseEverywhere(
  source: ErasureSource,
  { workspace, id, targets, actor }: { workspace: string; id: string; targets: readonly string[]; actor: string },
): Promise<SignedReceipt> {
  const { state, events, vault, config } = source
  const requests = privacyRequests(state)
  const subjects = targets.map((personId) => subjectDigest(vault, workspace, personId))
  const [subject = ''] = subjects
  // A run that was broken off may have deleted the rows by which one sees that models learnt from them.
  const brokenOff = requests.find(workspace, id)?.status === 'working'
  requests.mark(workspace, id, 'working', null)
  vault.noteErased(subjects)
  // First of all, so that whatever fails afterwards nobody can read it any more.
  const keysDestroyed = vault.destroy(workspace, targets)
  const people = forgetInState(source, workspace, targets)
  source.webhooks.forget(workspace, targets)
  source.activity.forget(workspace, targets)
  source.collector.forget(targets)
  source.decider.forget(workspace, targets)
  source.histories.forget(workspace, targets)
  source.opinions.forget(workspace, targets)
  // After what they did is gone, so that nothing of them is noted any more.
  source.segments.forget(workspace, targets)
  const rows = await eraseRows(events, workspace, targets)
  // A reload may have read the rows while they were still there.
  await source.activity.settled()
  source.activity.forget(workspace, targets)
  // Only now that nothing of them is left, in memory or in rows: without their word, or the identities that it was said under,
  // segments and reports would take somebody who had objected for one who agrees. Answers that are kept are dropped with it.
  source.identity.forget(workspace, targets)
  source.consent.forget(workspace, targets)
  source.segments.forget(workspace, targets)
  source.portraits.forget(workspace)
  renewValue(state, workspace)
  // What an encoder was about to learn from has what they searched for in it.
  removeCorpus(config.dataDir, workspace)
  const lakeFiles = await eraseFromLake(events, join(config.dataDir, 'lake'), workspace, targets)
  const learntFrom = rows.interactions > 0 || brokenOff || anythingExpired(source, workspace)
  const unlearning = learntFrom ? waysOfLiveModels(source, workspace) : {}
  const models = Object.keys(unlearning)
  const at = source.clock()
  const receipt: ErasureReceipt = {
    requestId: id,
    workspace,
    subject,
    erasedAt: new Date(at).toISOString(),
    keysDestroyed,
    removed: { people, ...rows },
    lakeFiles,
    models,
    unlearning,
  }
  const signed = signReceipt(vault, receipt)
  state.transaction(() => {
    const answered = [...requests.forget(workspace, targets, at), id]
    requests.erased(workspace, id, signed, at, learntFrom ? subjects : [])
    const details = JSON.stringify({ request: id, removed: receipt.removed, models })
    appendAudit(state.raw, { workspace, at, actor, action: 'person.erased', subject, details })
    source.webhooks.release(workspace, id)
    for (const requestId of answered)
      source.webhooks.announce(workspace, {
        type: 'privacyRequest.closed',
        data: { requestId, kind: 'erasure', status: 'done', personId: null },
      })
  })
  return signed
}

function forgetInState({ state }: ErasureSource, workspace: string, targets: readonly string[]): number {
  const ids = JSON.stringify(targets)
  const of = 'workspace = ? AND person_id IN (SELECT value FROM json_each(?))'
  return state.transaction(() => {
    state.raw.prepare(`DELETE FROM group_members WHERE ${of}`).run(workspace, ids)
    state.raw.prepare(`DELETE FROM person_identifiers WHERE ${of}`).run(workspace, ids)
    state.raw.prepare(`DELETE FROM scores WHERE ${of}`).run(workspace, ids)
    state.raw.prepare(`DELETE FROM portrait_corrections WHERE ${of}`).run(workspace, ids)
    state.raw.prepare('DELETE FROM pseudonyms WHERE person_id IN (SELECT value FROM json_each(?))').run(ids)
    return Number(state.raw.prepare(`DELETE FROM people WHERE ${of}`).run(workspace, ids).changes)
  })
}

/** Whether models may have learnt from rows whose time was over since. */
const anythingExpired = ({ state }: ErasureSource, workspace: string): boolean =>
  state.raw.prepare("SELECT 1 FROM audit WHERE workspace = ? AND action = 'data-expired' LIMIT 1").get(workspace) !==
  undefined

function waysOfLiveModels({ models }: ErasureSource, workspace: string): Record<string, Exactness> {
  return Object.fromEntries(
    models.names(workspace).flatMap((name) => {
      const exactness = models.exactness(workspace, name)
      return exactness === undefined ? [] : [[name, exactness] as const]
    }),
  )
}
