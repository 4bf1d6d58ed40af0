import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { attuneError } from '../../errors.ts'
import type { Scope } from '../../protect/api-keys.ts'
import { openLocal } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface InitOptions extends CommonOptions {
  readonly again?: boolean
}

const firstKeys: readonly { name: string; scopes: readonly Scope[]; purpose: string }[] = [
  { name: 'site', scopes: ['write', 'decide'], purpose: 'in pages and apps: send events, ask for recommendations' },
  { name: 'server', scopes: ['write', 'read'], purpose: 'in your back end: send, read, decide' },
  { name: 'admin', scopes: ['admin'], purpose: 'for you and the console: everything' },
]

async function init(options: InitOptions): Promise<void> {
  const { config } = await configFor(options)
  const fresh = !existsSync(join(config.dataDir, 'state.sqlite'))
  const attune = await openLocal(options, { create: true })
  try {
    const active = attune.keys.list(config.workspace).filter((key) => key.revokedAt === null)
    if (active.length > 0 && !options.again)
      throw attuneError(
        'already-initialised',
        `${config.dataDir} has ${active.length} keys already; a key is shown only once. “attune keys create” makes another, --again a whole new set.`,
      )
    const made = firstKeys.map(({ name, scopes, purpose }) => ({
      name,
      scopes,
      purpose,
      secret: attune.keys.create({ workspace: config.workspace, name, scopes, actor: 'init' }).secret,
    }))
    if (options.json) {
      printJson({ dataDir: config.dataDir, workspace: config.workspace, created: fresh, keys: made })
      return
    }
    process.stdout.write(
      `${fresh ? 'Made' : 'Using'} ${config.dataDir}. These keys are shown once; keep them safe.\n\n`,
    )
    printTable(
      [{ title: 'name' }, { title: 'scopes' }, { title: 'key' }, { title: 'for' }],
      made.map((key) => [key.name, key.scopes.join(', '), key.secret, key.purpose]),
    )
    process.stdout.write(
      '\nNext: “attune serve”, then open the printed address and sign in with the admin key; or let people sign in by name: “attune users create you@example.org --role owner”.\n',
    )
  } finally {
    await attune.close()
  }
}

/** `attune init` */
export function initCommand(): Command {
  return command('init', 'make the data folder and the first API keys (shown once)')
    .option('--again', 'make another set of keys in a folder that has some')
    .action(action(init))
}
