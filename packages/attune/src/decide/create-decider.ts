import type { Logger } from 'pino'
import type { Placement, Recommendation, RecommendationResponse } from '../api/schemas/decide.ts'
import type { Clock } from '../clock.ts'
import type { Identity } from '../collect/identity.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { defaultWeight, weightOf } from '../collect/weights.ts'
import type { Config } from '../config/schema.ts'
import { attuneError } from '../errors.ts'
import type { Experiments } from '../experiments/experiments.ts'
import type { ModelRegistry } from '../models/model-registry.ts'
import type { HistoryIndex } from '../profile/history-index.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { Segments } from '../segments/segments.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { Telemetry } from '../telemetry.ts'
import { armOfExperiment, type ExperimentArm } from './arm-of-experiment.ts'
import { armNamed, assignArm } from './assign-arm.ts'
import { isAimedAt, outsideArm, outsideVariation } from './audience.ts'
import { createCatalogueViews } from './catalogue-view.ts'
import { checkPlacement } from './check-placement.ts'
import type { Decider, ParsedRecommendationRequest } from './decider.ts'
import { createDecisionLog, newDecisionId } from './decision-log.ts'
import { type ExplainedSlot, explainSlots } from './explain-slots.ts'
import { explorableItems } from './explorable-items.ts'
import { exploreSlots, wasDrawn } from './explore-slots.ts'
import type { FallbackCode } from './fallback-texts.ts'
import { fallbackOf } from './fallbacks.ts'
import type { CandidateSources, Candidates } from './find-candidates.ts'
import { findSimilar } from './find-similar.ts'
import { cardOf } from './item-card.ts'
import { createModelExclusion } from './model-exclusion.ts'
import { createModelInCatalogue } from './model-in-catalogue.ts'
import { createNewItems } from './new-items.ts'
import type { Placements } from './placements.ts'
import { reasonLanguage } from './reason-texts.ts'
import { type RequestIds, requestIds } from './request-ids.ts'
import { createReranker, type RequestRerank } from './rerank/create-reranker.ts'
import { explainRerank } from './rerank/explain-rerank.ts'
import { type Situation, situationOf } from './situation.ts'
import { candidatesFor, mayPersonalise, nobody } from './without-consent.ts'

export interface DeciderOptions {
  readonly config: Config
  readonly clock: Clock
  /** Uniform in [0, 1): which places are explored, and with what. */
  readonly rng: () => number
  readonly events: EventStore
  readonly identity: Identity
  readonly items: ItemCatalogue
  readonly histories: HistoryIndex
  readonly models: Pick<ModelRegistry, 'live'>
  readonly placements: Placements
  readonly experiments: Experiments
  readonly segments: Pick<Segments, 'of' | 'isMember'>
  /** The ids that a pseudonym stands for, for previews; without it a preview by pseudonym is in no experiment. */
  readonly idsOf?: (workspace: string, personId: string) => RequestIds
  readonly telemetry: Telemetry
  readonly vault: Vault
  readonly consent: Pick<Consent, 'allowed'>
  readonly log: Logger
}

/** The pipeline of decisions: who is it → arm → candidates → re-ranking → exploration → explanation → log → answer. */
export function createDecider(options: DeciderOptions): Decider {
  const { config, clock, rng, events, identity, items, histories, models, placements, telemetry, consent } = options
  const view = createCatalogueViews({ items, clock })
  const sources: CandidateSources = {
    live: models.live,
    histories,
    view,
    exclusion: createModelExclusion(items),
    inCatalogue: createModelInCatalogue(items),
  }
  const reranker = createReranker({ itemOf: (workspace, id) => items.get(workspace, id), view, histories })
  const newItems = createNewItems(histories)
  const decisions = createDecisionLog(events, options.vault, options.config.protect.locationDecimals)
  // Looking at an item now says something, also where past views are configured to say nothing.
  const viewWeight = weightOf('view', 1, config.weights) || defaultWeight

  function placementNamed(workspace: string, id: string): Placement {
    const placement = placements.get(workspace, id)
    if (placement) return placement
    const known = placements.list(workspace).map((existing) => existing.id)
    throw attuneError('unknown-placement', `There is no placement of that name. Known: ${known.join(', ')}.`, {
      status: 404,
      details: { field: 'placement', placements: known },
    })
  }

  /** Of the new items those that may be shown to this person here, and the share of places that they get. */
  function freshFor({ workspace, hasCatalogue, filters, accept, now }: Situation, { newItems: rule }: Placement) {
    if (!rule || !hasCatalogue) return undefined
    const pool = view(workspace).pool(filters)
    return { share: rule.share, itemIds: newItems({ workspace, pool, rule, now }).filter(accept) }
  }

  function explored(
    situation: Situation,
    placement: Placement,
    candidates: Parameters<typeof exploreSlots>[0],
    { n, rerank }: { readonly n: number; readonly rerank: RequestRerank | undefined },
  ) {
    const { workspace, hasCatalogue, filters } = situation
    const epsilon = hasCatalogue ? placement.exploration : 0
    const itemOf = (id: string) => items.get(workspace, id)
    const open =
      epsilon > 0
        ? explorableItems(situation, view(workspace).pool(filters), itemOf, rerank)
        : { pool: [], eligible: 0 }
    const fresh = freshFor(situation, placement)
    return exploreSlots(candidates, { n, epsilon, ...open, isEligible: situation.accept, fresh, rng })
  }

  async function decide(
    workspace: string,
    placement: Placement,
    request: ParsedRecommendationRequest,
  ): Promise<RecommendationResponse> {
    const { n } = request
    const ownId =
      request.personId ??
      identity.personIdOf(workspace, {
        userId: request.userId ?? null,
        anonymousId: request.anonymousId ?? null,
      })
    const personId = identity.resolve(workspace, ownId)
    const now = clock()
    // Without the person's agreement everybody sees the same, and nothing they did is looked at, nor which segments they are in.
    const personal = mayPersonalise(consent, workspace, personId)
    const isMember = (segmentId: string): boolean => options.segments.isMember(workspace, personId, segmentId)
    const { segments: audience } = placement
    const isInside = request.variation !== undefined || !audience || (personal && isAimedAt(audience, isMember))
    const inExperiment = (): ExperimentArm | undefined =>
      armOfExperiment(placement, {
        experiments: options.experiments,
        segments: options.segments,
        workspace,
        personId,
        ids: () => requestIds(request, (id) => options.idsOf?.(workspace, id) ?? {}),
        context: request.context,
        personal,
        now,
      })
    const { arm, experiments } = isInside
      ? chooseArm(workspace, placement, personId, request, inExperiment)
      : { arm: outsideArm(placement), experiments: {} }
    const who = personal ? personId : nobody
    const rerank = reranker(arm.rerank, { workspace, personId: who, now })
    const filtering = rerank && rerank.plan.filters.length > 0
    const facts = { workspace, personId: who, request, placement, items, histories, viewWeight, now }
    const situation = situationOf({
      ...facts,
      keep: filtering ? (id) => rerank.refusal(id) === undefined : undefined,
    })
    const asked = { personal, n }
    const candidates = candidatesFor(sources, situation, arm.model, { ...asked, depth: rerank?.plan.depth(n) })
    const reranked = rerank?.run(candidates, situation, n)
    const slots = explainSlots(explored(situation, placement, reranked?.list ?? candidates.list, { n, rerank }), {
      situation,
      model: candidates.model,
      itemOf: (id) => items.get(workspace, id),
      language: request.context.language,
    })
    const shown = fallbackAfter(candidates, slots)
    const fallback = arm.variation === outsideVariation ? (shown ?? 'outside-segments') : shown
    const decisionId = request.preview ? null : newDecisionId(now)
    if (decisionId !== null) {
      await decisions.write({
        workspace,
        decisionId,
        placement: placement.id,
        // As it asked: merges are applied when reading, so that they can be taken back.
        personId: consent.allowed(workspace, personId, 'analytics') ? ownId : nobody,
        variation: arm.variation,
        variationPropensity: arm.propensity,
        model: candidates.answeredBy.name,
        modelVersion: candidates.answeredBy.version,
        fallback,
        items: slots.map((slot) => ({
          itemId: slot.itemId,
          score: slot.score,
          propensity: slot.propensity,
          explored: wasDrawn(slot),
          because: slot.because,
        })),
        context: request.context,
        stages: reranked?.stages.map(({ name }) => name),
        experiments,
        ts: now,
      })
      telemetry.decisions.inc({
        placement: placement.id,
        variation: arm.variation,
        fallback: fallback ?? 'none',
        workspace,
      })
    }
    const language = reasonLanguage(request.context.language)
    const titleOf = (id: string): string => items.get(workspace, id)?.title ?? id
    const explained =
      request.explain && rerank && reranked
        ? explainRerank({
            rerank,
            reranked,
            unfiltered: filtering
              ? candidatesFor(sources, situationOf(facts), arm.model, asked).list.map(({ itemId }) => itemId)
              : [],
            shown: new Set(slots.map(({ itemId }) => itemId)),
            n,
            titleOf,
            language,
          })
        : undefined
    return {
      decisionId,
      placement: placement.id,
      personId,
      variation: arm.variation,
      model: candidates.answeredBy,
      fallback: fallback && fallbackOf(fallback, language),
      items: slots.map((slot) => ({
        ...recommendationOf(slot),
        ...(request.explain
          ? {
              explanation: {
                sentence: slot.wholeReason(),
                contributions: slot.contributions.map(({ itemId, share }) => ({
                  itemId,
                  title: titleOf(itemId),
                  share,
                })),
                moves: explained?.movesOf(slot.itemId) ?? [],
              },
            }
          : {}),
      })),
      ...(explained ? { rerank: explained.report } : {}),
    }
  }

  return {
    recommend: async (workspace, request) => decide(workspace, placementNamed(workspace, request.placement), request),
    preview: async (workspace, placement, request) =>
      decide(workspace, checkPlacement(placement), { ...request, placement: placement.id, preview: true }),
    similar: (workspace, itemId, n, language) =>
      findSimilar({ sources, items, placements }, { workspace, itemId, n, language }),
    forget: (workspace, personIds) => decisions.forget(workspace, personIds),
    find: (workspace, decisionId) => decisions.find(workspace, decisionId),
  }
}

function chooseArm(
  workspace: string,
  placement: Placement,
  personId: string,
  request: ParsedRecommendationRequest,
  inExperiment: () => ExperimentArm | undefined,
): ExperimentArm {
  const { variation, preview } = request
  if (variation === undefined)
    return inExperiment() ?? { arm: assignArm(workspace, placement, personId), experiments: {} }
  if (!preview)
    throw attuneError('variation-without-preview', 'A variation may only be chosen together with preview: true.', {
      details: { field: 'variation' },
    })
  const arm = armNamed(placement, variation)
  if (arm) return { arm, experiments: {} }
  const known = placement.split.map((candidate) => candidate.variation)
  throw attuneError('unknown-variation', `The placement has no such variation. Known: ${known.join(', ')}.`, {
    details: { field: 'variation', variations: known },
  })
}

/** A list that re-ranking drew from what stands in for the model is not the model's own any more. */
function fallbackAfter({ fallback, answeredBy }: Candidates, slots: readonly ExplainedSlot[]): FallbackCode | null {
  if (fallback !== null || answeredBy.version === 0) return fallback
  return slots.some(({ source }) => source === 'popular' || source === 'newest') ? 'too-few-candidates' : null
}

function recommendationOf(slot: ExplainedSlot): Recommendation {
  const { itemId, score, propensity, reason, because, item } = slot
  return {
    itemId,
    score,
    propensity,
    explored: wasDrawn(slot),
    reason,
    because: [...because],
    item: item ? cardOf(item) : null,
  }
}
