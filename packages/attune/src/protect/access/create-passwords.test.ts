import { expect, test } from 'vitest'
import { createPasswords } from './create-passwords.ts'

test('argon2id with the parameters that OWASP names, salted', async () => {
  const passwords = createPasswords()
  const one = await passwords.hash('velvet otter rides')
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.hash('velvet otter rides')).not.toBe(one)
  expect(await passwords.verify(one, 'velvet otter rides')).toBe(true)
  expect(await passwords.verify(one, 'velvet otter ride')).toBe(false)
})

test('a hash that another implementation made of the same standard is understood (argon2 reference, command line)', async () => {
  // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 24: the reference implementation's own test vector.
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await createPasswords().verify(reference, 'password')).toBe(true)
  expect(await createPasswords().verify(reference, 'Password')).toBe(false)
})

test('nobody’s password is never right', async () => {
  const passwords = createPasswords()
  expect(await passwords.verify(undefined, '')).toBe(false)
  expect(await passwords.verify(undefined, 'velvet otter rides')).toBe(false)
})

test('letters that look alike to the person are alike: composed and decomposed', async () => {
  const passwords = createPasswords()
  expect(await passwords.verify(await passwords.hash('café au lait noir'), 'cafe\u0301 au lait noir')).toBe(true)
})

test('nobody’s password takes its turn like any other: a flood of them waits, and what is too much is told so', async () => {
  const passwords = createPasswords()
  const results = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.verify(undefined, 'x')))
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBe(80 - 2 - 64)
  expect((refused[0] as PromiseRejectedResult).reason.code).toBe('busy')
  expect(await passwords.verify(undefined, 'x')).toBe(false)
})
