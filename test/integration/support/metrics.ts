/** What a bridge's /metrics says, read as Prometheus would. */
export interface Scrape {
  text: string
  /** Of the one sample with this name and these labels. */
  value(name: string, labels?: Record<string, string>): number | undefined
}

export async function readMetrics(port: number): Promise<Scrape> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  if (!answer.ok) throw new Error(`/metrics answers ${answer.status}`)
  const text = await answer.text()
  return {
    text,
    value(name, labels = {}) {
      for (const line of text.split('\n')) {
        const [, metric, given = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
        if (metric !== name) continue
        if (Object.entries(labels).every(([label, is]) => given.includes(`${label}="${is}"`)))
          return Number(value)
      }
      return undefined
    },
  }
}
