import { expect, test } from 'vitest'
import { may, mayManage, permissions, permissionsOf, roles } from './roles.ts'

test('an owner may everything', () => {
  expect(permissionsOf('owner')).toEqual(permissions)
})

test('who looks only changes nothing but their own account', () => {
  expect([...permissionsOf('readOnly')].sort()).toEqual(['account.own', 'people.read', 'reports.read'])
})

test('personal data is for the owner and the data-protection officer; who manages users or keys needs a reason', () => {
  expect(roles.filter((role) => may(role, 'personal.see'))).toEqual(['owner', 'dataProtectionOfficer'])
  for (const role of ['admin', 'developer'] as const) expect(may(role, 'personal.breakGlass')).toBe(true)
  for (const role of ['analyst', 'readOnly'] as const) expect(may(role, 'personal.breakGlass')).toBe(false)
})

test('nobody manages who may more than they: an admin neither owners nor data-protection officers', () => {
  expect(roles.filter((role) => mayManage('owner', role))).toEqual(roles)
  expect(roles.filter((role) => mayManage('admin', role))).toEqual([
    'admin',
    'marketer',
    'analyst',
    'developer',
    'readOnly',
  ])
})
