import type { ErasureSource } from './erase-person.ts'
import type { PrivacyRequests, UnfinishedErasure } from './privacy-requests.ts'

/**
 * Does to models what can be done at once, one change of each model for all erasures that wait; what became of each is
 * written down when it is live. Done twice it finds nothing left to do.
 */
export async function forgetInModels(
  { models, clock }: Pick<ErasureSource, 'models' | 'clock'>,
  requests: PrivacyRequests,
): Promise<void> {
  const waiting = requests.unfinished().filter(({ targets, forgotten }) => targets.length === 0 && !forgotten)
  for (const [workspace, erased] of Map.groupBy(waiting, (request) => request.workspace)) {
    const note = (
      concerned: readonly UnfinishedErasure[],
      name: string,
      unlearnt: Awaited<ReturnType<typeof models.forget>>,
    ) =>
      requests.unlearnt(
        workspace,
        concerned.map(({ id }) => id),
        { name, ...unlearnt, at: new Date(clock()).toISOString() },
      )
    const concerned = erased.filter(({ subjects }) => subjects.length > 0)
    const subjects = [...new Set(concerned.flatMap((request) => request.subjects))]
    if (subjects.length > 0)
      for (const name of models.names(workspace)) note(concerned, name, await models.forget(workspace, name, subjects))
    // Written down before digests were: nobody can be found in a model, so that the receipt's models are trained anew.
    for (const request of erased.filter((one) => one.subjects.length === 0))
      for (const name of requests.find(workspace, request.id)?.receipt?.receipt.models ?? [])
        note([request], name, { state: 'scheduled', exactness: null, version: null })
    requests.forgotten(
      workspace,
      erased.map(({ id }) => id),
      clock(),
    )
  }
}
