import type { Command } from 'commander'
import { command } from '../options.ts'
import { classifyCommand } from './finetune-classify.ts'
import { rankCommand } from './finetune-rank.ts'
import { scoreCommand } from './finetune-score.ts'
import { similarCommand } from './finetune-similar.ts'
import { tagCommand } from './finetune-tag.ts'
import { finetuneWriteCommand } from './finetune-write.ts'

/** `attune finetune`: teaches a language model a task. */
export function finetuneCommand(): Command {
  const finetune = command('finetune', 'teach a language model a task on texts of your own')
  finetune.addCommand(classifyCommand())
  finetune.addCommand(scoreCommand())
  finetune.addCommand(rankCommand())
  finetune.addCommand(tagCommand())
  finetune.addCommand(similarCommand())
  finetune.addCommand(finetuneWriteCommand())
  return finetune
}
