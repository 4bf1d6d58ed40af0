import type { Role } from 'attune/api-types'
import { useId } from 'react'
import { roleTexts, memberTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

const order: readonly Role[] = [
  'owner',
  'admin',
  'marketer',
  'analyst',
  'developer',
  'dataProtectionOfficer',
  'readOnly',
]

export interface RoleSelectProps {
  readonly value: Role
  readonly onRole: (role: Role) => void
}

/** Every role with what it may. */
export function RoleSelect({ value, onRole }: RoleSelectProps) {
  const { t } = useLocale()
  const id = useId()
  return (
    <div className="field mt3">
      <label htmlFor={id}>{t(x.role)}</label>
      <select id={id} className="input" value={value} onChange={(event) => onRole(event.target.value as Role)}>
        {order.map((role) => (
          <option key={role} value={role}>
            {t(roleTexts[role] ?? [role, role])}
          </option>
        ))}
      </select>
    </div>
  )
}
