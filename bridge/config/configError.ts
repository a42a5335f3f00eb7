import type * as v from 'valibot'

/** A configuration that cannot be used; `message` lists every mistake, a line each. */
export class ConfigError extends Error {
  readonly problems: string[]
  /** Nothing could be checked: the file is not there, or no JSON. */
  readonly unreadable: boolean

  constructor(problems: string[], path?: string, options: { unreadable?: boolean } = {}) {
    const where = path === undefined ? 'The configuration has mistakes' : `${path} has mistakes`
    super(`${where}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
    this.unreadable = options.unreadable === true
  }
}

/** What is never told back. */
const SECRET = new Set(['redis.url'])

/** valibot's issues as sentences: `providers[0].imap.port: must be 1 to 65535, not 99999`. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => {
    const field = fieldOf(issue) || 'the file'
    if (issue.type === 'strict_object' && issue.expected === 'never')
      return `${field}: unknown field; check its spelling.`
    if (issue.received === 'undefined') return `${field}: is missing.`
    if (issue.type === 'variant')
      return `${field}: must be one of ${issue.expected ?? ''}, not ${issue.received}.`
    if (issue.type === 'non_empty') return `${field}: ${issue.message}.`
    if (SECRET.has(field)) return `${field}: ${issue.message}.`
    return `${field}: ${issue.message}, not ${issue.received}.`
  })
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => item.key as string | number)
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  )
}
