import { expect, test } from 'vitest'
import { newWebhookSecret, webhookHeaders } from './sign-webhook.ts'

test('a message is signed as the published example of Standard Webhooks is', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1614265330_999, body: '{"test": 2432232314}' }
  expect(webhookHeaders([secret], message)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('a secret has 256 bits, and every one is another', () => {
  const secrets = Array.from({ length: 50 }, newWebhookSecret)
  expect(new Set(secrets).size).toBe(50)
  for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64').length).toBe(32)
})
