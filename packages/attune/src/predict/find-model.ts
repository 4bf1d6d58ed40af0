import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encoderFolder } from '../encoders/encoder-record.ts'
import { AttuneError, attuneError } from '../errors.ts'
import { runFiles } from '../runs/run-folder.ts'
import type { RunLedger } from '../runs/run-ledger.ts'

/**
 * The folder that `--model` means: a path, an encoder of the data folder by its name, or that of a run by its id.
 *
 * @throws AttuneError `unknown-model`
 */
export function findModel(
  model: string,
  { dataDir, workspace, ledger }: { readonly dataDir: string; readonly workspace: string; readonly ledger: RunLedger },
): string {
  const folder = encoderFolder(model, dataDir)
  if (isFolder(folder)) return folder
  const run = findRun(model, workspace, ledger)
  if (run.state !== 'finished')
    throw unknown(`The run ${model} has no model: it is ${run.state}. Go on with: attune runs resume ${model}`)
  const found = [run.model, join(run.folder, runFiles.model)].find((path) => path !== null && existsSync(path))
  if (found) return found
  throw unknown(
    run.model === null
      ? `The run ${model} wrote no model.`
      : `The model of the run ${model} is not at ${run.model} any more.`,
  )
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function findRun(id: string, workspace: string, ledger: RunLedger) {
  try {
    return ledger.find(workspace, id)
  } catch (cause) {
    if (!(cause instanceof AttuneError && cause.code === 'unknown-run')) throw cause
    throw unknown(
      `There is no model at ${id}, and no run of this name. Give a folder that “attune finetune … --out” wrote, or a run that “attune runs list” names.`,
      cause,
    )
  }
}

const unknown = (message: string, cause?: unknown) =>
  attuneError('unknown-model', message, { status: 404, details: { field: 'model' }, cause })
