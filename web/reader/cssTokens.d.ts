/** css-tree's tokenizer (CSS Syntax Level 3, section 4) alone: its types are published for the whole library only. */
declare module 'css-tree/tokenizer' {
  /** Calls with each token's type, and where it begins and ends in `source`. */
  export function tokenize(source: string, onToken: (type: number, start: number, end: number) => void): void
  export const tokenTypes: Readonly<
    Record<
      | 'Ident'
      | 'Function'
      | 'Hash'
      | 'String'
      | 'Url'
      | 'Delim'
      | 'Number'
      | 'Percentage'
      | 'Dimension'
      | 'WhiteSpace'
      | 'Colon'
      | 'Semicolon'
      | 'Comma'
      | 'LeftSquareBracket'
      | 'RightSquareBracket'
      | 'LeftParenthesis'
      | 'RightParenthesis'
      | 'LeftCurlyBracket'
      | 'RightCurlyBracket',
      number
    >
  >
}
