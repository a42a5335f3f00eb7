import { readFileSync } from 'node:fs'

/** Every variable that Ponte reads; docs/operations.md is held to it. `file`: `<name>_FILE` may name a file with the value. */
export const ENVIRONMENT = {
  PONTE_CONFIG: { meaning: 'Path of the configuration file.' },
  HOST: { meaning: 'Overrides `listen.host`.' },
  PORT: { meaning: 'Overrides `listen.port`; 0 takes any free port.' },
  PONTE_MICROSOFT_CLIENT_ID: { meaning: 'Client ID of the Microsoft provider.', file: true },
  PONTE_METRICS: { meaning: 'Port, or address and port, of `/metrics`.' },
  PONTE_WORKERS: { meaning: 'Worker processes, a number or `auto`; the flag `--workers` goes before it.' },
  PONTE_REDIS_URL: { meaning: 'Where limits are shared: `rediss://user:password@host:port`.', file: true },
  PONTE_LOG: { meaning: '`silent`, `error`, `warn` (default), `info`, `debug`.' },
  PONTE_DEMO: { meaning: '`1`: the demo beside configured providers; `0`: never.' },
  PONTE_DEMO_BEHAVIOUR: { meaning: 'What the demo does to its users.' },
  PONTE_DEMO_TOKEN_SECONDS: { meaning: 'How long the demo’s tokens live.' },
  PONTE_DEMO_IDLE: { meaning: '`1`: the demo’s mail server has IDLE.' },
  PONTE_DEV_ORIGIN: { meaning: 'Where `npm run dev` serves the page from.' },
} as const satisfies Record<string, { meaning: string; file?: true }>

type Variable = keyof typeof ENVIRONMENT
export type Environment = Partial<Record<Variable, string>>

/**
 * What is set of these. Set to nothing is not set: what a container's empty variables mean. A secret may come from a file,
 * as Docker and Kubernetes hand them out, so that it stands in no environment. Mistakes go into `problems`.
 */
export function readEnvironment(from: NodeJS.ProcessEnv, problems: string[]): Environment {
  const environment: Environment = {}
  for (const [name, about] of Object.entries(ENVIRONMENT) as [Variable, { file?: true }][]) {
    const value = from[name]
    if (value) environment[name] = value
    const path = about.file && from[`${name}_FILE`]
    if (!path) continue
    if (value) problems.push(`${name} and ${name}_FILE are both set. Leave one of them out.`)
    else {
      try {
        environment[name] = readFileSync(path, 'utf8').trim()
      } catch (error) {
        problems.push(`${name}_FILE: ${path} cannot be read: ${(error as Error).message}`)
      }
    }
  }
  return environment
}
