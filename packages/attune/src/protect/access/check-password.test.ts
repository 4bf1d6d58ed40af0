import { expect, test } from 'vitest'
import { checkPassword } from './check-password.ts'

const weak = expect.objectContaining({ code: 'weak-password' })

test.each([
  'short',
  'elevenchars',
  'password1234',
  'P@ssw0rd2024!',
  'qwertyuiop12',
  '123456789012',
  '987654321098',
  'aaaaaaaaaaaaaaaa',
  'abababababababab',
  'iloveyou2024',
  'Welcome2024!!',
  'Attune-Admin-2026',
  'woaini5201314',
  'summersummer1',
  '1qaz2wsx3edc',
  'correcthorsebatterystaple',
])('what is tried first is refused: %s', (password) => {
  expect(() => checkPassword(password)).toThrow(weak)
})

test.each(['velvet otter rides north', 'Kx9#vLq2!mZr7', '每天骑车去河边看白鹭飞起来', 'gusty-plum-orbit-fjord'])(
  'unrelated words and random characters pass: %s',
  (password) => {
    expect(() => checkPassword(password)).not.toThrow()
  },
)

test('one’s own name and e-mail do not make a password', () => {
  const own = ['fang.wang@example-shop.org', 'Fang Wang']
  expect(() => checkPassword('FangWang-example', own)).toThrow(weak)
  expect(() => checkPassword('otter-quilt-glow-92', own)).not.toThrow()
})

test('the longest password is read in no time that could be noticed, a longer one is refused', () => {
  expect(() => checkPassword(`${'xk'.repeat(100)}velvet otter`)).not.toThrow()
  expect(() => checkPassword('velvet otter '.repeat(20))).toThrow(weak)
})
