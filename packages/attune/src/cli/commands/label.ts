import * as prompts from '@clack/prompts'
import { Command } from 'commander'
import { labelSources } from '../../api/schemas/labels.ts'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { checkTask, type GivenLabel, labelTasks, putLabels } from '../../labels/label-store.ts'
import { type ProposedText, proposeTexts } from '../../labels/propose-texts.ts'
import { teachLabels } from '../../labels/teach-labels.ts'
import type { LabelSource } from '../../labels/text-labels.ts'
import { openTextModel } from '../../labels/text-models.ts'
import { labelledOfFile, type SourceText, textsOfFile } from '../../labels/text-source.ts'
import { openLocal } from '../open.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface LabelOptions extends CommonOptions {
  readonly from: string
  readonly text: string
  readonly count: number
  readonly label?: readonly string[]
  readonly input?: string
  readonly labelColumn: string
}

async function withLocal(options: CommonOptions, work: (attune: Attune) => Promise<void> | void): Promise<void> {
  const attune = await openLocal(options)
  try {
    await work(attune)
  } finally {
    await attune.close()
  }
}

/** Undefined: a file. */
const storedSource = (from: string): LabelSource | undefined => labelSources.find((source) => source === from)

/** Keeps labels; the words of people stay where they are. */
async function keep(attune: Attune, task: string, from: string, given: readonly GivenLabel[]): Promise<void> {
  const { workspace } = attune.config
  if (storedSource(from)) await attune.textLabels.put(workspace, task, given)
  else putLabels(attune.state, { workspace, task, now: attune.clock() }, given)
}

async function propose(task: string, options: LabelOptions): Promise<void> {
  checkTask(task)
  await withLocal(options, async (attune) => {
    const { workspace } = attune.config
    const now = attune.clock()
    if (options.input !== undefined) {
      const rows = await labelledOfFile(options.input, { text: options.text, label: options.labelColumn })
      putLabels(
        attune.state,
        { workspace, task, now },
        rows.map(({ id, ...row }) => ({ textId: id, ...row })),
      )
      return told(options, { task, labelled: rows.length })
    }
    const source = storedSource(options.from)
    const texts = source ? [] : await textsOfFile(options.from, options.text)
    if (options.label !== undefined) {
      const given = options.label.map((pair) => (source ? pairOf(pair) : givenOf(pair, texts)))
      await keep(attune, task, options.from, given)
      return told(options, { task, labelled: given.length })
    }
    const labels = await attune.textLabels.given(workspace, task)
    const proposed = source
      ? (await attune.textLabels.propose(workspace, task, { from: source, count: options.count })).proposed
      : proposeTexts(texts, labels, options.count)
    if (options.json) return printJson({ task, labelled: labels.length, proposed })
    if (!process.stdout.isTTY || !process.stdin.isTTY) return printProposed(proposed)
    await ask(proposed, [...new Set(labels.map(({ label }) => label))].sort(), (given) =>
      keep(attune, task, options.from, [given]),
    )
  })
}

/** @throws AttuneError `invalid-label` */
function pairOf(pair: string): GivenLabel {
  const at = pair.lastIndexOf('=')
  if (at < 1) throw attuneError('invalid-label', 'Write --label ID=NAME, with an id that was proposed.')
  return { textId: pair.slice(0, at), text: '', label: pair.slice(at + 1) }
}

/** @throws AttuneError `invalid-label`, `unknown-text` */
function givenOf(pair: string, texts: readonly SourceText[]): GivenLabel {
  const given = pairOf(pair)
  const found = texts.find(({ id }) => id === given.textId)
  if (found) return { ...given, text: found.text }
  throw attuneError('unknown-text', 'No text of this source has the id of a --label: take ids from the proposals.', {
    status: 404,
  })
}

function told(options: CommonOptions, done: { readonly task: string; readonly labelled: number }): void {
  if (options.json) printJson(done)
  else process.stdout.write(`${done.labelled} labels are kept. Next: “attune label train ${done.task}”.\n`)
}

function printProposed(proposed: readonly ProposedText[]): void {
  if (proposed.length === 0) return void process.stdout.write('All texts of this source have a label.\n')
  printTable(
    ['id', 'guess', 'text'].map((title) => ({ title })),
    proposed.map(({ id, guess, text }) => [
      id,
      guess ? `${guess.label} ${Math.round(guess.probability * 100)} %` : '',
      [...text.replace(/\s+/g, ' ')].slice(0, 80).join(''),
    ]),
  )
}

const other = Symbol('another label')
const skip = Symbol('skip')

async function ask(
  proposed: readonly ProposedText[],
  known: string[],
  keepOne: (given: GivenLabel) => Promise<void>,
): Promise<void> {
  for (const { id, text, guess } of proposed) {
    prompts.note(text, id)
    const chosen = await prompts.select<string | symbol>({
      message: 'Label',
      options: [
        ...known.map((label) => ({ value: label, label })),
        { value: other, label: 'another label …' },
        { value: skip, label: 'skip this text' },
      ],
      ...(guess && known.includes(guess.label) ? { initialValue: guess.label } : {}),
    })
    if (prompts.isCancel(chosen)) return
    if (chosen === skip) continue
    const label = chosen === other ? await prompts.text({ message: 'Name of the label' }) : chosen
    if (typeof label !== 'string') return
    await keepOne({ textId: id, text, label })
    if (!known.includes(label)) known.push(label)
  }
}

async function train(task: string, options: CommonOptions): Promise<void> {
  await withLocal(options, async ({ textLabels, config }) => {
    const trained = await textLabels.train(config.workspace, task, teachLabels)
    if (options.json) return printJson(trained)
    const { judged, version, texts } = trained
    process.stdout.write(
      judged
        ? `Version ${version} learnt from ${texts} texts. Of texts it has not seen it labels ${percent(judged.accuracy)} rightly (95 % interval ${percent(judged.low)} to ${percent(judged.high)}).\n`
        : `Version ${version} learnt from ${texts} texts. How well it does can be said once every label has five.\n`,
    )
    if (judged)
      printTable(
        [{ title: 'label' }, { title: 'texts', align: 'right' }, { title: 'found', align: 'right' }],
        judged.labels.map((own) => [own.label, String(own.texts), percent(own.found / own.texts)]),
      )
  })
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

async function tell(task: string, texts: readonly string[], options: CommonOptions): Promise<void> {
  const { config } = await configFor(options)
  const { classifier, version } = openTextModel(config.dataDir, config.workspace, task)
  const answers = classifier.predict(texts).map(({ label, probability }, i) => ({
    text: texts[i] as string,
    label,
    probability,
    because: classifier.explain(texts[i] as string, { label, count: 3 }),
  }))
  if (options.json) return printJson({ task, version, answers })
  printTable(
    [{ title: 'label' }, { title: 'sure', align: 'right' }, { title: 'because of' }, { title: 'text' }],
    answers.map(({ text, label, probability, because }) => [
      label,
      percent(probability),
      because.map(({ term }) => term.trim()).join(', '),
      text,
    ]),
  )
}

async function list(options: CommonOptions): Promise<void> {
  await withLocal(options, ({ state, config }) => {
    const tasks = labelTasks(state, config.workspace)
    if (options.json) return printJson({ tasks })
    printTable(
      [{ title: 'task' }, { title: 'labels' }],
      tasks.map(({ task, labels }) => [task, labels.map(({ label, texts }) => `${label} ${texts}`).join(', ')]),
    )
  })
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `attune label` */
export function labelCommand(): Command {
  return new Command('label')
    .description('teach your own labels for texts: proposes those worth labelling, keeps labels, trains')
    .addCommand(
      command('propose', 'the texts whose labels would teach most; asks for them in a terminal')
        .argument('<task>', 'name of what is labelled, for example topics')
        .option(
          '--from <source>',
          '“items”; “reviews” (also comments, questions, surveys) or “searches” of people who agree to training, redacted; or a file: CSV, TSV, JSON lines or Parquet',
          'items',
        )
        .option('--text <column>', 'column of the text in the file', 'text')
        .option('--count <n>', 'how many', wholeNumber(1, 1000), 10)
        .option('--label <id=name>', 'give a label to a text instead; may be repeated', several)
        .option('--input <file>', 'take all labels of this file instead')
        .option('--label-column <column>', 'column of the label in --input', 'label')
        .action(action(propose)),
      { isDefault: true },
    )
    .addCommand(
      command('train', 'teach the classifier of a task, and say how well it does')
        .argument('<task>', 'task')
        .action(action(train)),
    )
    .addCommand(
      command('tell', 'the label that the newest classifier of a task gives to texts, and the terms that speak for it')
        .argument('<task>', 'task')
        .argument('<texts...>', 'texts')
        .action(action(tell)),
    )
    .addCommand(command('list', 'tasks and how many texts have each label').action(action(list)))
}
