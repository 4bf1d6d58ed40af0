import type { OwnSession } from 'attune/api-types'
import { type ApiClient, createApiClient } from './api-client.ts'
import { paths } from './paths.ts'

/** A client for whoever is not signed in, or is by the browser's cookie. */
export const openClient = (): ApiClient =>
  createApiClient({
    key: undefined,
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    onUnauthorized: () => {},
  })

/** Whether somebody is signed in by cookie, and what there is to sign in with; undefined where the server cannot say. */
export async function readOwnSession(signal: AbortSignal): Promise<OwnSession | undefined> {
  try {
    return await openClient().get<OwnSession>(paths.session, signal)
  } catch {
    return undefined
  }
}
