import type { Permission } from 'attune/api-types'
import { createContext, type ReactNode, use } from 'react'
import type { ApiClient } from './api-client.ts'

export interface Session {
  readonly client: ApiClient
  /** Whether the reader may do something; false until it is known. */
  can(permission: Permission): boolean
  /** Whether names and other personal data are shown to them; undefined until known. */
  readonly personal: boolean | undefined
  /** Whether a person is signed in, not a key. */
  readonly person: boolean
  /** Asks anew what the reader may. */
  renew(): void
  signOut(): void
}

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession needs a SessionProvider above it.')
  return session
}
