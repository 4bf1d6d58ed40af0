import { badAnswer } from '../check-answer.ts'

/** As `fetch` is called by the SDK. */
export type Fetch = typeof globalThis.fetch

/** A `fetch` whose answers end with an error where they are longer than anything that was asked for. */
export function boundedFetch(fetch: Fetch, maxBytes: number): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.body === null) return response
    let bytes = 0
    const bounded = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength
          if (bytes > maxBytes)
            controller.error(
              badAnswer('too-large', 'The answer of the language model is far longer than was asked for.'),
            )
          else controller.enqueue(chunk)
        },
      }),
    )
    return new Response(bounded, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    })
  }
}
