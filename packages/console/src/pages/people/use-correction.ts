import type { Profile, ProfilePatch } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { type Action, useAction } from '../../api/use-action.ts'
import { useLocale } from '../../texts/locale.tsx'

/** Puts something of a portrait right, or takes that back. */
export function useCorrection(personId: string, onChange: () => void): Action<[ProfilePatch]> {
  const { client } = useSession()
  const { language } = useLocale()
  return useAction(async (patch: ProfilePatch) => {
    await client.send<Profile>('PATCH', paths.profile(personId, language), patch)
    onChange()
  })
}
