import type { ClassScores } from '../../finetune/classification-report.ts'
import { printTable } from '../output.ts'
import { figure } from './finetune-options.ts'

/** A line for each class. */
export function printClasses(perClass: Readonly<Record<string, ClassScores>>): void {
  printTable(
    [
      { title: 'class' },
      ...['precision', 'recall', 'F1', 'texts'].map((title) => ({ title, align: 'right' as const })),
    ],
    Object.entries(perClass).map(([label, { precision, recall, f1, support }]) => [
      label,
      figure(precision),
      figure(recall),
      figure(f1),
      String(support),
    ]),
  )
}
