/**
 * Whether every combination is run (`test:long` sets it): servers, widths and looks times each other. `npm test` sees
 * each of them once, where they differ.
 */
export const WHOLE = process.env['PONTE_WHOLE'] === '1'
