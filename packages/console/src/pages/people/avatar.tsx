import type { PersonSummary } from 'attune/api-types'
import { Icon } from '../../components/icon.tsx'
import { initialsOf } from './person-name.ts'

export interface AvatarProps {
  readonly person: Pick<PersonSummary, 'name'> | undefined
  readonly small?: boolean
}

/** Initials of whoever has a name; a plain sign for everybody else. Never a guess at a face. */
export function Avatar({ person, small = false }: AvatarProps) {
  return (
    <span className={small ? 'avatar s' : 'avatar'} aria-hidden="true">
      {person?.name ? initialsOf(person.name) : <Icon name="understand" />}
    </span>
  )
}
