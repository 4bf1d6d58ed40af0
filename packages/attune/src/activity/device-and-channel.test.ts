import { expect, test } from 'vitest'
import { channels, devices, signalsIn, toldBy } from './device-and-channel.ts'

const told = (context: object) => {
  const { device, channel } = toldBy(signalsIn(JSON.stringify(context)))
  return [devices[device], channels[channel]]
}

test.each([
  [{ userAgent: 'Safari 17, iOS, mobile' }, 'phone'],
  [{ userAgent: 'Chrome 142, Windows, desktop' }, 'computer'],
  [{ userAgent: 'Chrome 142, Android, tablet' }, 'tablet'],
  [{ userAgent: 'Chrome 142, Windows, desktop', device: { type: 'iPad' } }, 'tablet'],
  [{ device: { type: '手机' } }, 'phone'],
  [{ device: { type: 'tv' } }, 'other'],
  [{}, ''],
])('%o is the device “%s”', (context, device) => expect(told(context)[0]).toBe(device))

test.each([
  [{ campaign: { medium: 'email', source: 'weekly' } }, 'email'],
  [{ campaign: { medium: 'cpc', source: 'baidu' } }, 'advertising'],
  [{ campaign: { source: '小红书' } }, 'social'],
  [{ campaign: { source: 'partner-site' } }, 'referral'],
  [{ page: { path: '/', referrer: 'https://www.google.com/' } }, 'search'],
  [{ page: { path: '/', referrer: 'https://www.baidu.com/link' } }, 'search'],
  [{ page: { path: '/', referrer: 'https://m.weibo.cn/' } }, 'social'],
  [{ page: { path: '/', referrer: 'https://mp.weixin.qq.com/s' } }, 'social'],
  [{ page: { path: '/', referrer: 'https://example.org/blog' } }, 'referral'],
  [{ page: { path: '/' } }, 'direct'],
  [{ app: { version: '3.1' } }, 'app'],
  [{ timezone: 'Asia/Shanghai' }, ''],
])('%o came by the channel “%s”', (context, channel) => expect(told(context)[1]).toBe(channel))

test('parts that are no texts are no reason to fail', () => {
  expect(told({ userAgent: 5, device: 'x', campaign: { medium: ['email'], source: null }, page: [] })).toEqual([
    'other',
    'email',
  ])
  expect(signalsIn('{}')).toBeNull()
})
