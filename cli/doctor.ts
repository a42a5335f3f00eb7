import { diagnoseProvider, type Check } from '../bridge/diagnose/diagnose.ts'
import { causeOf } from '../web/doctor/cause.ts'
import { doctor } from '../web/i18n/en/doctor.ts'
import { problems } from '../web/i18n/en/problems.ts'
import { refusals } from '../web/i18n/en/refusals.ts'
import { configuredProvider, credentialsOf } from './provider.ts'

const TEXTS = { doctor, problems, refusals }

export async function runDoctor(args: string[]): Promise<number> {
  const [id, user] = args.filter((arg) => !arg.startsWith('--'))
  if (id === undefined) {
    console.error('Which provider? See "ponte doctor --help".')
    return 2
  }
  const provider = configuredProvider(id)
  const asJson = args.includes('--json')
  const checks: Check[] = []
  const { signal } = new AbortController()
  for await (const check of diagnoseProvider({ provider, credentials: credentialsOf(user), signal })) {
    checks.push(check)
    if (!asJson)
      console.log(told(check, provider.auth.kind, { host: provider.imap.host, provider: provider.name }))
  }
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  if (asJson) {
    const told = checks.map((check) =>
      check.outcome === 'failed' ? { ...check, cause: causeOf(check, provider.auth.kind).id } : check,
    )
    console.log(JSON.stringify(told, null, 2))
  }
  return failed.length === 0 ? 0 : 1
}

function told(check: Check, kind: Parameters<typeof causeOf>[1], names: Record<string, string>): string {
  const { step, outcome, ms, facts = {}, server } = check
  const lines = [
    `${doctor.outcomes[outcome].padEnd(10)} ${doctor.steps[step]} (${step}, ${Math.round(ms)} ms)`,
  ]
  if (outcome === 'failed') {
    const { title, advice, setting, topic } = causeOf(check, kind)
    const say = (key: string): string =>
      textOf(key).replaceAll(/\{(\w+)\}/g, (_all, name: string) => names[name] ?? '…')
    lines.push(`  ${say(title)}`, `  ${say(advice)}`)
    if (setting) lines.push(`  ${doctor.setting}: ${setting}`)
    if (topic) lines.push(`  ${doctor.more}: docs/errors.md#${topic.toLowerCase()}`)
  }
  if (server) lines.push(`  ${doctor.serverSaid}: ${server}`)
  for (const [name, value] of Object.entries(facts)) lines.push(`  ${name}: ${[value].flat().join(', ')}`)
  return lines.join('\n')
}

function textOf(key: string): string {
  let node: unknown = TEXTS
  for (const part of key.split('.')) node = (node as Record<string, unknown> | undefined)?.[part]
  return typeof node === 'string' ? node : key
}
