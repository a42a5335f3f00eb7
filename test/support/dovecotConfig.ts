/** The text of a Dovecot 2.3 configuration that needs nothing outside its own folder. */

/** What Outlook.com announced in September 2026, without IDLE, which its reference page denies. */
const OUTLOOK_CAPABILITY =
  'IMAP4 IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN NAMESPACE LITERAL+'

/** Kept in Dovecot's cache file, so that a FETCH of rows does not parse every message again. */
const CACHED_HEADERS =
  'date subject from sender to cc bcc reply-to message-id in-reply-to references content-type list-id x-priority x-ms-has-attach'

/**
 * The socket of Dovecot's service that slows sign-ins after failed ones. Where it is absent, the first sign-in waits
 * 5 s for it to appear; where it is a link to itself, connecting fails at once and no penalty is asked for.
 */
export const PENALTY_SOCKET = 'anvil-auth-penalty'

export interface DovecotFiles {
  /** Everything lives below this folder. */
  dir: string
  config: string
  /** Runs Dovecot's `imap` with the capability line shown after sign-in. */
  imapWrapper: string
}

export interface DovecotConfigOptions {
  files: DovecotFiles
  imapPort: number
  profile: 'outlook' | 'full'
  introspectionUrl: string | undefined
  /** PLAIN and LOGIN, beside XOAUTH2 where that is on. */
  passwords: boolean
  saslIr: boolean
  /** `none`: no Sent, Drafts, Trash, Junk nor Archive, and everything below INBOX, as Courier has it. */
  folders: 'special' | 'none'
  /** The system users that own the mail and run the processes; the caller's own name when not root. */
  users: { mail: string; internal: string; login: string; group: string }
  root: boolean
}

const words = (text: string) => text.split(' ')

/** The capability lines of a profile: what imap-login is told, and what `imap` shows after sign-in. */
function capabilities({ profile, saslIr, passwords }: DovecotConfigOptions) {
  if (profile === 'full') return undefined
  const all = words(OUTLOOK_CAPABILITY).filter((word) => saslIr || word !== 'SASL-IR')
  return {
    // imap-login adds AUTH=… of its mechanisms by itself; given here too it would show them twice.
    beforeSignIn: all.filter((word) => !word.startsWith('AUTH=')).join(' '),
    afterSignIn: all.flatMap((word) =>
      word === 'AUTH=XOAUTH2' && passwords ? ['AUTH=PLAIN', word] : [word],
    ),
  }
}

export function dovecotImapWrapper(options: DovecotConfigOptions, libexec: string): string {
  const shown = capabilities(options)?.afterSignIn.join(' ')
  return `#!/bin/sh\nexec ${libexec}/imap ${shown ? `-o 'imap_capability=${shown}' ` : ''}"$@"\n`
}

export function dovecotOauth2Config(introspectionUrl: string): string {
  return `introspection_url = ${introspectionUrl}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
client_id = dovecot
client_secret = dovecot
`
}

export function dovecotConfig(options: DovecotConfigOptions): string {
  const { files, users, root } = options
  const { dir } = files
  const mechanisms = [
    ...(options.introspectionUrl ? ['xoauth2'] : []),
    ...(options.introspectionUrl && options.profile === 'full' ? ['oauthbearer'] : []),
    ...(options.passwords ? ['plain', 'login'] : []),
  ]
  const before = capabilities(options)?.beforeSignIn
  const cached = words(CACHED_HEADERS)
    .map((header) => `hdr.${header}`)
    .join(' ')
  const noChroot = root ? '' : 'chroot =\n  '
  const ifFull = (text: string) => (options.profile === 'full' ? text : '')
  return `# written by test/support/dovecot.ts
protocols = imap
listen = 127.0.0.1
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
auth_verbose = yes
default_internal_user = ${users.internal}
default_login_user = ${users.login}
default_internal_group = ${users.group}
ssl = required
ssl_cert = <${dir}/tls.crt
ssl_key = <${dir}/tls.key
auth_mechanisms = ${mechanisms.join(' ')}
auth_failure_delay = 0
mail_location = mdbox:~/mdbox
mail_uid = ${users.mail}
mail_gid = ${root ? users.mail : users.group}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
mail_max_userip_connections = 500
mailbox_list_index = yes
mail_cache_fields = flags date.received date.sent date.save size.virtual size.physical mime.parts imap.body imap.bodystructure ${cached}
mail_always_cache_fields = date.received date.sent size.virtual mime.parts imap.bodystructure ${cached}
${before ? `imap_capability = ${before}\nlogin_greeting = The Microsoft Exchange IMAP4 service is ready.` : 'login_greeting = Dovecot ready.'}
${
  options.introspectionUrl
    ? `passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${dir}/oauth2.conf
}`
    : ''
}
${
  options.passwords
    ? `passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u ${dir}/passwd
}`
    : ''
}
userdb {
  driver = static
  args = uid=${users.mail} gid=${root ? users.mail : users.group} home=${dir}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  ${options.folders === 'none' ? 'prefix = INBOX.\n  separator = .' : 'separator = /'}
${(options.folders === 'none' ? [] : ['Sent', 'Drafts', 'Trash', 'Junk', 'Archive'])
  .map(
    (name) => `  mailbox ${name} {
    special_use = \\${name}
    auto = subscribe
  }
`,
  )
  .join('')}}
${ifFull(`mail_plugins = quota
mail_attribute_dict = file:%h/dovecot-attributes
protocol imap {
  mail_plugins = quota imap_quota
  imap_metadata = yes
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=1G
}`)}
service auth {
  client_limit = 4096
}
# Every client is 127.0.0.1, so the penalty for failed sign-ins would slow all of them: there is none (see PENALTY_SOCKET).
service anvil {
  ${noChroot}unix_listener ${PENALTY_SOCKET} {
    mode = 0
  }
}
service stats {
  ${noChroot}
}
service imap-login {
  ${noChroot}service_count = 0
  process_min_avail = 1
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${options.imapPort}
    ssl = yes
  }
}
service imap {
  executable = ${files.imapWrapper}
  process_min_avail = 1
  service_count = 1000
}
`
}
