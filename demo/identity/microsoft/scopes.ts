import { AadstsError } from './aadsts.ts'

/** The one resource whose tokens IMAP and SMTP take. */
export const OUTLOOK = 'https://outlook.office.com'

/** What a scope without a resource belongs to: why bare names get a token that IMAP refuses. */
export const GRAPH = 'https://graph.microsoft.com'

const OPENID_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access'])

export interface RequestedScopes {
  openid: boolean
  email: boolean
  offlineAccess: boolean
  resource: string
  /** Names without their resource: `IMAP.AccessAsUser.All`. */
  permissions: string[]
  /** As the `scope` of the token response tells them: with their resource, and never `offline_access`. */
  granted: string
}

/**
 * Reads a `scope` parameter. An access token is for one resource.
 * @throws {AadstsError} 28000 for scopes of two resources, 70011 for none at all
 */
export function readScopes(text: string): RequestedScopes {
  const names = text.split(/\s+/).filter(Boolean)
  const ofResources = names.filter((name) => !OPENID_SCOPES.has(name)).map(splitScope)
  if (names.length === 0) throw new AadstsError('scopeInvalid')
  const resources = new Set(ofResources.map(({ resource }) => resource))
  if (resources.size > 1) throw new AadstsError('severalResources')
  const [resource = GRAPH] = resources
  const identity = names.filter((name) => OPENID_SCOPES.has(name) && name !== 'offline_access')
  return {
    openid: names.includes('openid'),
    email: names.includes('email'),
    offlineAccess: names.includes('offline_access'),
    resource,
    permissions: ofResources.map(({ permission }) => permission),
    granted: [...ofResources.map(({ permission }) => `${resource}/${permission}`), ...identity].join(' '),
  }
}

function splitScope(scope: string): { resource: string; permission: string } {
  const match = /^(https:\/\/[^/]+)\/+(.+)$/.exec(scope)
  return { resource: match?.[1]?.toLowerCase() ?? GRAPH, permission: match?.[2] ?? scope }
}
