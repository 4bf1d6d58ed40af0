/** The limits of the Segment spec, and ours. Sizes in bytes of JSON (UTF-8). */
export const eventLimits = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  batchEvents: 2_500,
  /** Characters of a user id, anonymous id, item id, message id and event name. */
  idLength: 256,
  /** Levels of objects and arrays inside properties, traits and context. */
  depth: 16,
  /** Characters of what was refused that are kept for the debugger. */
  quarantinePayload: 4_096,
} as const
