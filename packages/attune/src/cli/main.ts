import { runCommandLine } from './run-command-line.ts'

// A reader that closes early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

void runCommandLine(process.argv)
