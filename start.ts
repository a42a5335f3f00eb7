import { readFileSync, watchFile } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadConfig, type Config } from './bridge/config/config.ts'
import { overEnvironment, readFlags } from './bridge/config/flags.ts'
import { ConfigError } from './bridge/config/configError.ts'
import { createLog } from './bridge/log.ts'
import { runBridge, type BridgeOptions } from './bridge/main.ts'
import type { Switched } from './demo/behaviours.ts'
import type { Demo } from './demo/start.ts'
import packageJson from './package.json' with { type: 'json' }

/** What `npm start` runs: the bridge and the page, and the demo when no mail provider is configured. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2))
  const env = { ...process.env, ...overEnvironment(flags) }
  if (flags['--check-config'] !== undefined) {
    const { checkConfig } = await import('./bridge/config/checkConfig.ts')
    const { status, text } = checkConfig(env, process.cwd())
    console[status === 0 ? 'log' : 'error'](text)
    process.exit(status)
  }
  const config = loadConfig(env, process.cwd())
  const bridge = flags['--print-headers'] ?? flags['--print-config']
  if (bridge !== undefined) {
    const { describeStaticHost } = await import('./bridge/http/staticHost.ts')
    const told = await describeStaticHost(config, bridge, createLog('silent'))
    console.log(JSON.stringify(flags['--print-headers'] === undefined ? told.config : told.headers, null, 2))
    return
  }
  // Several processes where the host wants them: the primary speaks for all.
  if (config.workers !== undefined)
    return runInWorkers({ ...optionsOf(config, env), workers: config.workers })
  const demo = config.demo ? await startCompanion(process.env, config.devOrigin) : undefined
  const { port } = await runBridge({ ...optionsOf(config, env), companion: demo })
  announce(config, port)
  if (demo)
    console.log(
      'The demo mailbox is on: press "Sign in". Configure a provider to use your own mail (see README).',
    )
}

async function runInWorkers(options: BridgeOptions & { workers: number }): Promise<void> {
  const { runWorkers } = await import('./bridge/workers/run.ts')
  const port = await runWorkers(options)
  if (port !== undefined) announce(options.config, port)
}

function optionsOf(config: Config, env: NodeJS.ProcessEnv): BridgeOptions {
  return {
    config,
    version: packageJson.version,
    // start.ts and what is built of it both find the page.
    pageFolder: fileURLToPath(
      new URL(import.meta.url.endsWith('/server/start.js') ? '../web' : './dist/web', import.meta.url),
    ),
    logLevel: process.env['PONTE_LOG'] ?? 'warn',
    readConfig: () => loadConfig(env, process.cwd()),
  }
}

function announce({ listen: { host } }: Config, port: number): void {
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  console.log(`Ponte ${packageJson.version} is at http://${name}:${port}/`)
}

/** The demo, with its switches: for looking at how the page copes. */
async function startCompanion(env: NodeJS.ProcessEnv, pageOrigin: string | undefined): Promise<Demo> {
  const [{ startDemo }, { parseBehaviours }] = await Promise.all([
    import('./demo/start.ts'),
    import('./demo/behaviours.ts'),
  ])
  const seconds = Number(env['PONTE_DEMO_TOKEN_SECONDS'])
  const given = env['PONTE_DEMO_BEHAVIOUR'] ?? ''
  const file = /[/.@]/.test(given) ? given.replace(/^@/, '') : undefined
  const read = (): Switched[] => {
    try {
      return parseBehaviours(file === undefined ? given : readFileSync(file, 'utf8'))
    } catch (error) {
      throw new ConfigError([(error as Error).message])
    }
  }
  const demo = await startDemo({
    behaviours: read(),
    ...(seconds > 0 ? { accessTokenTtlSeconds: seconds } : {}),
    ...(pageOrigin === undefined ? {} : { pageOrigin }),
    quirks: { idle: env['PONTE_DEMO_IDLE'] === '1' },
  })
  if (file === undefined) return demo
  // The file may be changed while the demo runs.
  watchFile(file, { interval: WATCH_MS, persistent: false }, () => {
    try {
      demo.behave(...read())
    } catch (error) {
      console.error((error as Error).message)
    }
  })
  return demo
}

/** How soon a change of the file of behaviours is seen, in milliseconds. */
const WATCH_MS = 500

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message)
  else console.error('Ponte could not start:', error)
  process.exit(1)
})
