import type { Logger } from 'pino'
import type { ClusterRuleFit, ClustersInput, Clusters as ClustersView } from '../api/schemas/clusters.ts'
import type { Attune } from '../attune.ts'
import { weightOf } from '../collect/weights.ts'
import { attuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import { rounded } from '../profile/portrait/certain-share.ts'
import { isSensitiveBy } from '../profile/portrait/sensitive.ts'
import { printRule } from '../segments/text/print-rule.ts'
import type { ClusterPerson } from './cluster-person.ts'
import { reasonTexts } from './cluster-texts.ts'
import type { FoundClusters } from './find-clusters.ts'
import type { GroupedPeople, GroupOrder } from './group-people.ts'
import { keepClusters, lastClusters } from './last-clusters.ts'
import { readPeople } from './read-people.ts'
import { ruleFit } from './rule-fit.ts'
import { writeClusterNames } from './write-cluster-names.ts'

/** Groups of people who are alike. */
export interface PeopleClusters {
  /**
   * Finds the groups among those who allow `profiling`, keeps them in place of those before, and resolves when it is done. While
   * some are being found, whoever asks gets those.
   *
   * @throws AttuneError `too-few-people`, `clusters-aborted` when Attune closes
   */
  find(workspace: string, input: ClustersInput): Promise<ClustersView>
  /** Those found last. */
  last(workspace: string): ClustersView | undefined
  close(): void
}

export interface ClustersOptions
  extends Pick<
    Attune,
    'config' | 'clock' | 'state' | 'consent' | 'items' | 'activity' | 'segments' | 'embeddings' | 'languageModel'
  > {
  readonly log: Logger
  /** Finds groups in a thread of its own. Default: does. */
  readonly inThread?: (order: GroupOrder, signal: AbortSignal) => Promise<GroupedPeople>
}

const fewest = 20
/** A mixture takes far longer for each person. */
const mostPeople = { kmeans: 20_000, gaussian: 4_000 }
const mostPoints = 2_000
/** People nearest to the middle of a cluster, by whom a rule is made. */
const typical = 200

const findInThread: NonNullable<ClustersOptions['inThread']> = (order, signal) =>
  runInThread<GroupedPeople>('../clusters/cluster-worker', order, () => {}, signal)

/** Clusters of every workspace. */
export function createClusters(options: ClustersOptions): PeopleClusters {
  const { state, languageModel, clock, log, inThread = findInThread } = options
  const finding = new Map<string, Promise<ClustersView>>()
  const closing = new AbortController()

  async function find(workspace: string, { method, k, language }: ClustersInput): Promise<ClustersView> {
    const { people, among, currency } = await read(options, workspace, mostPeople[method], closing.signal)
    if (people.length < Math.max(fewest, 2 * (k ?? 0)))
      throw attuneError(
        'too-few-people',
        `Groups are found among ${fewest} people and more (and twice as many as groups) who allow a portrait and did something with items; here there are ${people.length}.`,
        { status: 409, details: { people: people.length } },
      )
    const { found, described } = await inThread({ people, method, k }, closing.signal)
    const written = await writeClusterNames(languageModel, described, {
      workspace,
      language,
      log,
      examples: examplesOf(people, found),
    })
    const ids = people.map(({ personId }) => personId)
    const grouped = new Set(ids)
    const clusters = []
    for (const [at, cluster] of described.entries())
      clusters.push({
        ...cluster,
        written: written[at] ?? null,
        segment: cluster.statements.some(({ kind }) => kind === 'category')
          ? await segmentLike(options, workspace, {
              members: membersNearest(people, found, at),
              share: cluster.share,
              grouped,
              fitOf: (selected) => ruleFit(ids, found.labels, at, selected),
            })
          : null,
      })
    const view: ClustersView = {
      at: new Date(clock()).toISOString(),
      method,
      people: people.length,
      among,
      currency: currency === '' ? null : currency,
      reason: found.reason,
      reasonText: reasonTexts[found.reason],
      trials: found.trials.map(({ clusters, silhouette, stability }) => ({
        clusters,
        silhouette: rounded(silhouette),
        stability: rounded(stability),
      })),
      silhouette: rounded(found.silhouette),
      clusters,
      map: mapOf(found),
    }
    if (!closing.signal.aborted) keepClusters(state, workspace, view, clock())
    return view
  }

  return {
    find(workspace, input) {
      const under = finding.get(workspace)
      if (under) return under
      const now = find(workspace, input)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) throw error
          throw attuneError('clusters-aborted', 'Attune closed before the groups were found: ask again.', {
            status: 503,
            cause: error,
          })
        })
        .finally(() => finding.delete(workspace))
      finding.set(workspace, now)
      return now
    },
    last: (workspace) => lastClusters(state, workspace),
    close: () => closing.abort(),
  }
}

function read(options: ClustersOptions, workspace: string, most: number, signal: AbortSignal) {
  const { config, clock, consent, items, activity, embeddings } = options
  const of = activity.of(workspace)
  const encoder = embeddings.encoderOf(workspace)
  return readPeople({
    activity: of,
    itemOf: (item) => items.get(workspace, of.items.nameOf(item)),
    weightOf: (kind, amount) => weightOf(kind, amount, config.weights),
    isSensitive: isSensitiveBy(config.portraits.sensitiveCategories),
    isAllowed: (personId) => consent.allowed(workspace, personId, 'profiling'),
    itemVector:
      encoder === undefined
        ? undefined
        : (itemId) => {
            const item = items.get(workspace, itemId)
            return item && embeddings.vectorOf(workspace, item)
          },
    halfLifeDays: config.portraits.halfLifeDays,
    timeZone: config.portraits.timeZone,
    now: clock(),
    most,
    signal,
  })
}

/** Who is most like the others of a cluster. */
function membersNearest(people: readonly ClusterPerson[], { labels, distances }: FoundClusters, cluster: number) {
  return people
    .map(({ personId }, at) => ({ personId, at }))
    .filter(({ at }) => labels[at] === cluster)
    .sort((a, b) => (distances[a.at] as number) - (distances[b.at] as number))
    .slice(0, typical)
    .map(({ personId }) => personId)
}

/**
 * As many people as a cluster would have among everybody, by the taste of those in its middle. The rule names tastes, nobody.
 * Null where those in the middle like nothing that rules know.
 */
async function segmentLike(
  { segments }: ClustersOptions,
  workspace: string,
  group: {
    readonly members: readonly string[]
    readonly share: number
    readonly grouped: ReadonlySet<string>
    readonly fitOf: (selected: ReadonlySet<string>) => ClusterRuleFit
  },
): Promise<ClustersView['clusters'][number]['segment']> {
  const count = Math.max(1, Math.round(group.share * segments.base(workspace)))
  try {
    const {
      rule,
      count: selects,
      selected,
    } = await segments.preview(
      workspace,
      { type: 'likePeople', people: [...group.members], by: { type: 'top', count } },
      { among: group.grouped },
    )
    const text = { en: printRule(rule, 'en'), zh: printRule(rule, 'zh') }
    return { rule, text, selects, fit: group.fitOf(selected) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'too-few-people') return null
    throw error
  }
}

const examplesOf = (people: readonly ClusterPerson[], { labels, clusters }: FoundClusters): string[][] =>
  Array.from({ length: clusters }, (_, cluster) => {
    const counts = new Map<string, number>()
    for (const [at, { titles }] of people.entries())
      if (labels[at] === cluster) for (const title of titles) counts.set(title, (counts.get(title) ?? 0) + 1)
    return [...counts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, 10)
      .map(([title]) => title)
  })

function mapOf({ labels, points, explained }: FoundClusters): ClustersView['map'] {
  const every = Math.max(1, Math.ceil(labels.length / mostPoints))
  const shown: [number, number, number][] = []
  const place = (at: number): number => Math.round((points[at] as number) * 1000) / 1000
  for (let at = 0; at < labels.length; at += every)
    shown.push([place(2 * at), place(2 * at + 1), (labels[at] as number) + 1])
  return { explained: [rounded(explained[0]), rounded(explained[1])], points: shown }
}
