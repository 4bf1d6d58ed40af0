import { Command } from 'commander'
import { upliftEvaluateCommand } from './uplift-evaluate.ts'
import { upliftListCommand, upliftRemoveCommand, upliftShowCommand } from './uplift-list.ts'
import { upliftRowsCommand } from './uplift-rows.ts'
import { upliftTargetCommand } from './uplift-target.ts'
import { upliftTrainCommand } from './uplift-train.ts'

/** `attune uplift`: whom a treatment moves, and whom it pays to treat. */
export function upliftCommand(): Command {
  return new Command('uplift')
    .description('learn from an experiment whom a coupon, an e-mail or an offer moves, and whom it pays to send it to')
    .addCommand(upliftRowsCommand())
    .addCommand(upliftTrainCommand())
    .addCommand(upliftListCommand())
    .addCommand(upliftShowCommand())
    .addCommand(upliftRemoveCommand())
    .addCommand(upliftEvaluateCommand())
    .addCommand(upliftTargetCommand())
}
