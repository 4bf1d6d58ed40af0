import type { EmbedOptions } from '@attune/language'
import type { Item } from '../api/schemas/items.ts'

export interface EncoderStatus {
  /** Where vectors come from by the configuration. */
  readonly from: 'own' | 'none' | 'folder' | 'endpoint'
  /** Which encoder in which version; null where there is none. */
  readonly encoder: string | null
  readonly items: number
  /** Items whose vector is there. */
  readonly ready: number
  /** Whether vectors are being made now. */
  readonly working: boolean
  /** Why there is no encoder, or why the last try failed; null where all is well. */
  readonly problem: string | null
}

/** Vectors of texts, by one encoder a workspace. */
export interface Embeddings {
  /** Opens the encoder where it is not open yet, so that what is told is how it stands. */
  status(workspace: string): Promise<EncoderStatus>
  /**
   * Vectors of any texts, 1 long each; kept nowhere. What is personal is taken out before texts go to an endpoint.
   *
   * @throws AttuneError `no-encoder`, `encoder-failed`
   */
  embed(
    workspace: string,
    texts: readonly string[],
    options?: EmbedOptions,
  ): Promise<{ readonly encoder: string; readonly vectors: readonly Float32Array[] }>
  /** The vector of an item's text, where it has been made. */
  vectorOf(workspace: string, item: Item): Float32Array | undefined
  /** Which encoder in which version is in use now. */
  encoderOf(workspace: string): string | undefined
  /** Whether the vector of an item is under way: not there yet, and nothing is wrong with the encoder. */
  isMaking(workspace: string, item: Item): boolean
  /** Looks at once for what is to be done, and does it. */
  refresh(workspace: string): Promise<void>
  close(): Promise<void>
}
