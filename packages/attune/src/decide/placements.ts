import type { Placement } from '../api/schemas/decide.ts'

/** The placements of a workspace. `home` exists from the start: half `popular`, half the model `recencyItemKnn`, control `popular`. */
export interface Placements {
  get(workspace: string, id: string): Placement | undefined
  list(workspace: string): readonly Placement[]
  put(workspace: string, placement: Placement, actor: string): Promise<void>
}
