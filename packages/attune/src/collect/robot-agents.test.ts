import { expect, test } from 'vitest'
import { robotAgents } from './robot-agents.ts'

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 MicroMessenger/8.0.50 Language/zh_CN',
  'okhttp/4.12.0',
  'Dart/3.5 (dart:io)',
]
const robots = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)',
  'Mozilla/5.0 (compatible; bingbot/2.0)',
]

test.each(browsers)('%s is a person', (agent) => {
  expect(robotAgents()(agent, undefined)).toBe(false)
})

test.each(robots)('%s is a robot, as the browser of a person and as a sender', (agent) => {
  expect(robotAgents()(agent, undefined)).toBe(true)
  expect(robotAgents()(null, agent)).toBe(true)
})

test('a server may send with any library, a person may not browse with one', () => {
  const isRobot = robotAgents()
  for (const agent of ['curl/8.5.0', 'python-requests/2.32.3', 'axios/1.7.9', 'node', 'Go-http-client/2.0']) {
    expect([agent, isRobot(null, agent)]).toEqual([agent, false])
    expect([agent, isRobot(agent, undefined)]).toEqual([agent, true])
  }
  // The person's browser goes before the sender.
  expect(isRobot(browsers[0] ?? '', robots[0])).toBe(false)
})

test('an own pattern takes the place of the lists, and one that is none is refused', () => {
  const isRobot = robotAgents('^acme-probe')
  expect(isRobot('ACME-Probe/1', undefined)).toBe(true)
  expect(isRobot(robots[0] ?? '', undefined)).toBe(false)
  expect(() => robotAgents('(')).toThrow(expect.objectContaining({ code: 'invalid-config' }))
})
