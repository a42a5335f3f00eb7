/** Names of mailboxes that break what does not quote, escape or encode. */
export const HARD_NAMES = [
  'with spaces  inside',
  'quotes "and" \'more\'',
  'Tom & Jerry &AOk- &-',
  'Università',
  '日本語',
  '😀 astral',
  '<img src=x onerror=alert(1)>',
  '(paren) [bracket] {7} {7+}',
] as const
