import { expect, test } from 'vitest'
import { decodeLines, type Encoding } from './decode-lines.ts'

async function decode(chunks: readonly Uint8Array[], encoding: Encoding = 'auto') {
  async function* source() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  const decoded = decodeLines(source(), encoding)
  let text = ''
  for await (const part of decoded.texts) text += part
  return { text, latin1Lines: decoded.latin1Lines() }
}

test('a byte order mark is left out', async () => {
  expect((await decode([Buffer.from('\uFEFFuser,item\n')])).text).toBe('user,item\n')
})

test('characters cut by a chunk are put together', async () => {
  const bytes = Buffer.from('铁观音\n茶\n')
  expect((await decode([bytes.subarray(0, 4), bytes.subarray(4, 11), bytes.subarray(11)])).text).toBe('铁观音\n茶\n')
})

test('a line that is no UTF-8 is read as latin-1 and counted, the others are not touched', async () => {
  const bytes = Buffer.concat([Buffer.from('é\n'), Buffer.from([0xe9, 0x0a]), Buffer.from('ok\n')])
  expect(await decode([bytes])).toEqual({ text: 'é\né\nok\n', latin1Lines: 1 })
})

test('an encoding can be named', async () => {
  // “茶” in GB 18030 is B2 E8.
  expect((await decode([Buffer.from([0xb2, 0xe8, 0x0a])], 'gb18030')).text).toBe('茶\n')
  expect((await decode([Buffer.from([0xe9, 0x0a])], 'latin-1')).text).toBe('é\n')
})

test('UTF-16 is told by its byte order mark', async () => {
  const bytes = Buffer.from('\uFEFFuser\t茶\n', 'utf16le')
  expect((await decode([bytes.subarray(0, 5), bytes.subarray(5)])).text).toBe('user\t茶\n')
})

test('an encoding that nobody knows is refused', async () => {
  await expect(decode([Buffer.from('a\n')], 'klingon')).rejects.toThrow('There is no encoding named klingon')
})
