import type { z } from 'zod'
import type { RecommendationResponse, recommendationRequestSchema, SimilarResponse } from '../api/schemas/decide.ts'

export type ParsedRecommendationRequest = z.output<typeof recommendationRequestSchema>

/** context → candidates → rank → re-rank (filters, exploration) → explain → log → return */
export interface Decider {
  /** Resolves when the decision is durable. */
  recommend(workspace: string, request: ParsedRecommendationRequest): Promise<RecommendationResponse>
  similar(workspace: string, itemId: string, n: number): SimilarResponse
}
