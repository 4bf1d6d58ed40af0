import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { openStateStore } from '../../store/open-state-store.ts'
import { openVault } from '../vault/open-vault.ts'
import { createAccess } from './create-access.ts'
import { totpCode, totpStep } from './totp.ts'

const password = 'velvet otter rides north'
const hour = 3_600_000

function fixture() {
  const folder = mkdtempSync(join(tmpdir(), 'attune-access-'))
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  const state = openStateStore(join(folder, 'state.sqlite'))
  const vault = openVault(join(folder, 'keys.sqlite'), randomBytes(32))
  const access = createAccess({ state, vault, clock: () => clock.now, config: configSchema.parse({}) })
  const signIn = (email: string, over: { password?: string; code?: string; address?: string } = {}) =>
    access.signIn({ workspace: 'default', email, password, address: '192.0.2.1', agent: 'test', ...over })
  const user = (email = 'ann@example.org', role: 'owner' | 'admin' | 'analyst' = 'owner') =>
    access.createUser('default', { email, name: 'Ann Aster', role, password }, 'test')
  return { folder, clock, state, vault, access, signIn, user }
}
const code = (name: string) => expect.objectContaining({ code: name })

test('who has a password signs in, however the e-mail is written', async () => {
  const { user, signIn, access } = fixture()
  const { id } = await user('Ann.Aster@Example.org')
  const { token, session } = await signIn(' ann.aster@example.ORG ')
  expect(session).toMatchObject({ userId: id, role: 'owner' })
  expect(access.sessions.find(token)).toMatchObject({ id: session.id })
})

test('an unknown e-mail, a wrong password and a disabled user are told the same', async () => {
  const { user, signIn, access } = fixture()
  await user()
  const other = await user('bob@example.org', 'analyst')
  access.users.setDisabled('default', other.id, true, 'test')
  const told = []
  for (const [email, guess] of [
    ['ann@example.org', 'wrong password here'],
    ['nobody@example.org', password],
    ['bob@example.org', password],
  ] as const)
    told.push(
      await signIn(email, { password: guess }).catch((error) => ({
        code: error.code,
        message: error.message,
        status: error.status,
        details: error.details,
      })),
    )
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(told[0]).toMatchObject({ code: 'invalid-credentials', status: 401 })
})

test('guessing waits longer and longer, for accounts that exist and those that do not; a right password ends it', async () => {
  const { user, signIn, clock } = fixture()
  await user()
  for (const email of ['ann@example.org', 'nobody@example.org']) {
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      const guess = () => signIn(email, { password: 'wrong password', address: `198.51.100.${i}` })
      const error = await guess().catch((caught) => caught)
      if (error.code !== 'too-many-attempts') continue
      waits.push(error.details.retryAfterSeconds)
      clock.now += error.details.retryAfterSeconds * 1000
      await expect(guess()).rejects.toThrow(code('invalid-credentials'))
    }
    expect(waits).toEqual([1, 2, 4, 8])
  }
  clock.now += 16_000
  await signIn('ann@example.org')
  await expect(signIn('ann@example.org', { password: 'wrong password' })).rejects.toThrow(code('invalid-credentials'))
})

test('while it waits the right password is refused as well, so that guessing tells nothing', async () => {
  const { user, signIn } = fixture()
  await user()
  for (let i = 0; i < 5; i++) await signIn('ann@example.org', { password: 'wrong password' }).catch(() => {})
  await expect(signIn('ann@example.org')).rejects.toThrow(code('too-many-attempts'))
})

test('the same letters in another width are the same account to who guesses', async () => {
  const { user, signIn } = fixture()
  await user()
  for (const email of [
    'ann@example.org',
    'ＡＮＮ@example.org',
    'Ann@example.org',
    'ａnn@example.org',
    'aｎn@example.org',
  ])
    await signIn(email, { password: 'wrong password' }).catch(() => {})
  await expect(signIn('ann@example.org')).rejects.toThrow(code('too-many-attempts'))
})

test('an address that guesses at many accounts has to wait, others do not', async () => {
  const { user, signIn } = fixture()
  await user()
  const guess = (i: number) => signIn(`nobody${i}@example.org`, { address: '203.0.113.9' })
  for (let i = 0; i < 30; i++) await expect(guess(i)).rejects.toThrow(code('invalid-credentials'))
  await expect(guess(99)).rejects.toThrow(code('too-many-attempts'))
  await signIn('ann@example.org', { address: '192.0.2.7' })
})

test('many guesses at once count each', async () => {
  const { user, signIn } = fixture()
  await user()
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, () => signIn('ann@example.org', { password: 'wrong password' })),
  )
  const codes = results.map((result) => (result as PromiseRejectedResult).reason.code)
  expect(codes.filter((one) => one === 'invalid-credentials').length).toBe(5)
})

test('a session ends when nobody uses it, at the latest after its longest time, and at once when revoked', async () => {
  const { user, signIn, access, clock } = fixture()
  const { id } = await user()
  const { token } = await signIn('ann@example.org')
  clock.now += hour - 1
  expect(access.sessions.find(token)).toBeDefined()
  clock.now += hour
  expect(access.sessions.find(token)).toBeUndefined()

  const second = await signIn('ann@example.org')
  for (let i = 0; i < 23; i++) {
    clock.now += hour / 2
    expect(access.sessions.find(second.token)).toBeDefined()
  }
  clock.now += hour / 2
  expect(access.sessions.find(second.token)).toBeUndefined()

  const third = await signIn('ann@example.org')
  expect(access.sessions.revoke('default', third.session.id, id, 'user_other')).toBe(false)
  expect(access.sessions.revoke('other', third.session.id, id)).toBe(false)
  expect(access.sessions.revoke('default', third.session.id, id)).toBe(true)
  expect(access.sessions.find(third.token)).toBeUndefined()
})

test('tokens that were cut, changed or made up open nothing', async () => {
  const { user, signIn, access } = fixture()
  await user()
  const { token } = await signIn('ann@example.org')
  for (let end = 0; end < token.length; end++) expect(access.sessions.find(token.slice(0, end))).toBeUndefined()
  const other = token.startsWith('A') ? 'B' : 'A'
  for (const wrong of [`${token}A`, ` ${token}`, other + token.slice(1), token.toLowerCase(), '%', "' OR 1=1 --"])
    expect(access.sessions.find(wrong)).toBeUndefined()
})

test('a role holds from the next request on, and a disabled user is out at once', async () => {
  const { user, signIn, access } = fixture()
  await user()
  const { id } = await user('bob@example.org', 'admin')
  const { token } = await signIn('bob@example.org')
  access.users.setRole('default', id, 'analyst', 'test')
  expect(access.sessions.find(token)?.role).toBe('analyst')
  access.users.setDisabled('default', id, true, 'test')
  expect(access.sessions.find(token)).toBeUndefined()
})

test('the last owner stays one', async () => {
  const { user, access } = fixture()
  const ann = await user()
  expect(() => access.users.setRole('default', ann.id, 'admin', 'test')).toThrow(code('last-owner'))
  expect(() => access.users.setDisabled('default', ann.id, true, 'test')).toThrow(code('last-owner'))
  await user('bob@example.org', 'owner')
  access.users.setRole('default', ann.id, 'admin', 'test')
})

test('who is removed can be read in no copy, signs in no more, and may come back as somebody new', async () => {
  const { user, signIn, access, vault, state } = fixture()
  const ann = await user()
  const bob = await user('bob@example.org', 'analyst')
  const copy = state.raw.prepare('SELECT sealed FROM users WHERE id = ?').get(bob.id) as { sealed: string }
  expect(vault.open('default', `user ${bob.id}`, copy.sealed)).toContain('bob@example.org')
  const { token } = await signIn('bob@example.org')
  access.users.remove('default', bob.id, 'test')
  expect(access.sessions.find(token)).toBeUndefined()
  expect(vault.open('default', `user ${bob.id}`, copy.sealed)).toBeUndefined()
  await expect(signIn('bob@example.org')).rejects.toThrow(code('invalid-credentials'))
  expect((await user('bob@example.org', 'analyst')).id).not.toBe(bob.id)
  expect(() => access.users.remove('default', ann.id, 'test')).toThrow(code('last-owner'))
})

test('a new password ends every other session, and the old one opens nothing', async () => {
  const { user, signIn, access } = fixture()
  await user()
  const here = await signIn('ann@example.org')
  const there = await signIn('ann@example.org')
  const next = 'gusty plum orbit fjord'
  await expect(access.changePassword(here.session, { current: 'wrong', next }, 'a')).rejects.toThrow(
    code('wrong-password'),
  )
  await access.changePassword(here.session, { current: password, next }, 'a')
  expect(access.sessions.find(here.token)).toBeDefined()
  expect(access.sessions.find(there.token)).toBeUndefined()
  await expect(signIn('ann@example.org')).rejects.toThrow(code('invalid-credentials'))
  await signIn('ann@example.org', { password: next })
})

test('a link sets a password once, within a day, and ends what was open', async () => {
  const { user, signIn, access, clock } = fixture()
  const { id } = await user()
  const open = await signIn('ann@example.org')
  const use = (token: string) => access.useLink({ token, password: 'gusty plum orbit fjord', agent: 'test' })
  const first = access.links.create(id)
  const second = access.links.create(id)
  await expect(use(first)).rejects.toThrow(code('invalid-link'))
  await expect(access.useLink({ token: second, password: 'password1234', agent: 'test' })).rejects.toThrow(
    code('weak-password'),
  )
  const both = await Promise.allSettled([use(second), use(second)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(access.sessions.find(open.token)).toBeUndefined()
  const third = access.links.create(id)
  clock.now += 24 * hour
  await expect(use(third)).rejects.toThrow(code('invalid-link'))
})

test('a second factor: asked for, each code once, recovery codes once; a link does not go round it', async () => {
  const { user, signIn, access, clock } = fixture()
  const { id } = await user()
  const secret = access.secondFactor.begin('default', id)
  const now = () => totpCode(secret, totpStep(clock.now))
  await signIn('ann@example.org')
  expect(() => access.secondFactor.confirm('default', id, '000000')).toThrow(code('wrong-code'))
  const recovery = access.secondFactor.confirm('default', id, now())
  expect(recovery.length).toBe(10)

  await expect(signIn('ann@example.org')).rejects.toThrow(code('totp-required'))
  await expect(signIn('ann@example.org', { password: 'wrong password', code: now() })).rejects.toThrow(
    code('invalid-credentials'),
  )
  // The code that confirmed it was used.
  await expect(signIn('ann@example.org', { code: now() })).rejects.toThrow(code('wrong-code'))
  clock.now += 30_000
  const seen = now()
  await signIn('ann@example.org', { code: seen })
  await expect(signIn('ann@example.org', { code: seen })).rejects.toThrow(code('wrong-code'))

  const [spare = ''] = recovery
  await signIn('ann@example.org', { code: spare.toLowerCase().replaceAll('-', ' ') })
  await expect(signIn('ann@example.org', { code: spare })).rejects.toThrow(code('wrong-code'))

  const token = access.links.create(id)
  expect(await access.useLink({ token, password: 'gusty plum orbit fjord', agent: 'test' })).toBeUndefined()
  access.secondFactor.remove('default', id, id)
  await signIn('ann@example.org', { password: 'gusty plum orbit fjord' })
})

test('no e-mail, name, password, token, link or code lies in a file, nor in the audit', async () => {
  const { user, signIn, access, state, vault, clock, folder } = fixture()
  const { id } = await user('canary.ann@example.org')
  const { token } = await signIn('canary.ann@example.org')
  const link = access.links.create(id)
  const secret = access.secondFactor.begin('default', id)
  const [spare = ''] = access.secondFactor.confirm('default', id, totpCode(secret, totpStep(clock.now)))
  await signIn('canary.ann@example.org', { password: 'a wrong guess', code: '123456' }).catch(() => {})
  const secrets = ['canary.ann', 'Ann Aster', password, token, link, spare, spare.replaceAll('-', ''), '192.0.2.1']
  const look = () => {
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
    return secrets.filter((text) => bytes.some((file) => file.includes(text)))
  }
  expect(look()).toEqual([])
  expect(readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(secret)))).toBe(false)
  state.close()
  vault.close()
  expect(look()).toEqual([])
})
