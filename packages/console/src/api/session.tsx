import { createContext, type ReactNode, use } from 'react'
import type { ApiClient } from './api-client.ts'

export interface Session {
  readonly client: ApiClient
  /** Whether the key may change things; undefined until known. */
  readonly admin: boolean | undefined
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
