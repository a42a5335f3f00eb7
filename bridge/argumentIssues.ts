import type * as v from 'valibot'

/** Mistakes named in one message; more help nobody. */
const MAX_ISSUES = 5

/**
 * What is wrong with a call's arguments, by field and without the values: an argument may be a secret or mail, and
 * messages travel further than arguments do.
 */
export function describeArgumentIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.slice(0, MAX_ISSUES).map(describe).join('; ')
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => String(item.key as string | number)).join('.')
  const field = path === '' ? 'args' : path
  if (issue.received === 'undefined') return `${field}: is missing`
  if (issue.message.startsWith('must ')) return `${field}: ${issue.message}`
  if (issue.kind === 'schema') {
    if (issue.type === 'strict_object' && issue.expected === 'never') return `${field}: unknown field`
    return `${field}: expected ${issue.expected ?? issue.type}`
  }
  return `${field}: ${issue.type.replaceAll('_', ' ')}${issue.expected === null ? '' : ` ${issue.expected}`}`
}
