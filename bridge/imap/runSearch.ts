import type { ImapConnection } from './connection.ts'
import type { CommandArgument, ParsedResponse } from './library.ts'
import { numberOf } from './tokens.ts'

/** SEARCH or UID SEARCH, RFC 3501 section 6.4.4. @returns what was found, ascending and once each. */
export async function runSearch(
  connection: ImapConnection,
  options: { by: 'uid' | 'sequence'; program: CommandArgument[] },
): Promise<number[]> {
  const found: number[] = []
  await connection.exec(options.by === 'uid' ? 'UID SEARCH' : 'SEARCH', options.program, {
    untagged: {
      SEARCH: (response) => {
        for (const number of numbersOf(response)) if (number > 0) found.push(number)
      },
    },
  })
  // Nearly every server tells them in order; a million take their time to be sorted.
  if (found.every((number, index) => index === 0 || number > (found[index - 1] ?? 0))) return found
  return [...new Set(found)].sort((a, b) => a - b)
}

function numbersOf(response: ParsedResponse): number[] {
  if (response.numbers) return response.numbers
  return (response.attributes ?? []).map(numberOf).filter((number) => number !== undefined)
}
