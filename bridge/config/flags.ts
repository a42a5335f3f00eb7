import { ConfigError } from './configError.ts'
import type { Environment } from './environment.ts'

/** Every flag of the command line; docs/operations.md is held to it. `value`: what follows it, after a space or `=`. */
export const FLAGS = {
  '--check-config': {
    meaning: 'Checks the configuration, starts nothing. Ends with 0, 1 (mistakes) or 2 (unreadable).',
  },
  '--workers': { value: 'N', meaning: 'So many worker processes, or `auto`: one for each core.' },
  '--print-headers': {
    value: 'bridge',
    meaning:
      'Prints the headers of each page as JSON, for a static host whose bridge is at this https origin.',
  },
  '--print-config': {
    value: 'bridge',
    meaning: 'Prints `config.json` for a static host whose bridge is at this https origin.',
  },
} as const satisfies Record<string, { value?: string; meaning: string }>
export type Flag = keyof typeof FLAGS

/** What stands behind each flag that was given; empty for those without a value. @throws ConfigError */
export function readFlags(words: readonly string[]): Partial<Record<Flag, string>> {
  const flags: Partial<Record<Flag, string>> = {}
  const waiting = [...words]
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (!word.startsWith('--')) continue
    const [name = '', inline] = word.split(/=(.*)/s)
    if (!Object.hasOwn(FLAGS, name))
      throw new ConfigError([`${name} is no flag. There are: ${Object.keys(FLAGS).join(', ')}.`])
    const flag = name as Flag
    const about: { value?: string; meaning: string } = FLAGS[flag]
    const value = about.value === undefined ? '' : (inline ?? waiting.shift())
    if (value === undefined) throw new ConfigError([`${name} needs a value: ${name} ${about.value}.`])
    flags[flag] = value
  }
  return flags
}

/** Flags that are another way to say what the environment does. */
export function overEnvironment(flags: Partial<Record<Flag, string>>): Pick<Environment, 'PONTE_WORKERS'> {
  const workers = flags['--workers']
  return workers === undefined ? {} : { PONTE_WORKERS: workers }
}
