import type { Command } from 'commander'
import { pino } from 'pino'
import { createAttune } from '../../create-attune.ts'
import { startServer } from '../../start-server.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'

interface ServeOptions extends CommonOptions {
  readonly port?: number
  readonly host?: string
}

async function serve(options: ServeOptions): Promise<void> {
  const { config } = await configFor(options, { 'server.port': options.port, 'server.host': options.host })
  // With --json standard output carries one document and nothing else.
  const log = pino({ level: config.server.logLevel }, pino.destination(options.json ? 2 : 1))
  const attune = await createAttune({ config, log })
  const server = await startServer(attune).catch(async (error: unknown) => {
    await attune.close()
    throw error
  })
  if (options.json) printJson({ url: server.url, pid: process.pid, dataDir: config.dataDir })
  else {
    process.stderr.write(`Attune is at ${server.url} (API description: ${server.url}/docs). Ctrl+C stops it.\n`)
    if (server.redirectUrl !== undefined) process.stderr.write(`${server.redirectUrl} sends browsers there.\n`)
    if (attune.keys.list(config.workspace).length === 0)
      process.stderr.write('There is no API key yet: run `attune init`.\n')
  }
  const stop = (): void => {
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        attune.log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // Without TLS there is nothing to read again, and closing the terminal ends the server as ever.
  if (config.server.tls !== null) process.on('SIGHUP', () => server.reloadCertificate())
}

/** `attune serve` */
export function serveCommand(): Command {
  return command('serve', 'serve the API and the console')
    .option('--port <n>', 'port (default: 8787; 0 takes a free one)', wholeNumber(0, 65535))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .action(action(serve))
}
