import { loadConfig } from '../bridge/config/config.ts'
import { ConfigError } from '../bridge/config/configError.ts'

export async function checkConfig(): Promise<number> {
  try {
    const { providers, demo } = loadConfig(process.env, process.cwd())
    console.log(JSON.stringify({ ok: true, providers: providers.map(({ id }) => id), demo }))
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    console.log(JSON.stringify({ ok: false }))
    return 1
  }
}
