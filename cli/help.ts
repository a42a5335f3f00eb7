const COMMAND_HELP = {
  serve: `ponte serve

Starts page and bridge, as configured by ponte.config.json (or PONTE_CONFIG) and the environment. Without a
provider the demo mailbox is on.`,
  doctor: `ponte doctor <provider> [user] [--json]

Goes the way to a configured provider step by step and says where it ends. With PONTE_ACCESS_TOKEN or
PONTE_PASSWORD in the environment it signs in as the user too. Ends with 1 when a step failed.`,
  'check-config': `ponte check-config

Reads the configuration as "serve" would and names each mistake. Ends with 1 when there is one.`,
  run: `ponte run <command> <json> --provider <id> --user <name>

Signs in with PONTE_ACCESS_TOKEN or PONTE_PASSWORD from the environment, runs one command of the protocol with the
arguments of the JSON, and writes its items and result as JSON. A "mailbox" may be a path alone: it is selected
first. PROTOCOL.md has the commands.

  ponte run list '{}' --provider outlook --user anna@outlook.com
  ponte run search '{"mailbox":"INBOX","criteria":{"key":"unseen"}}' --provider outlook --user anna@outlook.com`,
}
export type Name = keyof typeof COMMAND_HELP

export const HELP = `Usage: ponte <command> [--help]

  serve          start page and bridge
  doctor         look at the connection to a mail provider
  check-config   read the configuration and name its mistakes
  run            run one command of the protocol

Exit codes: 0 done, 1 it did not work, 2 not understood.`

export function isName(name: string): name is Name {
  return Object.hasOwn(COMMAND_HELP, name)
}

export function helpOf(name: Name): string {
  return COMMAND_HELP[name]
}
