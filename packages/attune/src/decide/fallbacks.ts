/** Why a decision is not what the placement's arm asked for. */
export interface Fallback {
  readonly code: FallbackCode
  readonly message: string
}

export type FallbackCode = keyof typeof messages

const messages = {
  'no-model': 'The model has no live version yet: train and promote one. Until then popular items are shown.',
  'unknown-person': 'Nothing is known of this person yet, so popular items are shown.',
  'no-history': 'This person has not done anything with an item yet, so popular items are shown.',
  'no-candidates':
    'The model has nothing that goes with this history and may be shown here, so popular items are shown.',
  'too-few-candidates': 'The model had too few items for this person; the list is filled up with popular items.',
  'nothing-popular': 'No item that may be shown here has interactions yet, so the newest items are shown.',
  'nothing-eligible': 'No item of the catalogue passes the filters that this person has not seen already.',
  'empty-catalogue': 'There are no items yet: send them to /v1/items.',
} as const

export const fallbackOf = (code: FallbackCode): Fallback => ({ code, message: messages[code] })
