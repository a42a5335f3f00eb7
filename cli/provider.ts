import { loadConfig, type Provider } from '../bridge/config/config.ts'
import type { Credentials } from '../bridge/imap/signingIn.ts'

/** @throws Error that names the providers there are */
export function configuredProvider(id: string): Provider {
  const { providers } = loadConfig(process.env, process.cwd())
  const found = providers.find((provider) => provider.id === id)
  if (found) return found
  const known = providers.map((provider) => provider.id).join(', ')
  throw new Error(`There is no provider "${id}". ${known ? `Configured: ${known}.` : 'None is configured.'}`)
}

/** From the environment, where no list of processes shows them. */
export function credentialsOf(user: string | undefined): Credentials | undefined {
  const { PONTE_ACCESS_TOKEN: accessToken, PONTE_PASSWORD: password } = process.env
  if (user === undefined) return undefined
  if (accessToken) return { kind: 'accessToken', user, accessToken }
  return password ? { kind: 'password', user, password } : undefined
}
