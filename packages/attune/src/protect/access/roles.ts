/** What people who sign in may be. */
export const roles = [
  'owner',
  'admin',
  'marketer',
  'analyst',
  'developer',
  'dataProtectionOfficer',
  'readOnly',
] as const
export type Role = (typeof roles)[number]

/** Permission → who has it. Every route of the API names one of these (`config.can`); nothing else decides what a role may. */
const holders = {
  /** Their own sign-in, sessions, password and second factor. */
  'account.own': roles,
  /** Overview, reports, items, placements, models: what concerns no single person. */
  'reports.read': roles,
  'items.change': ['owner', 'admin', 'marketer', 'developer'],
  'placements.change': ['owner', 'admin', 'marketer'],
  /** Experiments, metrics and flags, and which version of a prompt is used. */
  'experiments.change': ['owner', 'admin', 'marketer', 'developer'],
  /** Making reports now; a language model may write in them, and costs money. */
  'reports.make': ['owner', 'admin', 'marketer', 'analyst'],
  /** Segments, computed traits, scores of persons. */
  'segments.change': ['owner', 'admin', 'marketer'],
  'models.change': ['owner', 'admin', 'analyst', 'developer'],
  /** Persons, events and previews under pseudonyms. */
  'people.read': roles,
  /** Taking merges of identities back. */
  'people.change': ['owner', 'admin', 'dataProtectionOfficer'],
  /** Names, identifiers, traits and payloads in clear; no route of its own. */
  'personal.see': ['owner', 'dataProtectionOfficer'],
  /** An hour of `personal.see` for a reason that stands in the audit. */
  'personal.breakGlass': ['owner', 'admin', 'marketer', 'developer'],
  'events.send': ['owner', 'admin', 'developer'],
  /** Consent of others, requests, export, erasure. */
  'privacy.act': ['owner', 'dataProtectionOfficer'],
  'privacy.report': ['owner', 'admin', 'dataProtectionOfficer'],
  'consent.texts': ['owner', 'dataProtectionOfficer'],
  'keys.manage': ['owner', 'admin', 'developer'],
  /** Addresses outside that are told of events. */
  'webhooks.manage': ['owner', 'admin', 'developer', 'dataProtectionOfficer'],
  /** Writing with the language model, and what it is asked with; it costs money, and what is written leaves the house. */
  'languageModel.use': ['owner', 'admin'],
  /** What sources may send. */
  'sources.change': ['owner', 'admin', 'developer', 'dataProtectionOfficer'],
  'users.read': ['owner', 'admin', 'dataProtectionOfficer'],
  'users.manage': ['owner', 'admin'],
  'sessions.manage': ['owner', 'admin'],
  /** Looking through who and which keys may do what, and saying that it was done. */
  'access.review': ['owner', 'admin', 'dataProtectionOfficer'],
  'audit.read': ['owner', 'admin', 'dataProtectionOfficer'],
  'system.read': ['owner', 'admin', 'developer'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof holders
export const permissions = Object.keys(holders) as readonly Permission[]

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (holders[permission] as readonly Role[]).includes(role)

/** Everything a role may. */
export const permissionsOf = (role: Role): readonly Permission[] =>
  permissions.filter((permission) => may(role, permission))

/**
 * Whether one role may give, take or reset another: only who holds all of it. Otherwise a new password for somebody else
 * would be a way to what one may not.
 */
export const mayManage = (manager: Role, other: Role): boolean =>
  permissionsOf(other).every((permission) => may(manager, permission))
