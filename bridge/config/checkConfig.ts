import { loadConfig, type Config } from './config.ts'
import { ConfigError } from './configError.ts'

/** How `--check-config` ends: usable, mistakes in it, or nothing that could be read. */
export interface ConfigCheck {
  status: 0 | 1 | 2
  text: string
}

/** What the configuration comes to, or every mistake in it with its field and how to mend it. Starts nothing. */
export function checkConfig(environment: NodeJS.ProcessEnv, cwd: string): ConfigCheck {
  try {
    const config = loadConfig(environment, cwd)
    const lines = [
      'The configuration can be used.',
      ...summary(config),
      ...notes(config).map((one) => `note: ${one}`),
    ]
    return { status: 0, text: lines.join('\n') }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { status: error.unreadable ? 2 : 1, text: error.message }
  }
}

function summary({ listen, origins, providers, metrics, demo }: Config): string[] {
  const names = [...providers.map(({ id, auth }) => `${id} (${auth.kind})`), ...(demo ? ['the demo'] : [])]
  return [
    `  listens at: ${listen.host}:${listen.port}`,
    `  opened from: ${origins?.join(', ') ?? 'localhost and 127.0.0.1 at that port'}`,
    `  providers: ${names.join(', ')}`,
    `  metrics: ${metrics ? `${metrics.host}:${metrics.port}` : 'off'}`,
  ]
}

const isLoopback = (host: string): boolean => /^(?:127\.|localhost$|::1$)/.test(host)

/** What works and is seldom meant. */
function notes({
  listen,
  origins = [],
  trustProxy,
  strictTransportSecurity,
  demo,
  metrics,
}: Config): string[] {
  const secure = origins.some((origin) => origin.startsWith('https:'))
  const notes: string[] = []
  if (!isLoopback(listen.host) && origins.length === 0)
    notes.push(
      'listen.host: other machines reach it, but only pages of this machine may sign in. Set origins.',
    )
  if (secure && trustProxy.length === 0)
    notes.push(
      'trustProxy: is empty. Behind a proxy everybody shares its address, and the limits of one client.',
    )
  if (secure && strictTransportSecurity === undefined)
    notes.push('strictTransportSecurity: is not set. "max-age=31536000" keeps browsers from http.')
  if (secure && demo)
    notes.push('providers: the demo mailbox is on for everybody. Configure a provider, or set PONTE_DEMO=0.')
  if (metrics && !isLoopback(metrics.host))
    notes.push('metrics.host: whoever reaches this port reads the metrics. Let only Prometheus through.')
  return notes
}
