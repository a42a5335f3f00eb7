#!/usr/bin/env node
import { checkConfig } from './checkConfig.ts'
import { runDoctor } from './doctor.ts'
import { helpOf, HELP, isName, type Name } from './help.ts'
import { runCommand } from './run.ts'

/** The command line. Exit codes: 0 done, 1 it did not work, 2 not understood. Answers go to stdout, words to stderr. */
const COMMANDS: Record<Name, (args: string[]) => Promise<number>> = {
  // The server stays: the process ends when it is told to.
  serve: async () => {
    await import('../start.ts')
    return 0
  },
  doctor: runDoctor,
  'check-config': checkConfig,
  run: runCommand,
}

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(HELP)
    return 0
  }
  if (!isName(name)) {
    console.error(HELP)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(name))
    return 0
  }
  return COMMANDS[name](args)
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== 0) process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  },
)
