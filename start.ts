import { fileURLToPath } from 'node:url'
import { loadConfig } from './bridge/config/config.ts'
import { ConfigError } from './bridge/config/configError.ts'
import { runBridge } from './bridge/main.ts'
import packageJson from './package.json' with { type: 'json' }

/** What `npm start` runs: the bridge and the page, and the demo when no mail provider is configured. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd())
  const demo = config.demo
    ? await (
        await import('./demo/start.ts')
      ).startDemo({ ...demoOptions(process.env), ...(config.devOrigin && { pageOrigin: config.devOrigin }) })
    : undefined
  const server = await runBridge({
    config,
    version: packageJson.version,
    // dist/server/start.js and start.ts both find the built page.
    pageFolder: fileURLToPath(
      new URL(import.meta.url.includes('/dist/server/') ? '../web' : './dist/web', import.meta.url),
    ),
    logLevel: process.env['PONTE_LOG'] ?? 'warn',
    companion: demo,
  })
  const { port } = server
  const address = config.listen.host === '127.0.0.1' ? `http://localhost:${port}/` : `${server.url}/`
  console.log(`Ponte ${packageJson.version} is at ${address}`)
  if (demo)
    console.log(
      'The demo mailbox is on: press "Sign in". Configure a provider to use your own mail (see README).',
    )
}

/** The demo's switches, for looking at how the page copes. */
function demoOptions(env: NodeJS.ProcessEnv): { accessTokenTtlSeconds?: number; quirks: { idle: boolean } } {
  const seconds = Number(env['PONTE_DEMO_TOKEN_SECONDS'])
  return {
    ...(seconds > 0 ? { accessTokenTtlSeconds: seconds } : {}),
    quirks: { idle: env['PONTE_DEMO_IDLE'] === '1' },
  }
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message)
  else console.error('Ponte could not start:', error)
  process.exit(1)
})
