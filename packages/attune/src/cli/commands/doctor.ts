import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { readCertificate } from '../../api/tls/read-certificate.ts'
import { flattenSettings } from '../../config/flatten-settings.ts'
import { settingVariables, variableOf } from '../../config/load-config.ts'
import type { Config } from '../../config/schema.ts'
import { unknownVariables } from '../../config/unknown-variables.ts'
import { problemOf } from '../../generate/model-problem.ts'
import { createOutgoing } from '../../protect/outgoing/create-outgoing.ts'
import { readServerFile } from '../../server-file.ts'
import { openLocal, quietLog } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable } from '../output.ts'

type Finding = { readonly check: string; readonly state: 'ok' | 'warning' | 'wrong'; readonly message: string }

/** The nearest folder above a path that exists. */
function existingAncestor(path: string): string {
  let at = path
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  return at
}

function checkFolder(dataDir: string): Finding[] {
  const folder = existingAncestor(dataDir)
  const findings: Finding[] = []
  try {
    accessSync(folder, constants.W_OK)
    const exists = existsSync(dataDir)
    findings.push({
      check: 'data folder',
      state: exists ? 'ok' : 'warning',
      message: exists ? dataDir : `${dataDir} is not there yet: run “attune init”`,
    })
  } catch {
    findings.push({ check: 'data folder', state: 'wrong', message: `${folder} cannot be written to` })
  }
  const { bavail, bsize } = statfsSync(folder)
  const freeGb = (bavail * bsize) / 1e9
  findings.push({
    check: 'free disk',
    state: freeGb < 1 ? 'wrong' : freeGb < 5 ? 'warning' : 'ok',
    message: `${freeGb.toFixed(1)} GB`,
  })
  return findings
}

function checkTls({ server }: Config): Finding[] {
  if (server.tls === null) {
    const seen = !['127.0.0.1', '::1', 'localhost'].includes(server.host) && server.trustProxy === false
    return seen
      ? [
          {
            check: 'TLS',
            state: 'warning',
            message: `${server.host} may be reached from elsewhere, and keys and passwords go there in clear: set server.tls, or put a proxy in front (server.trustProxy)`,
          },
        ]
      : []
  }
  try {
    const { validUntil, warnings } = readCertificate(server.tls, { now: Date.now(), env: process.env })
    const until = new Date(validUntil).toISOString().slice(0, 10)
    return [
      { check: 'TLS', state: 'ok', message: `the certificate holds until ${until}` },
      ...warnings.map((message): Finding => ({ check: 'TLS', state: 'warning', message })),
    ]
  } catch (error) {
    return [{ check: 'TLS', state: 'wrong', message: error instanceof Error ? error.message : String(error) }]
  }
}

function checkLanguageModels({ languageModel, protect }: Config): Finding[] {
  const check = 'language model'
  const models = Object.entries(languageModel.models)
  if (models.length === 0)
    return [{ check, state: 'ok', message: 'none: summaries and proposals are left out, everything else goes on' }]
  const outgoing = createOutgoing({ config: protect.outgoing, log: quietLog() })
  const used = new Set(Object.values(languageModel.purposes).map(({ model }) => model))
  return models.map(([name, model]): Finding => {
    const found = problemOf(model, outgoing, process.env)
    if (found) return { check, state: 'wrong', message: `${name}: ${found.advice}` }
    if (!used.has(name))
      return { check, state: 'warning', message: `${name} is used for no purpose: name it in languageModel.purposes` }
    return { check, state: 'ok', message: `${name} (${model.provider})` }
  })
}

function checkVariables(): Finding[] {
  return unknownVariables(process.env).map(({ name, nearest }) => ({
    check: 'variables',
    state: 'warning',
    message: `${name} is read by nothing${nearest === undefined ? '' : `: do you mean ${nearest}?`}`,
  }))
}

async function checkStores(options: CommonOptions): Promise<Finding[]> {
  try {
    const attune = await openLocal(options)
    try {
      const [row] = await attune.events.query<{ n: number }>('SELECT count(*) AS n FROM events')
      const keys = attune.keys.list(attune.config.workspace).filter((key) => key.revokedAt === null)
      return [
        {
          check: 'stores',
          state: 'ok',
          message: `${row?.n ?? 0} events, ${attune.items.size(attune.config.workspace)} items`,
        },
        {
          check: 'API keys',
          state: keys.length > 0 ? 'ok' : 'warning',
          message: keys.length > 0 ? `${keys.length} active` : 'none: run “attune init”',
        },
      ]
    } finally {
      await attune.close()
    }
  } catch (error) {
    return [{ check: 'stores', state: 'wrong', message: error instanceof Error ? error.message : String(error) }]
  }
}

async function doctor(options: CommonOptions): Promise<void> {
  const { config, file, origins } = await configFor(options)
  const findings: Finding[] = [
    {
      check: 'Node',
      state: Number(process.versions.node.split('.')[0]) >= 24 ? 'ok' : 'wrong',
      message: process.version,
    },
    { check: 'configuration', state: 'ok', message: file ?? 'no file: defaults and variables' },
    ...checkVariables(),
    ...checkTls(config),
    ...checkLanguageModels(config),
    ...checkFolder(config.dataDir),
  ]
  const running = await readServerFile(config.dataDir)
  if (running) findings.push({ check: 'server', state: 'ok', message: `${running.url} (process ${running.pid})` })
  else if (existsSync(config.dataDir)) findings.push(...(await checkStores(options)))

  const settings = flattenSettings(config).map(([path, value]) => {
    const setting = path.join('.')
    const variable = variableOf(path)
    return {
      setting,
      value,
      from: origins.get(setting) ?? 'default',
      // Tables can only be set in a file.
      variable: settingVariables.includes(variable) ? variable : null,
    }
  })
  const healthy = findings.every((finding) => finding.state !== 'wrong')
  if (options.json) printJson({ healthy, findings, settings })
  else {
    const mark = { ok: '●', warning: '◆', wrong: '■' } as const
    printTable(
      [{ title: ' ' }, { title: 'check' }, { title: 'finding' }],
      findings.map((f) => [mark[f.state], f.check, f.message]),
    )
    process.stdout.write('\n')
    printTable(
      [{ title: 'setting' }, { title: 'value' }, { title: 'from' }, { title: 'variable' }],
      settings.map((s) => [s.setting, JSON.stringify(s.value), s.from, s.variable ?? '']),
    )
  }
  if (!healthy) process.exitCode = 1
}

/** `attune doctor` */
export function doctorCommand(): Command {
  return command('doctor', 'say what configuration is in force and what is wrong').action(action(doctor))
}
