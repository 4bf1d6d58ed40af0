import { expect, test } from 'vitest'
import { acceptedStep, base32, otpauthUrl, totpCode, totpStep } from './totp.ts'

/** RFC 6238, Appendix B: the seed repeated to the length of the digest; time in seconds, then the codes of eight digits. */
const seed = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length))
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
] as const

test.each(vectors)('the codes of RFC 6238 at %i seconds', (seconds, sha1, sha256, sha512) => {
  const step = totpStep(seconds * 1000)
  expect(totpCode(seed(20), step, { digits: 8 })).toBe(sha1)
  expect(totpCode(seed(32), step, { digits: 8, algorithm: 'sha256' })).toBe(sha256)
  expect(totpCode(seed(64), step, { digits: 8, algorithm: 'sha512' })).toBe(sha512)
})

test('a code of six digits is the end of the one of eight', () => {
  expect(totpCode(seed(20), totpStep(59_000))).toBe('287082')
})

test('a code counts within one step of the clock, once, and never an older one after a newer one', () => {
  const at = 1_234_567_890_000
  const step = totpStep(at)
  const code = (of: number) => totpCode(seed(20), of)
  expect(acceptedStep(seed(20), code(step), at, 0)).toBe(step)
  expect(acceptedStep(seed(20), code(step - 1), at, 0)).toBe(step - 1)
  expect(acceptedStep(seed(20), code(step + 1), at, 0)).toBe(step + 1)
  expect(acceptedStep(seed(20), code(step - 2), at, 0)).toBeUndefined()
  expect(acceptedStep(seed(20), code(step + 2), at, 0)).toBeUndefined()
  expect(acceptedStep(seed(20), code(step), at, step)).toBeUndefined()
  expect(acceptedStep(seed(20), code(step - 1), at, step)).toBeUndefined()
})

test('base32 as in RFC 4648, section 10, without padding', () => {
  const encoded = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))
  expect(encoded).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
})

test('an app reads account and secret from the link', () => {
  const url = new URL(otpauthUrl(Buffer.from('foobar'), 'wang+fang@example.org'))
  expect(url.protocol + url.host).toBe('otpauth:totp')
  expect(decodeURIComponent(url.pathname)).toBe('/Attune:wang+fang@example.org')
  expect(Object.fromEntries(url.searchParams)).toEqual({ secret: 'MZXW6YTBOI', issuer: 'Attune' })
})
