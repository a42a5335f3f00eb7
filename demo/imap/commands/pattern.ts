/**
 * Whether a name matches LIST's pattern: `*` is anything, `%` anything but the delimiter (RFC 3501 section 6.3.8).
 * A table instead of backtracking, since the pattern is the client's.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const target = foldInbox(name)
  const wanted = foldInbox(pattern)
  let reachable: boolean[] = [true, ...Array<boolean>(target.length).fill(false)]
  for (const symbol of wanted) {
    const next: boolean[] = [(symbol === '*' || symbol === '%') && reachable[0] === true]
    for (let at = 1; at <= target.length; at++) {
      const character = target[at - 1]
      if (symbol === '*') next.push(reachable[at] === true || next[at - 1] === true)
      else if (symbol === '%')
        next.push(reachable[at] === true || (next[at - 1] === true && character !== '/'))
      else next.push(reachable[at - 1] === true && character === symbol)
    }
    reachable = next
  }
  return reachable[target.length] === true
}

function foldInbox(name: string): string {
  return name.replace(/^inbox(?=$|[/*%])/i, 'INBOX')
}
