import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { serveProcess, temporaryFolder } from './support.ts'

test('a server that is told to stop does not wait for ever for a connection on which nothing is asked', async () => {
  const server = await serveProcess(temporaryFolder())
  const { hostname, port } = new URL(server.url)
  const silent = connect(Number(port), hostname)
  await new Promise((resolve) => silent.once('connect', resolve))
  silent.on('error', () => {})
  const closed = new Promise((resolve) => silent.once('close', resolve))
  await server.kill('SIGTERM')
  await closed
  expect(server.process.exitCode).toBe(0)
}, 40_000)
