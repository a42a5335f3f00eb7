/**
 * Whether every combination is run (`test:long` sets it): servers, widths and looks times each other. `npm test` sees
 * each of them once, where they differ.
 */
export const WHOLE = process.env['PONTE_WHOLE'] === '1'

/** The rows of a table that `npm test` runs: the first ones, one of each kind. `test:long` runs them all. */
export const inShort = <T>(count: number, rows: readonly T[]): readonly T[] =>
  WHOLE ? rows : rows.slice(0, count)
