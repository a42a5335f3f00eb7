import type { Border } from './mail/border.ts'

/** `config.json` beside index.html (rule T5): what a browser needs to sign in. No secrets. */
export interface PublicConfig {
  /** Where the bridge's WebSocket is, relative to the page: `bridge` unless the host says otherwise. */
  bridge: string
  providers: PublicProvider[]
}

export interface PublicProvider {
  id: string
  /** For the button: "Sign in with {name}". */
  name: string
  auth: PublicAuth
  /** Where the session that the browser has at the provider is ended, if the provider has such a place. */
  endSession?: string
  /** The mail server's name, shown to the user; the bridge connects by its own configuration only. */
  imapHost: string
  /** SMTP submission files the message in Sent by itself; the page must not APPEND a copy. */
  sentIsFiledByServer: boolean
  /** Makes a mail address of a name without `@` that somebody signs in with: `anna` is anna@mailDomain. */
  mailDomain?: string
  /** Whose Authentication-Results count; absent: nobody's, and no sender is shown as verified. */
  border?: Border
  /** The host fetches no remote pictures. */
  images?: 'off'
  /** The built-in mailbox to try. */
  demo?: boolean
}

export type PublicAuth = MicrosoftAuth | OidcAuth | LegacyAuth | PasswordAuth

/** Microsoft identity platform v2.0 through MSAL in its AAD mode. */
export interface MicrosoftAuth {
  kind: 'microsoft'
  clientId: string
  authority: string
  scopes: string[]
  /** For stand-ins and national clouds: MSAL's options of the same names. */
  knownAuthorities?: string[]
  authorityMetadata?: string
  cloudDiscoveryMetadata?: string
}

/** Any OpenID provider through MSAL in its OIDC mode. */
export interface OidcAuth {
  kind: 'oidc'
  clientId: string
  authority: string
  scopes: string[]
  authorityMetadata?: string
}

/** The OAuth 2.0 endpoints that Outlook.com's reference page names, deprecated; see docs/providers.md. */
export interface LegacyAuth {
  kind: 'legacy'
  clientId: string
  authorizationEndpoint: string
  tokenEndpoint: string
  scopes: string[]
}

interface PasswordAuth {
  kind: 'password'
}
