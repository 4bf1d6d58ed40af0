import type { z } from 'zod'
import type {
  Placement,
  RecommendationResponse,
  recommendationRequestSchema,
  SimilarResponse,
} from '../api/schemas/decide.ts'

export type ParsedRecommendationRequest = z.output<typeof recommendationRequestSchema>

/** A decision as it was logged: what exposures and clicks are joined to. */
export interface LoggedDecision {
  readonly decisionId: string
  readonly placement: string
  /** Under which it was asked. */
  readonly personId: string
  /** In the order shown. */
  readonly itemIds: readonly string[]
}

/** context → candidates → rank → re-rank (rules, variety, caps, exploration) → explain → log → return */
export interface Decider {
  /**
   * Resolves when the decision is durable.
   *
   * @throws AttuneError `unknown-placement`, `unknown-variation`, `variation-without-preview`
   */
  recommend(workspace: string, request: ParsedRecommendationRequest): Promise<RecommendationResponse>
  /**
   * What a placement would show that need not be saved yet; nothing is logged.
   *
   * @throws AttuneError `invalid-placement`, `invalid-rule`, `unknown-variation`
   */
  preview(
    workspace: string,
    placement: Placement,
    request: Omit<ParsedRecommendationRequest, 'placement' | 'preview'>,
  ): Promise<RecommendationResponse>
  /** @param language of the sentence where no model answers, such as `zh-CN`; default English */
  similar(workspace: string, itemId: string, n: number, language?: string): SimilarResponse
  /** Forgets the decisions for persons, after their erasure. */
  forget(workspace: string, personIds: readonly string[]): void
  /** A decision of any age; undefined for an unknown id. */
  find(workspace: string, decisionId: string): Promise<LoggedDecision | undefined>
}
