import { createClient } from './attune/index.js'

/** What the page remembers besides what the client does; kept for the session where the browser allows it. */
export function openMemory() {
  let kept
  try {
    kept = JSON.parse(sessionStorage.getItem('shop') ?? 'null')
  } catch {
    // Not allowed, or not ours: the page starts anew.
  }
  kept ??= { language: navigator.language.startsWith('zh') ? 'zh' : 'en', cart: [], ratings: {}, ordered: null }
  const keep = () => {
    try {
      sessionStorage.setItem('shop', JSON.stringify(kept))
    } catch {
      // Not allowed: the page forgets on reload.
    }
  }
  return { kept, keep }
}

/** A client whose every event is also written into `sent`, newest first, with what became of it. */
export function connect({ key, sent, onChange }) {
  const mark = (state, messageIds) => {
    for (const one of sent) if (messageIds.includes(one.messageId)) one.state = state
    onChange()
  }
  const client = createClient({
    url: location.origin,
    key,
    flushIntervalMs: 800,
    onEvent: (event) => {
      const facts = event.properties ?? event.traits ?? { decisionId: event.decisionId }
      sent.unshift({
        messageId: event.messageId,
        at: new Date().toLocaleTimeString('en-GB'),
        name: event.event ?? event.type ?? 'exposure',
        facts: JSON.stringify(facts),
        state: 'waiting',
      })
      onChange()
    },
    onStored: (messageIds) => mark('stored', messageIds),
    onError: ({ code, event }) => {
      if (code === 'refused' && event) mark('refused', [event.messageId])
    },
  })
  client.consent.onChange(onChange)
  return client
}
