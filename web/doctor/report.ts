/** One step as the report tells it. */
interface ReportedStep {
  name: string
  outcome: string
  ms: number
  facts: Record<string, string | number | string[]>
  server?: string | undefined
  title?: string | undefined
  setting?: string | undefined
}

/** A report to hand on: no token, no password, nobody's address. */
export function reportText(heading: string, steps: readonly ReportedStep[], hide: readonly string[]): string {
  const lines = steps.flatMap(({ name, outcome, ms, facts, server, title, setting }) => [
    `${outcome}: ${name} (${Math.round(ms)} ms)`,
    ...(title ? [`  ${title}${setting ? ` [${setting}]` : ''}`] : []),
    ...(server ? [`  ${server}`] : []),
    ...Object.entries(facts).map(
      ([key, value]) => `  ${key}: ${Array.isArray(value) ? value.join(', ') : value}`,
    ),
  ])
  const text = [heading, '', ...lines, ''].join('\n')
  return hide.filter(Boolean).reduce((told, secret) => told.replaceAll(secret, '…'), text)
}
