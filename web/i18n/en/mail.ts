/** Texts of the mail page. */
export const mail = {}
