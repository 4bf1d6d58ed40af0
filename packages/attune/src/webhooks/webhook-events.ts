import type { RequestKind } from '../protect/rights/privacy-requests.ts'

/** An id that the team itself gave or saw: only ever sent about an erased person, to webhooks that ask for it. */
export interface ToldIdentifier {
  readonly kind: 'user' | 'anonymous'
  readonly id: string
}

/** People of one segment: what is told of them is under their pseudonyms. */
export interface SegmentNews {
  readonly segmentId: string
  readonly people: readonly { readonly personId: string; readonly at: string }[]
}

/** Event → what is told of it. Persons under their pseudonyms only. */
export interface WebhookData {
  /** Told when it is done. All pseudonyms that the person had. */
  readonly 'person.erased': {
    readonly requestId: string
    readonly personIds: readonly string[]
    readonly identifiers?: readonly ToldIdentifier[]
  }
  /** The purposes about which something new was said: agreed or not. */
  readonly 'person.consentChanged': {
    readonly personId: string
    readonly purposes: Readonly<Record<string, boolean>>
  }
  readonly 'privacyRequest.opened': {
    readonly requestId: string
    readonly kind: RequestKind
    readonly personId: string
    readonly dueAt: string
  }
  readonly 'privacyRequest.closed': {
    readonly requestId: string
    readonly kind: RequestKind
    readonly status: 'done' | 'refused'
    /** Null after an erasure. */
    readonly personId: string | null
  }
  /** A week before the deadline, once a webhook. */
  readonly 'privacyRequest.dueSoon': {
    readonly requestId: string
    readonly kind: RequestKind
    readonly dueAt: string
  }
  readonly 'model.promoted': {
    readonly model: string
    readonly version: number
    readonly kind: string
    readonly because: 'promoted' | 'rolled-back'
  }
  readonly 'model.trainingFailed': {
    readonly model: string
    readonly version: number
    readonly kind: string
    /** The code of the error. */
    readonly error: string
  }
  /** Several at once where they come together. */
  readonly 'segment.entered': SegmentNews
  readonly 'segment.left': SegmentNews
  /** Asked for with `POST /v1/webhooks/:id/test`. */
  readonly ping: Readonly<Record<string, never>>
}

/** What a webhook can be told of; `ping` it is told whenever it is asked for. */
export const webhookEvents = [
  'person.erased',
  'person.consentChanged',
  'privacyRequest.opened',
  'privacyRequest.closed',
  'privacyRequest.dueSoon',
  'model.promoted',
  'model.trainingFailed',
  'segment.entered',
  'segment.left',
] as const satisfies readonly (keyof WebhookData)[]
export type WebhookEvent = (typeof webhookEvents)[number]

/** Something that happened. */
export type Announcement = {
  readonly [Type in WebhookEvent]: { readonly type: Type; readonly data: WebhookData[Type] }
}[WebhookEvent]

/** The body of a request, as the Standard Webhooks specification has it. */
export const bodyOf = (type: keyof WebhookData, at: number, data: object): string =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
