import { expect, test } from 'vitest'
import { checkUrl } from './check-url.ts'
import { hostList, parseHost } from './host-list.ts'

const rules = (allowed: readonly string[] = [], http: readonly string[] = []) => ({
  allowed: hostList(allowed),
  http: hostList(http),
})
const refusal = (url: string, allowed?: readonly string[], http?: readonly string[]): string | undefined => {
  try {
    checkUrl(url, rules(allowed, http))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  'https://example.com/hooks/attune?team=7',
  'https://example.com:8443/',
  'https://93.184.215.14/',
  'https://[2606:4700::1111]/',
  'https://bücher.example.com/',
  'HTTPS://EXAMPLE.com',
])('%s may be asked', (url) => {
  expect(refusal(url)).toBeUndefined()
})

test.each([
  ['without TLS', 'http://example.com/', 'not https'],
  ['of another protocol', 'ftp://example.com/', 'not https'],
  ['of a file', 'file:///etc/passwd', 'not https'],
  ['of data', 'data:text/plain,x', 'not https'],
  ['with a password', 'https://user:secret@example.com/', 'name or password'],
  ['with a name that looks like a host', 'https://example.com@10.0.0.1/', 'name or password'],
  ['with a trailing dot', 'https://example.com./', 'ends with a dot'],
  ['with a space', ' https://example.com/', 'no address'],
  ['with a line feed that a parser drops', 'https://exam\nple.com/', 'no address'],
  ['with a backslash that a parser turns', 'https://example.com\\@10.0.0.1/', 'no address'],
  ['too long', `https://example.com/${'a'.repeat(2048)}`, 'no address'],
  ['that is none', 'example.com', 'no address'],
  ['of loopback', 'https://127.0.0.1/', 'not public'],
  ['of loopback in decimal', 'https://2130706433/', 'not public'],
  ['of loopback in octal', 'https://0177.0.0.1/', 'not public'],
  ['of loopback in hexadecimal', 'https://0x7f.0.0.1/', 'not public'],
  ['of loopback in one hexadecimal number', 'https://0x7f000001/', 'not public'],
  ['of loopback shortened', 'https://127.1/', 'not public'],
  ['of loopback with a trailing dot', 'https://127.0.0.1./', 'not public'],
  ['of loopback in full-width digits', 'https://１２７．０．０．１/', 'not public'],
  ['of loopback with an ideographic stop', 'https://127。0。0。1/', 'not public'],
  ['of loopback with percent signs', 'https://%31%32%37.0.0.1/', 'not public'],
  ['of nothing', 'https://0/', 'not public'],
  ['of loopback in IPv6', 'https://[::1]/', 'not public'],
  ['mapped to IPv6', 'https://[::ffff:127.0.0.1]/', 'not public'],
  ['mapped in hexadecimal', 'https://[::ffff:a9fe:a9fe]/', 'not public'],
  ['of metadata', 'https://169.254.169.254/latest/meta-data/', 'not public'],
  ['of metadata by name', 'https://metadata.google.internal/', 'not public'],
  ['of metadata by a public name', 'https://metadata.tencentyun.com/', 'not public'],
  ['localhost', 'https://localhost/', 'not public'],
  ['localhost in circled letters', 'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', 'not public'],
  ['below localhost', 'https://a.localhost/', 'not public'],
  ['of one word', 'https://intranet/', 'not public'],
  ['of a local name', 'https://printer.local/', 'not public'],
  ['of a port of mail', 'https://example.com:25/', 'port'],
  ['of a port of SSH', 'https://example.com:22/', 'port'],
])('an address %s is refused', (_, url, why) => {
  expect(refusal(url)).toContain(why)
})

test('what is refused is not repeated: an address may hold a secret', () => {
  expect(refusal('https://user:secret@example.com/token-7')).not.toMatch(/secret|token-7|example/)
})

test('hosts of one’s own are asked when they are listed, and no others', () => {
  const allowed = ['crm.internal', '10.2.0.0/16', 'fd12::/48', '127.0.0.1']
  for (const url of ['https://crm.internal/', 'https://crm.internal:25/', 'https://10.2.3.4/', 'https://[fd12::9]/'])
    expect([url, refusal(url, allowed)]).toEqual([url, undefined])
  for (const url of ['https://a.crm.internal/', 'https://10.3.0.1/', 'https://[fd13::9]/', 'https://127.0.0.2/'])
    expect([url, refusal(url, allowed)]).toEqual([url, expect.stringContaining('not public')])
})

test('without TLS only what is listed for it, and of one’s own only what is allowed too', () => {
  expect(refusal('http://crm.internal/', ['crm.internal'])).toContain('not https')
  expect(refusal('http://crm.internal/', [], ['crm.internal'])).toContain('not public')
  expect(refusal('http://crm.internal/', ['crm.internal'], ['crm.internal'])).toBeUndefined()
  expect(refusal('http://example.com/', [], ['example.com'])).toBeUndefined()
})

test.each(['crm.internal', 'bücher.example', '10.2.0.7', '10.0.0.0/8', 'fd12::/48', '::1'])('%s is a host', (text) => {
  expect(parseHost(text)).toBeDefined()
})
test.each(['', 'https://a', 'a/b', '10.0.0.0/33', 'fd12::/129', 'a b', 'a:80', 'user@a', 'a.', '10.0.0.0/8/8', '*'])(
  '“%s” is no host',
  (text) => {
    expect(parseHost(text)).toBeUndefined()
  },
)
