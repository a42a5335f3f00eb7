import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { BoundedMap } from '../boundedMap.ts'
import { redirect, sendPage } from '../http.ts'
import { redirectOrigins } from '../oidcConfiguration.ts'
import { questionPage, signInPage } from '../page.ts'
import type { DemoUser } from '../users.ts'
import { AadstsError, STEP_UP_CLAIMS } from './aadsts.ts'
import {
  clientInfo,
  consentMissing,
  findClient,
  type MicrosoftContext,
  type MicrosoftRequest,
  hintedUser,
  requireAccess,
} from './context.ts'

/** An authorization request whose user is looking at a page. */
export interface PendingSignIn {
  query: URLSearchParams
  /** Known once chosen. */
  user: DemoUser | undefined
}

interface Step {
  context: MicrosoftContext
  request: MicrosoftRequest
  response: ServerResponse
  pending: BoundedMap<PendingSignIn>
}

/**
 * `/{tenant}/oauth2/v2.0/authorize`: the authorization code flow with PKCE, silent with `prompt=none`.
 * @throws {AadstsError} 700016, 50011, 900144: told on a page, because there is no redirect URI to trust
 */
export function authorize(step: Step): void {
  const { context, request, response } = step
  const { query } = request
  const client = findClient(context, query)
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris.includes(redirectUri)) throw new AadstsError('redirectUriMismatch')
  if (!query.get('scope')) throw new AadstsError('parameterMissing')
  if (goHome(step)) return
  try {
    if (query.get('response_type') !== 'code') throw new AadstsError('unsupportedResponseType')
    const user = signedInUser(step)
    if (query.get('prompt') === 'none') {
      if (!user) throw new AadstsError('sessionMissing')
      if (consentMissing(context, client.clientId, user)) throw new AadstsError('consentRequired')
      requireAccess(context)
      finish(step, { query, user })
    } else if (user && !context.switches.multiFactorRequired && !asksForAccount(query)) {
      askConsentOrFinish(step, { query, user })
    } else {
      showSignIn(step)
    }
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error
    refuse(response, { error, query, now: context.now() })
  }
}

/** `/{tenant}/login`: the answer to one of the pages. */
export function answerSignIn(step: Step): void {
  const { context, request, response, pending } = step
  const id = request.form.get('request') ?? ''
  const waiting = pending.get(id)
  if (!waiting) throw new AadstsError('codeExpired')
  pending.delete(id)
  const { query } = waiting
  const answer = request.form.get('answer')
  if (waiting.user === undefined) {
    const user = context.users.find(({ username }) => username === request.form.get('username'))
    if (!user) throw new AadstsError('parameterMissing')
    response.setHeader('set-cookie', context.sessions.add(request.message, user))
    if (carriesClaims(query)) context.switches.multiFactorRequired = false
    askConsentOrFinish(step, { query, user })
  } else if (answer === 'accept') {
    context.consents.add(`${query.get('client_id')} ${waiting.user.oid}`)
    finish(step, { query, user: waiting.user })
  } else {
    const reason = answer === 'return' ? 'adminConsentRequired' : 'consentDeclined'
    refuse(response, { error: new AadstsError(reason), query, now: context.now() })
  }
}

const asksForAccount = (query: URLSearchParams): boolean =>
  ['login', 'select_account'].includes(query.get('prompt') ?? '')

/** Whether the request asks for what a refusal wanted: without it the next token is refused as the last one was. */
function carriesClaims(query: URLSearchParams): boolean {
  try {
    const asked = JSON.parse(query.get('claims') ?? '{}') as { access_token?: object }
    const wanted = JSON.parse(STEP_UP_CLAIMS) as { access_token: object }
    return JSON.stringify(asked.access_token) === JSON.stringify(wanted.access_token)
  } catch {
    return false
  }
}

/** Sends whoever signs in elsewhere there, once, and back: as Microsoft does with personal and federated accounts. */
function goHome({ context, request, response }: Step): boolean {
  const { query, tenant } = request
  const user = hintedUser(context.users, query.get('login_hint'))
  const home = user && context.homeOf(user)
  if (home === undefined || query.has(AT_HOME)) return false
  redirect(response, `${home}${context.basePath}/${tenant}/home?${query.toString()}`)
  return true
}

/** `/{tenant}/home`, at an origin of its own: the way back. */
export function comeBack({ context, request, response }: Step): void {
  const { query, tenant } = request
  query.set(AT_HOME, '1')
  const authorizeUrl = `${context.baseUrl.origin}${context.basePath}/${tenant}/oauth2/v2.0/authorize`
  redirect(response, `${authorizeUrl}?${query.toString()}`)
}

const AT_HOME = 'stand_in_home'

/** The one that `login_hint` names, or the only one there is. */
function signedInUser({ context, request }: Step): DemoUser | undefined {
  const users = context.sessions.users(request.message)
  const hint = request.query.get('login_hint')
  if (hint !== null) return hintedUser(users, hint)
  if (users.length > 1 && request.query.get('prompt') === 'none') throw new AadstsError('severalSessions')
  return users.length === 1 ? users[0] : undefined
}

function showSignIn({ context, request, response, pending }: Step): void {
  const id = randomUUID()
  pending.set(id, { query: request.query, user: undefined })
  const page = signInPage({
    users: context.users,
    action: `${context.basePath}/${request.tenant}/login`,
    hint: hintedUser(context.users, request.query.get('login_hint'))?.username,
    hidden: { request: id },
    formOrigins: redirectOrigins(context.clients),
  })
  sendPage(response, 200, page)
}

function askConsentOrFinish(step: Step, { query, user }: { query: URLSearchParams; user: DemoUser }): void {
  const { context, request, response, pending } = step
  if (!consentMissing(context, query.get('client_id') ?? '', user)) {
    finish(step, { query, user })
    return
  }
  const id = randomUUID()
  pending.set(id, { query, user })
  const common = {
    action: `${context.basePath}/${request.tenant}/login`,
    hidden: { request: id },
    formOrigins: redirectOrigins(context.clients),
  }
  sendPage(
    response,
    200,
    context.switches.consent === 'admin'
      ? questionPage({
          ...common,
          heading: 'Need admin approval',
          paragraphs: [
            'Ponte needs permission to access resources in your organization that only an admin can grant.',
          ],
          answers: [{ value: 'return', label: 'Return to the application without granting consent' }],
        })
      : questionPage({
          ...common,
          heading: 'Permissions requested',
          paragraphs: ['Ponte would like to:', query.get('scope') ?? ''],
          answers: [
            { value: 'accept', label: 'Accept' },
            { value: 'cancel', label: 'Cancel' },
          ],
        }),
  )
}

function finish(
  { context, response }: Step,
  { query, user }: { query: URLSearchParams; user: DemoUser },
): void {
  const pkce = query.get('code_challenge_method') === 'S256' ? query.get('code_challenge') : null
  const code = context.grants.issueCode({
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    user,
    scope: query.get('scope') ?? '',
    nonce: query.get('nonce') ?? undefined,
    codeChallenge: pkce ?? undefined,
  })
  sendBack(response, query, {
    code,
    ...(query.get('client_info') === '1' && { client_info: clientInfo(user, context.tenantId) }),
    session_state: randomUUID(),
  })
}

function refuse(
  response: ServerResponse,
  { error, query, now }: { error: AadstsError; query: URLSearchParams; now: number },
): void {
  const correlationId = query.get('client-request-id') ?? undefined
  const body = error.body({ endpoint: 'authorize', correlationId, now })
  sendBack(response, query, {
    error: body.error,
    error_description: body.error_description,
    error_uri: body.error_uri,
    ...(body.suberror !== undefined && { suberror: body.suberror }),
    ...(body.claims !== undefined && { claims: body.claims }),
  })
}

function sendBack(
  response: ServerResponse,
  query: URLSearchParams,
  parameters: Record<string, string>,
): void {
  const url = new URL(query.get('redirect_uri') ?? '')
  const state = query.get('state')
  const all = new URLSearchParams({ ...parameters, ...(state !== null && { state }) })
  if (query.get('response_mode') === 'fragment') url.hash = all.toString()
  else for (const [name, value] of all) url.searchParams.set(name, value)
  redirect(response, url.href)
}
