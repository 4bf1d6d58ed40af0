import { mkdtempSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readServerFile, removeServerFile, writeServerFile } from './server-file.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function folderOf(url: string, pid = process.pid): string {
  const folder = mkdtempSync(join(tmpdir(), 'attune-server-file-'))
  writeServerFile(folder, { pid, url, key: 'at_local_of this server' })
  return folder
}

/** A server as Attune's: it knows one key. */
const knows =
  (key: string): RequestListener =>
  (request, response) => {
    response.statusCode = request.url === '/v1/whoami' && request.headers.authorization === `Bearer ${key}` ? 200 : 401
    response.end('{}')
  }

test('the server that wrote the file is found, until the file is removed', async () => {
  const url = await listen(knows('at_local_of this server'))
  const folder = folderOf(url)
  expect(await readServerFile(folder)).toEqual({ pid: process.pid, url, key: 'at_local_of this server' })
  removeServerFile(folder)
  expect(await readServerFile(folder)).toBeUndefined()
})

test('a live process of the same number is no server: nobody listens, or somebody else does', async () => {
  const gone = await listen(() => {})
  servers.pop()?.close()
  expect(await readServerFile(folderOf(gone))).toBeUndefined()
  expect(await readServerFile(folderOf(await listen(knows('at_local_of another'))))).toBeUndefined()
})

test('a process that is gone needs no asking', async () => {
  let asked = false
  const url = await listen((_request, response) => {
    asked = true
    response.end('{}')
  })
  expect(await readServerFile(folderOf(url, 2 ** 30))).toBeUndefined()
  expect(asked).toBe(false)
})

test.each([429, 503])('a server that answers %i is there: its folder must not be opened twice', async (status) => {
  const url = await listen((_request, response) => {
    response.statusCode = status
    response.end('{}')
  })
  expect(await readServerFile(folderOf(url))).toMatchObject({ url })
})
