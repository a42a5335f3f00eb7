import { compiler, parser } from 'imapflow/lib/handler/imap-handler.js'
import type { CommandArgument, ParsedResponse } from '../../../../bridge/imap/library.ts'

/** A response line as imapflow hands it to the bridge. A literal is written `{}` and given beside it. */
export function parseResponse(line: string, ...literals: (string | Buffer)[]): Promise<ParsedResponse> {
  const lengths = literals.map((one) => Buffer.from(one).length)
  const marked = line.replaceAll('{}', () => `{${lengths.shift() ?? 0}}\r\n`)
  return parser(Buffer.from(marked), {
    literals: literals.map((one) => Buffer.from(one)),
  }) as Promise<ParsedResponse>
}

/** A command as imapflow writes it; a literal follows its marker. */
export function writeCommand(command: string, attributes: CommandArgument[]): string {
  return compiler({ tag: 'A', command, attributes } as never, { literalPlus: true }).toString('utf8')
}
