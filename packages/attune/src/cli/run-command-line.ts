import { Command, CommanderError } from 'commander'
import { attuneError } from '../errors.ts'
import { version } from '../version.ts'
import { reportFailure } from './output.ts'

/** Loaded one by one: a command starts without the others' weight. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).initCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  pretrain: async () => (await import('./commands/pretrain.ts')).pretrainCommand(),
  finetune: async () => (await import('./commands/finetune.ts')).finetuneCommand(),
  write: async () => (await import('./commands/write.ts')).writeCommand(),
  encoder: async () => (await import('./commands/encoder.ts')).encoderCommand(),
  analyse: async () => (await import('./commands/analyse.ts')).analyseCommand(),
  sentiment: async () => (await import('./commands/sentiment.ts')).sentimentCommand(),
  tagger: async () => (await import('./commands/tagger.ts')).taggerCommand(),
  label: async () => (await import('./commands/label.ts')).labelCommand(),
  predict: async () => (await import('./commands/predict.ts')).predictCommand(),
  distill: async () => (await import('./commands/distill.ts')).distillCommand(),
  quantize: async () => (await import('./commands/quantize.ts')).quantizeCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  runs: async () => (await import('./commands/runs.ts')).runsCommand(),
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
  tune: async () => (await import('./commands/tune.ts')).tuneCommand(),
  recommend: async () => (await import('./commands/recommend.ts')).recommendCommand(),
  profile: async () => (await import('./commands/profile.ts')).profileCommand(),
  segment: async () => (await import('./commands/segment.ts')).segmentCommand(),
  value: async () => (await import('./commands/value.ts')).valueCommand(),
  interests: async () => (await import('./commands/interests.ts')).interestsCommand(),
  experiments: async () => (await import('./commands/experiments.ts')).experimentsCommand(),
  flags: async () => (await import('./commands/flags.ts')).flagsCommand(),
  metrics: async () => (await import('./commands/metrics.ts')).metricsCommand(),
  clusters: async () => (await import('./commands/clusters.ts')).clustersCommand(),
  placements: async () => (await import('./commands/placements.ts')).placementsCommand(),
  models: async () => (await import('./commands/models.ts')).modelsCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  stats: async () => (await import('./commands/stats.ts')).statsCommand(),
  funnel: async () => (await import('./commands/funnel.ts')).funnelCommand(),
  retention: async () => (await import('./commands/retention.ts')).retentionCommand(),
  paths: async () => (await import('./commands/paths.ts')).pathsCommand(),
  satisfaction: async () => (await import('./commands/satisfaction.ts')).satisfactionCommand(),
  fairness: async () => (await import('./commands/fairness.ts')).fairnessCommand(),
  attribution: async () => (await import('./commands/attribution.ts')).attributionCommand(),
  uplift: async () => (await import('./commands/uplift.ts')).upliftCommand(),
  quality: async () => (await import('./commands/quality.ts')).qualityCommand(),
  lake: async () => (await import('./commands/lake.ts')).lakeCommand(),
  keys: async () => (await import('./commands/keys.ts')).keysCommand(),
  sources: async () => (await import('./commands/sources.ts')).sourcesCommand(),
  users: async () => (await import('./commands/users.ts')).usersCommand(),
  sessions: async () => (await import('./commands/sessions.ts')).sessionsCommand(),
  access: async () => (await import('./commands/access.ts')).accessCommand(),
  audit: async () => (await import('./commands/audit.ts')).auditCommand(),
  privacy: async () => (await import('./commands/privacy.ts')).privacyCommand(),
  webhooks: async () => (await import('./commands/webhooks.ts')).webhooksCommand(),
  generate: async () => (await import('./commands/generate.ts')).generateCommand(),
  'language-model': async () => (await import('./commands/language-model.ts')).languageModelCommand(),
  prompts: async () => (await import('./commands/prompts.ts')).promptsCommand(),
  backup: async () => (await import('./commands/backup.ts')).backupCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
}

/** Makes every command throw instead of ending the process, and keeps its words to itself where a program listens. */
function throwInsteadOfExit(command: Command, json: boolean): void {
  command.exitOverride()
  if (json) command.configureOutput({ writeErr: () => {} })
  for (const child of command.commands) throwInsteadOfExit(child, json)
}

/** What a wrong command line comes to: commander has told people already; programs get their one document. */
function refuse(error: CommanderError, json: boolean): void {
  process.exitCode = error.exitCode
  if (error.exitCode === 0 || !json) return
  const message =
    error.code === 'commander.help'
      ? 'Say what to do: this command needs a subcommand or an argument; --help lists them.'
      : error.message.replace(/^error: /, '')
  reportFailure(attuneError('invalid-command-line', message, { cause: error }), true)
}

async function carryOut(argv: readonly string[], json: boolean): Promise<void> {
  const program = new Command('attune')
    .description('Personalised marketing in one process: collect, store, recommend, deliver, measure.')
    .version(version)
    // An option behind a command is that command's, `--version` of a prompt too.
    .enablePositionalOptions()
    .showHelpAfterError('Run with --help to see what it takes.')
    .showSuggestionAfterError()
  const wanted = commands[argv[2] ?? '']
  for (const load of wanted ? [wanted] : Object.values(commands)) program.addCommand(await load())
  throwInsteadOfExit(program, json)
  if (argv.length <= 2) {
    program.outputHelp()
    return
  }
  await program.parseAsync([...argv])
}

/**
 * Carries out a command line. Nothing is thrown: what goes wrong is told, and is the process's exit code.
 *
 * @param argv as `process.argv`: what runs and its script come first
 */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const json = argv.includes('--json')
  try {
    await carryOut(argv, json)
  } catch (error) {
    if (error instanceof CommanderError) refuse(error, json)
    else reportFailure(error, json)
  }
}
